import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hashOf, type ReleaseFile } from './file-table.ts';
import { flushedOneByOne, flushPath, flushPaths } from './flush.ts';

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
   * Deletes the objects whose hash begins with two digits, but for those that are needed; nothing at
   * all while somebody holds.
   */
  sweep(prefix: string, needed: ReadonlySet<string>): Promise<void>;
  /**
   * Protects what is stored from now on, also by another process: nobody knows yet which release
   * will need it. Returns how to end that.
   */
  hold(): () => void;
  /**
   * Flushes what was stored, and other paths with it, so that it outlasts a loss of power. Few files
   * are flushed from the moment they are stored, so that this hardly waits for them.
   */
  sync(others: Iterable<string>): Promise<void>;
}

/** Thrown for an object whose bytes are not what its name says. */
class DamagedObjectError extends Error {
  override name = 'DamagedObjectError';

  constructor(hash: string) {
    super(`The object ${hash} is damaged.`);
  }
}

/** Whether an error says that something is gone, or not what it was, and not that it could not be read. */
export const isLoss = (error: unknown): boolean =>
  error instanceof DamagedObjectError ||
  error instanceof SyntaxError ||
  (error as NodeJS.ErrnoException).code === 'ENOENT';

export function createObjectStore(folder: string): ObjectStore {
  const pathOf = (hash: string) => join(folder, hash.slice(0, 2), hash);
  /** Stored by this process and not flushed yet. */
  const unsynced = new Set<string>();
  /** There before this process, which cannot know whether they were ever flushed. */
  const unproven = new Set<string>();
  /** Flushes of single files, under way or done. */
  const flushes = new Map<string, Promise<void>>();
  /** Paths that this process has flushed. */
  const flushed = new Set<string>();
  const holders = new Set<symbol>();

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
      if (existsSync(path) && hashOf(readFileSync(path)) === hash) {
        if (!flushed.has(path) && !unsynced.has(path)) unproven.add(path);
        return stored;
      }
      write(path, bytes, contentTime(hash));
      flushed.delete(path);
      unsynced.add(path);
      if (unsynced.size <= flushedOneByOne) {
        const flush = flushPath(path);
        // What it fails with is thrown by whoever waits for it, below.
        flush.catch(() => undefined);
        flushes.set(path, flush);
      }
      return stored;
    },
    read: async (hash) => {
      const bytes = await readFile(pathOf(hash));
      if (hashOf(bytes) !== hash) throw new DamagedObjectError(hash);
      return bytes;
    },
    sweep: async (prefix, needed) => {
      const shelf = join(folder, prefix);
      for (const name of await readdir(shelf).catch(ifMissing([]))) {
        if (holders.size > 0) return;
        if (needed.has(name)) continue;
        flushed.delete(join(shelf, name));
        await rm(join(shelf, name), { force: true });
      }
    },
    hold: () => {
      const holder = Symbol('holder');
      holders.add(holder);
      return () => void holders.delete(holder);
    },
    sync: async (others) => {
      const stored = [...unsynced];
      const found = [...unproven];
      const rest = [...stored.filter((path) => !flushes.has(path)), ...found];
      try {
        await Promise.all([
          ...flushes.values(),
          flushPaths([...rest, ...[...stored, ...found].map(dirname), ...others], folder),
        ]);
        for (const path of [...stored, ...found]) flushed.add(path);
        for (const path of found) unproven.delete(path);
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

/** Writes a file in a folder that may not be there, so that it is there whole or not at all. */
function write(path: string, bytes: string | Uint8Array, time: number): void {
  const part = `${path}.${process.pid}.part`;
  try {
    try {
      writeFileSync(part, bytes);
    } catch (error) {
      ifMissing(undefined)(error as NodeJS.ErrnoException);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(part, bytes);
    }
    // A server that makes entity tags from time and size makes them from the content this way.
    utimesSync(part, time, time);
    renameSync(part, path);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
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
