import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLog } from './log.ts';

const newFolder = () => mkdtemp(join(tmpdir(), 'lectern-log-'));
const failOnFault = (cause: Error) => {
  throw cause;
};

test('84: a log goes on where the former one ended', async () => {
  const path = join(await newFolder(), 'cms.log');
  for (const text of ['first\n', 'second\n']) {
    const log = openLog(path, failOnFault);
    log.write(text);
    await log.close();
  }
  expect(await readFile(path, 'utf8')).toBe('first\nsecond\n');
});

test('84: logs are bounded, and what is kept is the latest', async () => {
  const folder = await newFolder();
  const path = join(folder, 'cms.log');
  for (let start = 0; start < 5; start += 1) {
    const log = openLog(path, failOnFault, { size: '10K', rotate: 2 });
    for (let line = 0; line < 100; line += 1) log.write(`${start} ${line} ${'x'.repeat(100)}\n`);
    await log.close();
  }
  const files = (await readdir(folder)).filter((file) => file.startsWith('cms.log'));
  expect(files.sort()).toEqual(['cms.log', 'cms.log.1', 'cms.log.2']);
  for (const file of files) expect((await stat(join(folder, file))).size).toBeLessThan(25_000);
  expect(await readFile(path, 'utf8')).toContain('4 99 ');
});

test('84: a log that cannot be written is told, and written again once it can be', async () => {
  const folder = await newFolder();
  const path = join(folder, 'missing', 'cms.log');
  await writeFile(join(folder, 'missing'), 'a file where the folder should be');
  const faults: Error[] = [];
  const told = Promise.withResolvers<void>();
  const log = openLog(path, (cause) => {
    faults.push(cause);
    told.resolve();
  });
  log.write('lost\n');
  await told.promise;
  log.write('lost as well\n');
  await rm(join(folder, 'missing'));
  log.write('kept\n');
  await log.close();
  expect(await readFile(path, 'utf8')).toBe('kept\n');
  expect(faults).toMatchObject([{ code: 'ENOTDIR' }]);
});

test('84: a log that somebody takes away while it is written is begun anew', async () => {
  const folder = await newFolder();
  const path = join(folder, 'logs', 'cms.log');
  const log = openLog(path, failOnFault);
  const text = () => readFile(path, 'utf8').catch(() => '');
  log.write('first\n');
  await expect.poll(text).toBe('first\n');
  await rename(path, join(folder, 'kept.log'));
  log.write('second\n');
  log.write('third\n');
  await expect.poll(text).toBe('second\nthird\n');
  await rm(join(folder, 'logs'), { recursive: true });
  log.write('fourth\n');
  await log.close();
  expect(await text()).toBe('fourth\n');
});
