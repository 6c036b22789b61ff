import { join } from 'node:path';
import { execa } from 'execa';
import { runMain } from './stack/failures.ts';
import { checkPreconditions } from './stack/preflight.ts';
import { buildTask, runTasks } from './stack/prepare.ts';
import { answers, nodeArguments } from './stack/processes.ts';
import { readSettings, root } from './stack/settings.ts';
import { watchSignals } from './stack/signals.ts';

const stopped = watchSignals();

/** `npm run dev`: Strapi and Astro in development, both reloading on a change of code or content. */
runMain(async () => {
  const settings = await readSettings();
  await checkPreconditions(settings);
  await runTasks([buildTask('shared types', settings, stopped)]);
  const failed = new AbortController();
  const cancelSignal = AbortSignal.any([stopped, failed.signal]);
  const run = (folder: string, program: string, ...args: string[]) =>
    execa(process.execPath, nodeArguments(program, args), {
      cwd: join(root, folder),
      env: { ...settings.environment, NODE_ENV: 'development' },
      stdio: 'inherit',
      ipc: true,
      cancelSignal,
    });
  const runSite = async () => {
    while (!cancelSignal.aborted && !(await answers(`${settings.ownCmsUrl}/_health`)))
      await new Promise((resolve) => setTimeout(resolve, 300));
    if (!cancelSignal.aborted)
      await run('site', 'astro', 'dev', '--port', String(settings.sitePort));
  };
  const all = [
    run('shared-types', 'tsc', '-p', '.', '--watch', '--preserveWatchOutput'),
    run('cms', 'strapi', 'develop'),
    runSite(),
  ];
  try {
    await Promise.race(all);
  } finally {
    failed.abort();
    await Promise.allSettled(all);
  }
}, stopped);
