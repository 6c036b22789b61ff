import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeMachine } from './bench/machine.ts';
import { measureSize, type SizeResult } from './bench/measure-size.ts';
import { type BenchOptions, readOptions } from './bench/options.ts';
import { report } from './bench/report.ts';
import { type BenchStack, createBenchStack } from './bench/stack.ts';
import { explain, runMain } from './stack/failures.ts';
import { buildTask, runTasks } from './stack/prepare.ts';
import { root } from './stack/settings.ts';

/** `npm run bench`: measures a stack of its own; see `bench/options.ts` for what can be chosen. */
runMain(async () => {
  const options = readOptions(process.argv.slice(2));
  const interrupted = new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => resolve(`it was ended by ${signal}`));
    setTimeout(() => resolve('its time is over'), options.minutes * 60_000).unref();
  });
  const date = new Date();
  const machine = await describeMachine();
  const results: SizeResult[] = [];
  const stack = await createBenchStack(options);
  let failure: string | undefined;
  try {
    const measured = measureAll(stack, options, results).catch(explain);
    failure = (await Promise.race([measured, interrupted])) ?? undefined;
  } finally {
    console.log('  stopping');
    await stack.stop();
  }
  console.log(report(results));
  const file = join(root, '.data', 'bench', `${date.toISOString().replaceAll(':', '-')}.json`);
  await mkdir(join(root, '.data', 'bench'), { recursive: true });
  const content = { date: date.toISOString(), machine, options, failure, results };
  await writeFile(file, `${JSON.stringify(content, undefined, 2)}\n`);
  console.log(`\nAll figures and samples: ${file}`);
  if (failure !== undefined) console.error(`\nThe bench did not finish: ${failure}`);
  const isWhole = failure === undefined && results.every(({ failures }) => failures.length === 0);
  // What was waiting when it was interrupted would go on otherwise.
  process.exit(isWhole ? 0 : 1);
});

async function measureAll(
  stack: BenchStack,
  options: BenchOptions,
  results: SizeResult[],
): Promise<void> {
  const { settings } = stack;
  await runTasks([
    buildTask('shared types', settings),
    buildTask('CMS server', settings),
    buildTask('admin panel', settings, ' (about a minute)'),
    buildTask('code of the site', settings),
    { title: 'Start the CMS and seed the demo content', task: () => stack.startCms() },
  ]);
  for (const wanted of options.pages) {
    console.log(`\n${wanted} landing pages`);
    const result: SizeResult = { wanted, failures: [] };
    results.push(result);
    await measureSize(stack, options, result).catch((error: unknown) => {
      result.failures.push(explain(error));
      console.log(`  failed: ${explain(error)}`);
    });
  }
}
