import { lstat, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { FileTable, ReleaseFile } from './file-table.ts';
import { ifMissing, type ObjectStore } from './object-store.ts';
import { aboutFile, hashOfFile } from './site-tree.ts';

/** Which files of some are damaged, and where. */
export interface Damage {
  /** Paths whose objects are missing or changed. */
  objects: string[];
  /** Paths at which the tree has something else. */
  tree: string[];
}

/** Looks whether files are as a release says, each read once where tree and object are one. */
export async function checkFiles(
  objects: ObjectStore,
  tree: string,
  files: Iterable<[string, ReleaseFile]>,
): Promise<Damage> {
  const damage: Damage = { objects: [], tree: [] };
  for (const [path, { hash }] of files) {
    const isSound = await objects.isSound(hash);
    if (!isSound) damage.objects.push(path);
    const place = join(tree, path);
    const isSame = isSound && (await inodeOf(place)) === (await inodeOf(objects.pathOf(hash)));
    if (!isSame && (await hashOfFile(place)) !== hash) damage.tree.push(path);
  }
  return damage;
}

async function inodeOf(path: string): Promise<number | undefined> {
  const stats = await lstat(path).catch(ifMissing(undefined));
  return stats?.isFile() ? stats.ino : undefined;
}

/** Files of a tree that its release does not have. */
export async function surplusFiles(tree: string, files: FileTable): Promise<string[]> {
  const options = { recursive: true, withFileTypes: true } as const;
  const entries = await readdir(tree, options).catch(ifMissing([]));
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(tree, join(entry.parentPath, entry.name)))
    .filter((name) => name !== aboutFile && !files.has(name));
}

/** Paths whose objects are not there at all, which is seen without reading any. */
export async function missingObjects(
  objects: ObjectStore,
  files: FileTable,
): Promise<[string, ReleaseFile][]> {
  const there = new Set<string>();
  for (const share of await readdir(objects.folder).catch(ifMissing([])))
    for (const name of await readdir(join(objects.folder, share)).catch(ifMissing([])))
      there.add(name);
  return [...files.entries()].filter(([, { hash }]) => !there.has(hash));
}
