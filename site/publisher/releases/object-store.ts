import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { hashOf, type ReleaseFile } from './file-table.ts';

/** Keeps bytes under the hash of their content, each once for all releases. */
export interface ObjectStore {
  folder: string;
  pathOf(hash: string): string;
  /**
   * Stores bytes, unless they are there already and sound. Flush them before relying on them. Waits for
   * the disk's cache alone: for files of a page's size that takes less than handing them to another thread.
   */
  put(bytes: string | Uint8Array): ReleaseFile;
  /** @throws Error when the object is missing or its bytes are not what its name says */
  read(hash: string): Promise<Buffer>;
  /** True when the object is there with the bytes that its name says. */
  isSound(hash: string): Promise<boolean>;
  /**
   * Deletes the objects whose hash begins with two digits, but for those that are needed.
   * @param age milliseconds; what was stored later may belong to a release that is still to be made
   */
  sweep(prefix: string, needed: ReadonlySet<string>, age: number): Promise<void>;
  /**
   * Flushes what was stored, and other paths with it, so that it outlasts a loss of power. Few files
   * are flushed from the moment they are stored, so that this hardly waits for them.
   */
  sync(others: Iterable<string>): Promise<void>;
}

/** More files than this are flushed with their whole file system at once. */
const syncedOneByOne = 64;

export function createObjectStore(folder: string): ObjectStore {
  const pathOf = (hash: string) => join(folder, hash.slice(0, 2), hash);
  const made = new Set<string>();
  const unsynced = new Set<string>();
  /** Flushes of single files, under way or done. */
  const flushes = new Map<string, Promise<void>>();

  const isSound = async (hash: string) => {
    const bytes = await readFile(pathOf(hash)).catch(ifMissing(undefined));
    return bytes !== undefined && hashOf(bytes) === hash;
  };

  return {
    folder,
    pathOf,
    isSound,
    put: (bytes) => {
      const hash = hashOf(bytes);
      const stored = { hash, size: Buffer.byteLength(bytes) };
      const path = pathOf(hash);
      if (existsSync(path) && hashOf(readFileSync(path)) === hash) return stored;
      if (!made.has(dirname(path))) mkdirSync(dirname(path), { recursive: true });
      made.add(dirname(path));
      const part = `${path}.${process.pid}.part`;
      try {
        writeFileSync(part, bytes);
        // A server that makes entity tags from time and size makes them from the content this way.
        utimesSync(part, contentTime(hash), contentTime(hash));
        renameSync(part, path);
      } catch (error) {
        rmSync(part, { force: true });
        throw error;
      }
      unsynced.add(path);
      if (unsynced.size <= syncedOneByOne) {
        const flush = syncPath(path);
        // What it fails with is thrown by whoever waits for it, below.
        flush.catch(() => undefined);
        flushes.set(path, flush);
      }
      return stored;
    },
    read: async (hash) => {
      const bytes = await readFile(pathOf(hash));
      if (hashOf(bytes) !== hash) throw new Error(`The object ${hash} is damaged.`);
      return bytes;
    },
    sweep: async (prefix, needed, age) => {
      const shelf = join(folder, prefix);
      for (const name of await readdir(shelf).catch(ifMissing([]))) {
        if (needed.has(name)) continue;
        const path = join(shelf, name);
        // Not the time of modification, which is made from the content.
        const { ctimeMs } = await stat(path);
        if (Date.now() - ctimeMs >= age) await rm(path, { force: true });
      }
    },
    sync: async (others) => {
      const stored = [...unsynced];
      const flushed = stored.filter((path) => flushes.has(path));
      const rest = stored.filter((path) => !flushes.has(path));
      try {
        await Promise.all([
          ...flushed.map((path) => flushes.get(path)),
          syncPaths([...rest, ...stored.map(dirname), ...others], folder),
        ]);
      } catch (error) {
        // The system reports once that it could not write what it keeps in memory: to ask again
        // would get a yes. Without the files they are stored anew.
        for (const path of stored) rmSync(path, { force: true });
        throw error;
      } finally {
        for (const path of stored) {
          unsynced.delete(path);
          flushes.delete(path);
        }
      }
    },
  };
}

/**
 * Flushes files and folders to disk.
 * @param folder any folder on the file system that holds them
 */
export async function syncPaths(paths: Iterable<string>, folder: string): Promise<void> {
  const unique = [...new Set(paths)];
  // One flush of the file system costs less than thousands of single ones.
  if (unique.length > syncedOneByOne && process.platform === 'linux')
    await promisify(execFile)('sync', ['-f', folder]);
  else await Promise.all(unique.map(syncPath));
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A time in the past, in seconds, that differs with the content. */
const contentTime = (hash: string) => 1_000_000_000 + Number.parseInt(hash.slice(0, 7), 16);

export const ifMissing =
  <Fallback>(fallback: Fallback) =>
  (error: NodeJS.ErrnoException): Fallback => {
    if (error.code === 'ENOENT') return fallback;
    throw error;
  };
