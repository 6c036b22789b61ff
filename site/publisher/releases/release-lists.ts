import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FileTable } from './file-table.ts';
import { ifMissing, isLoss, type ObjectStore } from './object-store.ts';
import type { Release } from './release.ts';
import { tableOf } from './site-tree.ts';

export type ReleaseLists = ReturnType<typeof createReleaseLists>;

/**
 * The releases that exist, as `<id>.json` in one folder: each with the hashes of the objects that
 * list its files. Those that were read or made stay in memory. What a tree holds is written beside
 * it once more, and its files tell what the lists said, should these be lost.
 */
export function createReleaseLists(folder: string, trees: string, objects: ObjectStore) {
  const loaded = new Map<string, Release>();
  const pathOf = (id: string) => join(folder, `${id}.json`);

  /** Newest last. */
  const ids = async (): Promise<string[]> =>
    (await readdir(folder).catch(ifMissing([])))
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -'.json'.length))
      .sort();

  const readRecord = async (id: string) => {
    try {
      return JSON.parse(await readFile(pathOf(id), 'utf8'));
    } catch (error) {
      if (!isLoss(error)) throw error;
      for (const name of await readdir(trees).catch(ifMissing([]))) {
        if (!name.endsWith('.json')) continue;
        const copy = await readFile(join(trees, name), 'utf8').then(JSON.parse).catch(ifLost);
        if (copy?.id === id) return copy;
      }
      throw error;
    }
  };

  /** Texts of the lists of all files that are in a tree, by hash. */
  const listsInTrees = async (): Promise<Map<string, string>> => {
    const texts = new Map<string, string>();
    for (const entry of await readdir(trees, { withFileTypes: true }).catch(ifMissing([]))) {
      if (!entry.isDirectory()) continue;
      const table = await tableOf(join(trees, entry.name));
      for (const [hash, text] of table.newBuckets(FileTable.empty)) texts.set(hash, text);
    }
    return texts;
  };

  /** @throws Error when its lists are missing or damaged, and cannot be made anew */
  const read = async (id: string): Promise<Release> => {
    const known = loaded.get(id);
    if (known !== undefined) return known;
    const { buckets, ...head } = await readRecord(id);
    let found: Promise<Map<string, string>> | undefined;
    const text = async (hash: string) => {
      try {
        return (await objects.read(hash)).toString('utf8');
      } catch (error) {
        if (!isLoss(error)) throw error;
        found ??= listsInTrees();
        const made = (await found).get(hash);
        if (made === undefined) throw error;
        objects.put(made);
        return made;
      }
    };
    const tables = [...loaded.values()].map(({ files }) => files);
    const release = { ...head, files: await FileTable.load(buckets, text, tables) };
    loaded.set(id, release);
    return release;
  };

  /** Undefined for a release that is lost. @throws Error for one that only cannot be read now */
  const readIfThere = (id: string): Promise<Release | undefined> => read(id).catch(ifLost);

  /** A release by its id, or the one that has finished it since. @throws Error when there is none */
  const find = async (id: string): Promise<Release> => {
    const all = await Promise.all((await ids()).toReversed().map(readIfThere));
    const found = all.find((each) => each?.id === id) ?? all.find((each) => each?.origin === id);
    if (found === undefined) throw new Error(`There is no release ${id}.`);
    return found;
  };

  return {
    pathOf,
    ids,
    read,
    readIfThere,
    find,
    /** What stands in the file of a release. */
    toText: (release: Release) =>
      `${JSON.stringify({ ...release, files: undefined, buckets: release.files.bucketHashes })}\n`,
    /** Notes a release whose file has been put in place. */
    remember: (release: Release) => void loaded.set(release.id, release),
    remove: async (id: string): Promise<void> => {
      await rm(pathOf(id), { force: true });
      loaded.delete(id);
    },
  };
}

function ifLost(error: unknown): undefined {
  if (!isLoss(error)) throw error;
}
