import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { explainNpm } from './explain-npm.mjs';

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-run-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test.each(['#', '?', '%'])(
  '74: a path with "%s" is refused before the installation',
  async (character) => {
    const folder = join(await newFolder(), `a${character}b`);
    await mkdir(join(folder, '.scripts'), { recursive: true });
    for (const part of ['run.mjs', 'run'])
      await cp(join(import.meta.dirname, '..', part), join(folder, '.scripts', part), {
        recursive: true,
      });
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(folder, '.scripts', 'run.mjs'), 'start'],
      {
        encoding: 'utf8',
      },
    );
    expect(stderr).toContain(`has a "${character}" in it`);
    expect(stderr).toContain('Move the folder to a path without it.');
    expect(status).toBe(1);
  },
);

/** What npm itself says when it installs a package under these settings. */
async function installWith(settings: NodeJS.ProcessEnv): Promise<string> {
  const folder = await newFolder();
  const name = 'rotating-file-stream';
  const versions = { name: 'x', version: '1.0.0', dependencies: { [name]: '3.2.10' } };
  const packages = { '': versions, [`node_modules/${name}`]: { version: '3.2.10' } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(versions));
  await writeFile(
    join(folder, 'package-lock.json'),
    JSON.stringify({ ...versions, lockfileVersion: 3, requires: true, packages }),
  );
  const { stdout, stderr } = spawnSync('npm', ['ci'], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      npm_config_fetch_retries: '0',
      npm_config_registry: 'http://127.0.0.1:9/',
      ...settings,
    },
  });
  return explainNpm(stdout + stderr);
}

test('74: a registry out of reach is named with what to look at', async () => {
  expect(await installWith({})).toMatch(/^npm does not reach its registry \(ECONNREFUSED\)\. Look/);
});

test.each([
  ['EACCES', '/root/.npm/_cacache/tmp'],
  ['ENOTDIR', '/dev/null/cache/_cacache/tmp'],
])('74: a cache that npm cannot write is named with what to set (%s)', (code, path) => {
  const output = `npm error code ${code}\nnpm error syscall mkdir\nnpm error path ${path}\nnpm error errno ${code}\n`;
  expect(explainNpm(output)).toBe(
    `npm cannot write its cache, ${path} (${code}). Give yourself write permission, or name another folder, for example npm_config_cache=/tmp/npm-cache npm start.`,
  );
});

test('74: a project that cannot be written is named', () => {
  expect(explainNpm('npm error code EROFS\nnpm error path /srv/lectern/node_modules\n')).toBe(
    '/srv/lectern/node_modules cannot be written. Give yourself write permission and run the command again.',
  );
});

test('74: anything else is told in the words of npm', () => {
  expect(explainNpm('npm error code EUSAGE\nnpm error out of sync\n')).toBe(
    'npm says:\nnpm error code EUSAGE\nnpm error out of sync',
  );
});
