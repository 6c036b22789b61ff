import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FileTable } from './file-table.ts';
import { ifMissing, isLoss, type ObjectStore } from './object-store.ts';
import type { Release } from './release.ts';
import { aboutToRelease, parseRecord } from './release-record.ts';
import { aboutFile, tableOf } from './site-tree.ts';

export type ReleaseLists = ReturnType<typeof createReleaseLists>;

/**
 * The releases that exist, as `<id>.json` in one folder: each with the hashes of the objects that
 * list its files. Those that were read or made stay in memory. What a tree holds is written beside
 * it once more, and its files tell what the lists said, should these be lost.
 */
export function createReleaseLists(
  folder: string,
  trees: string,
  objects: ObjectStore,
  warn: (message: string) => void,
) {
  const loaded = new Map<string, Release>();
  /** Releases that could not be read and were named. */
  const named = new Set<string>();
  const pathOf = (id: string) => join(folder, `${id}.json`);

  /** Newest last. */
  const ids = async (): Promise<string[]> =>
    (await readdir(folder).catch(ifMissing([])))
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -'.json'.length))
      .sort();

  const readRecord = async (id: string) => {
    try {
      return parseRecord(await readFile(pathOf(id), 'utf8'), id);
    } catch (error) {
      if (!isLoss(error)) throw error;
      for (const name of await readdir(trees).catch(ifMissing([]))) {
        if (!name.endsWith('.json')) continue;
        const copy = await readFile(join(trees, name), 'utf8')
          .then((text) => parseRecord(text, id))
          .catch(ifLost);
        if (copy !== undefined) return copy;
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

  const load = async (id: string): Promise<Release> => {
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

  /**
   * @throws Error when its record or its lists are missing, damaged or in a form that nobody knows, and
   *   cannot be made anew
   */
  const read = async (id: string): Promise<Release> => {
    try {
      return loaded.get(id) ?? (await load(id));
    } catch (error) {
      if (existsSync(pathOf(id)) && !named.has(id)) {
        named.add(id);
        warn(
          `Could not read the release ${id}: ${error instanceof Error ? error.message : error}.`,
        );
      }
      throw error;
    }
  };

  /** What visitors are shown as a release, when its record cannot be read. */
  const readTree = async (name: string): Promise<Release> => {
    const path = join(trees, name);
    const release = aboutToRelease(
      await readFile(join(path, aboutFile), 'utf8'),
      await tableOf(path),
    );
    loaded.set(release.id, release);
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
    readTree,
    find,
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
