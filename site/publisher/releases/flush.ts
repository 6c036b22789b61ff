import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import pMap from 'p-map';

/** More files than this are flushed with their whole file system at once. */
export const flushedOneByOne = 64;

/** Files that are flushed one by one at once. */
const concurrency = 32;

/**
 * Flushes files and folders to disk.
 * @param folder any folder on the file system that holds them
 */
export async function flushPaths(paths: Iterable<string>, folder: string): Promise<void> {
  const unique = [...new Set(paths)];
  // One flush of the file system costs less than thousands of single ones.
  if (unique.length > flushedOneByOne && (await flushFileSystem(folder))) return;
  await pMap(unique, flushPath, { concurrency });
}

/** @returns false where there is no program for it */
async function flushFileSystem(folder: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    await promisify(execFile)('sync', ['-f', folder]);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

export async function flushPath(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
