import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explain } from '../stack/failures.ts';
import { runTasks } from '../stack/prepare.ts';
import { root } from '../stack/settings.ts';
import { describeMachine } from './machine.ts';
import { measureSize, type SizeResult } from './measure-size.ts';
import { type BenchOptions, readOptions } from './options.ts';
import { report } from './report.ts';
import { type BenchStack, createBenchStack } from './stack.ts';

const versions = 100_000;

/** Measures a stack of its own, as the arguments of `npm run bench` ask for it. */
export async function bench(args: string[]): Promise<void> {
  const options = readOptions(args);
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
}

async function measureAll(
  stack: BenchStack,
  options: BenchOptions,
  results: SizeResult[],
): Promise<void> {
  await runTasks([
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
  const last = results.at(-1);
  // It replaces the history and the log of changes, so nothing can follow it.
  if (!options.parts.includes('versions') || last === undefined) return;
  console.log(`  mark versions live among ${versions}`);
  await stack.stopPublisher();
  await stack.stopCms();
  last.versions = { count: versions, ...(await stack.markVersions(versions, options.publishes)) };
}
