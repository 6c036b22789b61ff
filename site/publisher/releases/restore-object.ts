import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOf, type ReleaseFile } from './file-table.ts';
import { ifMissing, type ObjectStore } from './object-store.ts';

/** Bytes that may be those of a file; whether they are is told by their hash. */
export type FindBytes = (path: string, file: ReleaseFile) => AsyncIterable<Uint8Array>;

/** Makes sure that the object of a file is there. @returns whether it is */
export type RestoreObject = (path: string, file: ReleaseFile) => Promise<boolean>;

/**
 * Finds an object that is missing or damaged elsewhere: in the trees, which hold the same files, or
 * wherever else its bytes can be had.
 */
export function createRestoreObject(
  objects: ObjectStore,
  trees: string,
  findElsewhere: FindBytes,
  warn: (message: string) => void,
): RestoreObject {
  async function* findInTrees(path: string): AsyncGenerator<Uint8Array> {
    for (const name of await readdir(trees).catch(ifMissing([]))) {
      const bytes = await readFile(join(trees, name, path)).catch(ifAbsent);
      if (bytes !== undefined) yield bytes;
    }
  }

  const restore: RestoreObject = async (path, file) => {
    if (await objects.isSound(file.hash)) return true;
    for (const find of [findInTrees, findElsewhere])
      try {
        for await (const bytes of find(path, file))
          if (hashOf(bytes) === file.hash) {
            objects.put(bytes);
            return true;
          }
      } catch (error) {
        // The next place may have it.
        warn(
          `Could not look for the bytes of ${path}: ${error instanceof Error ? error.message : error}`,
        );
      }
    return false;
  };

  /** A file that many ask for at once is looked for once. */
  const underWay = new Map<string, Promise<boolean>>();
  return (path, file) => {
    const key = `${file.hash} ${path}`;
    const search = underWay.get(key) ?? restore(path, file).finally(() => underWay.delete(key));
    underWay.set(key, search);
    return search;
  };
}

/** For a path at which there is no file: nothing at all, a folder, or a file where a folder was. */
export function ifAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'ENOTDIR') return;
  throw error;
}
