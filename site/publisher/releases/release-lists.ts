import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FileTable } from './file-table.ts';
import { ifMissing, type ObjectStore } from './object-store.ts';
import type { Release } from './release.ts';

/**
 * The releases that exist, as `<id>.json` in one folder: each with the hashes of the objects that
 * list its files. Those that were read or made stay in memory.
 */
export function createReleaseLists(folder: string, objects: ObjectStore) {
  const loaded = new Map<string, Release>();
  const pathOf = (id: string) => join(folder, `${id}.json`);

  /** Newest last. */
  const ids = async (): Promise<string[]> =>
    (await readdir(folder).catch(ifMissing([])))
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -'.json'.length))
      .sort();

  /** @throws Error when its lists are missing or damaged */
  const read = async (id: string): Promise<Release> => {
    const known = loaded.get(id);
    if (known !== undefined) return known;
    const { buckets, ...head } = JSON.parse(await readFile(pathOf(id), 'utf8'));
    const text = async (hash: string) => (await objects.read(hash)).toString('utf8');
    const tables = [...loaded.values()].map(({ files }) => files);
    const release = { ...head, files: await FileTable.load(buckets, text, tables) };
    loaded.set(id, release);
    return release;
  };

  /** A release by its id, or the one that has finished it since. @throws Error when there is none */
  const find = async (id: string): Promise<Release> => {
    const newestFirst = (await ids()).toReversed();
    const all = await Promise.all(newestFirst.map((each) => read(each).catch(() => undefined)));
    const found = all.find((each) => each?.id === id) ?? all.find((each) => each?.origin === id);
    if (found === undefined) throw new Error(`There is no release ${id}.`);
    return found;
  };

  return {
    pathOf,
    ids,
    read,
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
