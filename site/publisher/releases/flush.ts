import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';

/** More files than this are flushed with their whole file system at once. */
export const flushedOneByOne = 64;

/**
 * Flushes files and folders to disk.
 * @param folder any folder on the file system that holds them
 */
export async function flushPaths(paths: Iterable<string>, folder: string): Promise<void> {
  const unique = [...new Set(paths)];
  // One flush of the file system costs less than thousands of single ones.
  if (unique.length > flushedOneByOne && process.platform === 'linux')
    await promisify(execFile)('sync', ['-f', folder]);
  else await Promise.all(unique.map(flushPath));
}

export async function flushPath(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
