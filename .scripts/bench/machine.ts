import { readFile } from 'node:fs/promises';
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { root } from '../stack/settings.ts';
import { versionOf } from './load.ts';

/** What the figures depend on besides the code: machine, versions, and the state of the code. */
export async function describeMachine() {
  const manifest = async (folder: string) =>
    JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  const [cms, site] = await Promise.all([manifest('cms'), manifest('site')]);
  const git = async (...args: string[]) =>
    (await execa('git', args, { cwd: root, reject: false })).stdout;
  return {
    system: `${type()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model,
    cores: cpus().length,
    gigabytes: Math.round(totalmem() / 1024 ** 3),
    loadBefore: loadavg()[0],
    node: process.version,
    strapi: cms.dependencies['@strapi/strapi'],
    astro: site.dependencies.astro,
    wrk: await versionOf('wrk'),
    caddy: await versionOf('caddy'),
    nginx: await versionOf('nginx'),
    commit: await git('rev-parse', 'HEAD'),
    isChanged: (await git('status', '--porcelain')) !== '',
  };
}
