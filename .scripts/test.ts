import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { provideCaddy } from './stack/caddy.ts';
import { provideChromium } from './stack/chromium.ts';
import { readFailedTests } from './stack/failed-tests.ts';
import { runMain } from './stack/failures.ts';
import { buildTasks, runTasks } from './stack/prepare.ts';
import { readSettings, root } from './stack/settings.ts';

/** All projects, in two runs of about the same length: at once they take little more than half as long. */
const halves = [
  ['--project', '!start', '--project', '!postgres'],
  ['--project', 'start', '--project', 'postgres'],
];

/** `npm test`: sets up what the tests need, then runs all of them, or those named. */
runMain(async () => {
  const settings = await readSettings();
  let chromium = '';
  let caddy = '';
  await runTasks([
    ...buildTasks(settings),
    {
      title: 'Find a Chromium, or install one',
      task: async () => {
        chromium = await provideChromium();
      },
    },
    {
      title: 'Find a Caddy, or install one',
      task: async () => {
        caddy = await provideCaddy();
      },
    },
  ]);
  const named = process.argv.slice(2);
  const results = await mkdtemp(join(tmpdir(), 'lectern-tests-'));
  const runs = (named.length > 0 ? [named] : halves).map((options, index) => {
    const resultFile = join(results, `${index}.json`);
    const run = execa(
      'vitest',
      [
        ...['run', '--config', '.vitest.config.ts', ...options],
        ...['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`],
      ],
      {
        cwd: root,
        env: {
          CHROMIUM_PATH: chromium,
          CADDY_PATH: caddy,
          STRAPI_TELEMETRY_DISABLED: 'true',
          ASTRO_TELEMETRY_DISABLED: 'true',
        },
        preferLocal: true,
        localDir: root,
        // What the second run prints follows when the first one has ended.
        stdio: index === 0 ? 'inherit' : ['ignore', 'pipe', 'pipe'],
        all: true,
        reject: false,
      },
    );
    return { run, resultFile };
  });
  const failed: string[] = [];
  for (const { run, resultFile } of runs) {
    const { all, exitCode } = await run;
    if (all !== undefined) console.log(all);
    if (exitCode === 0) continue;
    process.exitCode = exitCode ?? 1;
    failed.push(...(await readFailedTests(resultFile)));
  }
  await rm(results, { recursive: true });
  // Once more at the end: the first run's failures stand far above the second run's output.
  if (failed.length > 0) console.error(`\nFailed:\n\n${failed.join('\n\n')}`);
});
