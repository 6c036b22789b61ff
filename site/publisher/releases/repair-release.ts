import { existsSync } from 'node:fs';
import { link, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Damage, missingObjects } from './check-files.ts';
import { FileTable } from './file-table.ts';
import { flushPaths } from './flush.ts';
import type { ObjectStore } from './object-store.ts';
import type { Placing } from './place-files.ts';
import type { Release } from './release.ts';
import type { ReleaseLists } from './release-lists.ts';
import { recordText } from './release-record.ts';
import type { RestoreObject } from './restore-object.ts';
import { aboutFile } from './site-tree.ts';
import { LockLostError } from './writer-lock.ts';

interface RepairOptions {
  folder: string;
  heads: string;
  /** The link to the tree that visitors are shown. */
  current: string;
  objects: ObjectStore;
  lists: ReleaseLists;
  placing: Placing;
  restore: RestoreObject;
  currentRelease(): Promise<string | undefined>;
  switchTo(release: Release): Promise<void>;
  /** To be called when files of the hidden tree may be damaged. */
  forgetTrees(): void;
  warn(message: string): void;
}

/** How a release is made whole again from what there is, without anything being made anew. */
export function createRepairs(options: RepairOptions) {
  const { folder, heads, current, objects, lists, placing, restore } = options;

  /** Restores what a release has lost of its objects. @returns paths of those that are nowhere */
  const restoreMissing = async ({ files }: Release): Promise<string[]> => {
    const lost: string[] = [];
    for (const [path, file] of await missingObjects(objects, files))
      if (!(await restore(path, file))) lost.push(path);
    await objects.sync([]);
    return lost;
  };

  /** Writes the lists of files that are missing or damaged anew. @returns whether there were any */
  const restoreLists = async ({ files }: Release): Promise<boolean> => {
    let isDamaged = false;
    for (const [hash, text] of files.newBuckets(FileTable.empty)) {
      if (await objects.isSound(hash)) continue;
      objects.put(text);
      isDamaged = true;
    }
    if (isDamaged) await objects.sync([]);
    return isDamaged;
  };

  const restoreRecord = async (release: Release): Promise<boolean> => {
    if (existsSync(lists.pathOf(release.id))) return false;
    await mkdir(heads, { recursive: true });
    const name = await placing.prepare((path) => writeFile(path, recordText(release)));
    await flushPaths([placing.pathOf(name)], folder);
    await placing.putInPlace(name, lists.pathOf(release.id));
    await flushPaths([heads], folder);
    return true;
  };

  /** Puts back the way to the live tree, or the tree. @returns whether it was gone */
  const restoreWay = async (release: Release): Promise<boolean> => {
    const isThere =
      (await options.currentRelease()) === release.id && existsSync(join(current, aboutFile));
    if (!isThere) await options.switchTo(release);
    return !isThere;
  };

  /** Puts a file of the live tree in its place again, from its object. */
  const relink = async (tree: string, path: string, hash: string): Promise<void> => {
    const target = join(tree, path);
    await mkdir(dirname(target), { recursive: true });
    const name = await placing.prepare((to) => link(objects.pathOf(hash), to));
    await placing.putInPlace(name, target);
  };

  return {
    restoreMissing,
    restoreWay,
    /** Puts back what has gone of a release's lists. @returns what that was */
    restoreRecords: async (release: Release): Promise<string[]> => [
      ...((await restoreLists(release)) ? ['lists of files'] : []),
      ...((await restoreRecord(release)) ? ['its record'] : []),
    ],
    /**
     * Makes damaged files of the live release good again, with the bytes that they had.
     * @returns paths of those whose bytes are nowhere any more
     */
    repair: async (release: Release, damage: Damage): Promise<string[]> => {
      options.forgetTrees();
      const lost = new Set<string>();
      for (const path of damage.objects) {
        const file = release.files.get(path);
        if (file !== undefined && !(await restore(path, file))) lost.add(path);
      }
      await objects.sync([]);
      // Without its folder nothing can be put into it.
      if (await restoreWay(release)) return [...lost];
      try {
        const tree = await realpath(current);
        for (const path of damage.tree) {
          const file = release.files.get(path);
          if (file === undefined) await rm(join(tree, path), { recursive: true, force: true });
          else if (!lost.has(path)) await relink(tree, path, file.hash);
        }
      } catch (error) {
        if (error instanceof LockLostError) throw error;
        options.warn(`Could not repair the live folder in its place: ${error}. It is made anew.`);
        await options.switchTo(release);
      }
      return [...lost];
    },
  };
}
