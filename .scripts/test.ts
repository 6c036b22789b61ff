import { execa } from 'execa';
import { provideCaddy } from './stack/caddy.ts';
import { provideChromium } from './stack/chromium.ts';
import { runMain } from './stack/failures.ts';
import { buildTasks, runTasks } from './stack/prepare.ts';
import { readSettings, root } from './stack/settings.ts';

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
  const result = await execa(
    'vitest',
    ['run', '--config', '.vitest.config.ts', ...process.argv.slice(2)],
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
      stdio: 'inherit',
      reject: false,
    },
  );
  process.exitCode = result.exitCode ?? 1;
});
