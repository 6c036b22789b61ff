import { join } from 'node:path';
import { execa } from 'execa';
import { root, type Settings } from './settings.ts';

/**
 * Builds the static site from the CMS into `site/dist`.
 * @param onStart called with the id of the process that builds
 * @throws Error with what the build said when content or code stops it
 */
export async function buildSite(
  { environment }: Settings,
  onStart: (pid: number) => void = () => {},
): Promise<void> {
  const build = execa('astro', ['build'], {
    cwd: join(root, 'site'),
    env: environment,
    preferLocal: true,
    localDir: root,
    all: true,
    reject: false,
  });
  if (build.pid !== undefined) onStart(build.pid);
  const result = await build;
  if (result.failed) throw new Error(`Could not build the site:\n${result.all.slice(-4000)}`);
}
