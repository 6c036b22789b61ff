import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/*
 * The programs that judge the pages are large, and some run scripts at their installation that load
 * what the project does not want. They have a lock file of their own, are installed when a check
 * first needs them, and run no scripts.
 */

export const toolsFolder = join(import.meta.dirname, 'tools');
const installed = join(toolsFolder, 'node_modules');

/** @throws Error when they are not there and cannot be installed */
export async function provideTools(): Promise<void> {
  const lock = await readFile(join(toolsFolder, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const stamp = join(installed, '.lectern-installed');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === hash) return;
  const result = await execa('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit'], {
    cwd: toolsFolder,
    all: true,
    reject: false,
  });
  if (result.failed)
    throw new Error(
      `Could not install the programs that judge the pages: ${result.all.slice(-1000)}\nLook whether npm reaches its registry, and run the command again.`,
    );
  await keepScannerOffline();
  await writeFile(stamp, hash);
}

/** The scanner wants the list of hosts that browsers know to be HTTPS only: no host of a test is on it. */
async function keepScannerOffline(): Promise<void> {
  const folder = join(installed, '@mdn', 'mdn-http-observatory', 'conf');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'hsts-preload.json'), '{}');
}
