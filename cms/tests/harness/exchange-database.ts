import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestCms } from './test-cms.ts';

/** Copies the SQLite database of a CMS, which is stopped for that, and starts it again. */
export async function backUpDatabase(cms: TestCms): Promise<void> {
  await cms.kill();
  await copy(databaseOf(cms), backupOf(cms));
  await cms.restart();
}

/** Brings the copy back in the place of the database, as after an accident. */
export async function restoreDatabase(cms: TestCms): Promise<void> {
  await cms.kill();
  await copy(backupOf(cms), databaseOf(cms));
  await cms.restart();
}

const databaseOf = ({ dataFolder }: TestCms) => join(dataFolder, 'cms.db');
const backupOf = (cms: TestCms) => `${databaseOf(cms)}.backup`;

async function copy(from: string, to: string): Promise<void> {
  for (const end of ['', '-wal']) {
    await rm(to + end, { force: true });
    await cp(from + end, to + end).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
  await rm(`${to}-shm`, { force: true });
}
