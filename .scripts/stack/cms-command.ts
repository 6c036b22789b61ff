import { join } from 'node:path';
import { execa } from 'execa';
import { buildTask, runTasks } from './prepare.ts';
import { readSettings, root } from './settings.ts';

/** Runs a command of the CMS on its database, after building what it needs; it prints by itself. */
export async function runCmsCommand(name: string, args: readonly string[] = []): Promise<void> {
  const settings = await readSettings();
  await runTasks([buildTask('shared types', settings), buildTask('CMS server', settings)]);
  const { exitCode } = await execa('node', [`dist/src/commands/${name}.js`, ...args], {
    cwd: join(root, 'cms'),
    env: settings.environment,
    preferLocal: true,
    localDir: root,
    stdio: 'inherit',
    reject: false,
  });
  process.exitCode = exitCode ?? 1;
}
