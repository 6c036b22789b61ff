import { runMain } from './stack/failures.ts';
import { buildTasks, runTasks } from './stack/prepare.ts';
import { readSettings } from './stack/settings.ts';

/** `npm run chaos`: kills at random and looks whether anything is lost. */
runMain(async () => {
  await runTasks(buildTasks(await readSettings()));
  // Only now: it is made of code of the site, which needs the shared types as they are built.
  const { chaos } = await import('./bench/chaos.ts');
  await chaos(process.argv.slice(2));
});
