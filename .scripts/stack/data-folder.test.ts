import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const nobody = { uid: 65_534, gid: 65_534 };
const isRoot = process.getuid?.() === 0;

/** What a start says of the data folder, as a user who has no rights but those of the files. */
function start(dataFolder: string): string {
  const code = `
    const { readSettings } = await import(${JSON.stringify(new URL('settings.ts', import.meta.url).href)});
    const { checkDataFolder } = await import(${JSON.stringify(new URL('data-folder.ts', import.meta.url).href)});
    const { dataFolder } = await readSettings();
    await checkDataFolder(dataFolder);
    console.log('It can be used.');`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    env: { DATA_DIR: dataFolder },
    encoding: 'utf8',
    ...(isRoot ? nobody : {}),
  });
  return stdout + stderr;
}

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-data-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o777);
  return folder;
}

const own = (path: string) =>
  `Could not use ${path} for data: this user may not read and write there. Make it your own (sudo chown -R "$(id -u)" "${path}" && chmod -R u+rwX "${path}"), or set DATA_DIR to another folder.`;

test('74: a data folder that cannot be written, or cannot be made, is named, with what to do', async () => {
  const folder = await emptyFolder();
  await mkdir(join(folder, 'data'), { mode: 0o500 });
  expect(start(join(folder, 'data'))).toContain(own(join(folder, 'data')));
  expect(start(join(folder, 'data', 'below'))).toContain(own(join(folder, 'data', 'below')));
  expect(start(join(folder, 'new'))).toContain('It can be used.');
});

test.each(['secrets.env', 'cms.db', join('logs', 'cms.log')])(
  '74: %s that another user has left is named, with what to do',
  async (name) => {
    const folder = join(await emptyFolder(), 'data');
    expect(start(folder)).toContain('It can be used.');
    await mkdir(join(folder, 'logs'), { recursive: true });
    await chmod(join(folder, 'logs'), 0o777);
    await writeFile(join(folder, name), '');
    await chmod(join(folder, name), 0o000);
    expect(start(folder)).toContain(own(join(folder, name)));
  },
);

test.runIf(process.platform === 'linux')(
  '74: a data folder where the system lets nobody make one is named, with what to do',
  () => {
    expect(start('/proc/lectern/data')).toContain(
      'Could not use /proc/lectern/data for data: it is not there and cannot be made.',
    );
  },
);

test('74: a file in the place of the data folder is named, with what to do', async () => {
  const file = join(await emptyFolder(), 'data');
  await writeFile(file, '');
  for (const path of [file, join(file, 'below')])
    expect(start(path)).toContain(
      `Could not use ${path} for data: a file is in the place of a folder. Set DATA_DIR to a folder.`,
    );
});
