import { runMain } from './stack/failures.ts';
import { buildTasks, runTasks } from './stack/prepare.ts';
import { readSettings } from './stack/settings.ts';

/** `npm run bench`: measures speed and memory; see `bench/options.ts` for what can be chosen. */
runMain(async () => {
  await runTasks(buildTasks(await readSettings()));
  // Only now: it is made of code of the site, which needs the shared types as they are built.
  const { bench } = await import('./bench/bench.ts');
  await bench(process.argv.slice(2));
});
