import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, readdir, readlink, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pMap from 'p-map';
import { FileTable, type ReleaseFile } from './file-table.ts';
import { ifMissing, type ObjectStore } from './object-store.ts';

/** Where a tree says which release it holds. */
export const aboutFile = 'release.json';

/** File operations at once. */
const concurrency = 16;

/** A folder that any static server can serve, made of hard links to objects. */
export interface SiteTree {
  name: string;
  path: string;
  /** What it holds; undefined while it is changed and after that has failed. */
  files: FileTable | undefined;
}

export const newTree = (folder: string): SiteTree => {
  const name = randomBytes(4).toString('hex');
  return { name, path: join(folder, name), files: FileTable.empty };
};

/**
 * Makes a tree, which nobody is shown meanwhile, hold other files; it costs the difference.
 * @returns paths to flush before anybody is shown the tree
 */
export async function changeTree(
  tree: SiteTree,
  files: FileTable,
  about: string,
  objects: ObjectStore,
): Promise<Set<string>> {
  const before = tree.files;
  if (before === undefined) throw new Error(`The tree ${tree.name} is not sound.`);
  tree.files = undefined;
  const touched = new Set([tree.path]);
  await mkdir(tree.path, { recursive: true });
  const change = async ([path, file]: [string, ReleaseFile | null]) => {
    const target = join(tree.path, path);
    if (file === null) {
      await rm(target, { force: true });
      return removeEmptyFolders(dirname(target), tree.path);
    }
    if (!before.has(path)) await mkdir(dirname(target), { recursive: true });
    await replace(target, (spare) => link(objects.pathOf(file.hash), spare));
    for (let up = dirname(target); !touched.has(up); up = dirname(up)) touched.add(up);
  };
  const changes = [...files.changesSince(before)];
  // First what goes: a folder may become a file, or the other way round.
  await pMap(
    changes.filter(([, file]) => file === null),
    change,
    { concurrency },
  );
  await pMap(
    changes.filter(([, file]) => file !== null),
    change,
    { concurrency },
  );
  await replace(join(tree.path, aboutFile), (spare) => writeFile(spare, about, { flag: 'wx' }));
  tree.files = files;
  return touched.add(join(tree.path, aboutFile));
}

/**
 * Makes a file take the place of another, so that there is one at every moment: whoever began to
 * look before the tree was hidden finds the old one or the new one.
 */
async function replace(path: string, make: (spare: string) => Promise<void>): Promise<void> {
  const spare = join(dirname(path), `.${basename(path)}.new`);
  await make(spare);
  await rename(spare, path);
}

/** For a failed flush of a tree: what is in it may not be on disk, so that it is not used any more. */
export const giveUp =
  (tree: SiteTree) =>
  (error: unknown): never => {
    tree.files = undefined;
    throw error;
  };

async function removeEmptyFolders(path: string, root: string): Promise<void> {
  for (let up = path; up !== root; up = dirname(up)) {
    try {
      await rmdir(up);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOTEMPTY' || code === 'EEXIST') return;
      if (code !== 'ENOENT') throw error;
    }
  }
}

/** Paths at which a folder differs from what a release says: missing, changed or surplus files. */
export async function findDamage(path: string, files: FileTable): Promise<string[]> {
  const damaged: string[] = [];
  await pMap(
    files.entries(),
    async ([name, { hash }]) => {
      if ((await hashOfFile(join(path, name))) !== hash) damaged.push(name);
    },
    { concurrency },
  );
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(
    ifMissing([]),
  );
  for (const entry of entries) {
    const name = relative(path, join(entry.parentPath, entry.name));
    if (!entry.isDirectory() && name !== aboutFile && !files.has(name)) damaged.push(name);
  }
  return damaged;
}

async function hashOfFile(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    return ifMissing(undefined)(error as NodeJS.ErrnoException);
  }
  return hash.digest('hex');
}

/** Name of the tree that a link such as `current` points to. */
export async function linkedTree(path: string): Promise<string | undefined> {
  const target = await readlink(path).catch(ifMissing(undefined));
  return target?.split('/').at(-1);
}
