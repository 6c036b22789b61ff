import { join } from 'node:path';
import { execa } from 'execa';
import { runMain } from './stack/failures.ts';
import { checkPreconditions } from './stack/preflight.ts';
import { buildTask, runTasks } from './stack/prepare.ts';
import { readSettings, root } from './stack/settings.ts';

/** `npm run dev`: Strapi and Astro in development, both reloading on a change of code or content. */
runMain(async () => {
  const settings = await readSettings();
  await checkPreconditions(settings);
  await runTasks([buildTask('shared types', settings)]);
  const options = {
    env: { ...settings.environment, NODE_ENV: 'development', SEED_DEMO_CONTENT: 'true' },
    preferLocal: true,
    localDir: root,
    stdio: 'inherit',
    cleanup: true,
  } as const;
  const types = execa('tsc', ['-p', '.', '--watch', '--preserveWatchOutput'], {
    ...options,
    cwd: join(root, 'shared-types'),
  });
  const cms = execa('strapi', ['develop'], { ...options, cwd: join(root, 'cms') });
  const isReady = async () =>
    (await fetch(`${settings.cmsUrl}/_health`).catch(() => undefined))?.ok;
  while (!(await isReady())) await new Promise((resolve) => setTimeout(resolve, 300));
  const site = execa('astro', ['dev', '--port', String(settings.sitePort)], {
    ...options,
    cwd: join(root, 'site'),
  });
  process.once('SIGINT', () => {});
  await Promise.race([types, cms, site]).finally(() => {
    for (const child of [types, cms, site]) child.kill('SIGTERM');
  });
});
