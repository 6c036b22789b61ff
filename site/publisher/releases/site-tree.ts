import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  link,
  mkdir,
  readdir,
  readlink,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pMap from 'p-map';
import { FileTable, type ReleaseFile } from './file-table.ts';
import { ifMissing, type ObjectStore } from './object-store.ts';
import { ifAbsent, type RestoreObject } from './restore-object.ts';

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
 * @param restore for a file whose object is missing; one that is nowhere is left out
 * @returns paths to flush before anybody is shown the tree, and files that are left out
 */
export async function changeTree(
  tree: SiteTree,
  files: FileTable,
  about: string,
  objects: ObjectStore,
  restore: RestoreObject,
): Promise<{ touched: Set<string>; missing: string[] }> {
  const before = tree.files;
  if (before === undefined) throw new Error(`The tree ${tree.name} is not sound.`);
  tree.files = undefined;
  const touched = new Set([tree.path]);
  const missing: string[] = [];
  await mkdir(tree.path, { recursive: true });
  const remove = async ([path, file]: [string, ReleaseFile | null]) => {
    if (file !== null) return;
    const target = join(tree.path, path);
    await rm(target, { force: true });
    await removeEmptyFolders(dirname(target), tree.path);
  };
  const add = async ([path, file]: [string, ReleaseFile | null]) => {
    if (file === null) return;
    const target = join(tree.path, path);
    const place = () => replace(target, (spare) => link(objects.pathOf(file.hash), spare));
    if (!before.has(path)) await mkdir(dirname(target), { recursive: true });
    try {
      await place();
    } catch (error) {
      ifMissing(undefined)(error as NodeJS.ErrnoException);
      if (!(await restore(path, file))) {
        missing.push(path);
        return rm(target, { force: true });
      }
      await mkdir(dirname(target), { recursive: true });
      await place();
    }
    for (let up = dirname(target); !touched.has(up); up = dirname(up)) touched.add(up);
  };
  const changes = [...files.changesSince(before)];
  // First what goes: a folder may become a file, or the other way round.
  await pMap(changes, remove, { concurrency });
  await pMap(changes, add, { concurrency });
  await replace(join(tree.path, aboutFile), (spare) => writeFile(spare, about, { flag: 'wx' }));
  tree.files = missing.length === 0 ? files : files.with(missing.map((path) => [path, null]));
  touched.add(join(tree.path, aboutFile));
  return { touched, missing };
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

/** SHA-256 of what is at a path; undefined when nothing is. */
export async function hashOfFile(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    return ifAbsent(error as NodeJS.ErrnoException);
  }
  return hash.digest('hex');
}

/** Name of the tree that a link such as `current` points to; undefined where there is no link. */
export async function linkedTree(path: string): Promise<string | undefined> {
  const target = await readlink(path).catch((error: NodeJS.ErrnoException) => {
    // Something else than a link.
    if (error.code !== 'ENOENT' && error.code !== 'EINVAL') throw error;
  });
  return target?.split('/').at(-1);
}

/** What is in a tree, each file read. */
export async function tableOf(path: string): Promise<FileTable> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)))
    .filter((name) => name !== aboutFile);
  const files = await pMap(
    names,
    async (name) => {
      const { size } = await stat(join(path, name));
      const hash = await hashOfFile(join(path, name));
      return [name, hash === undefined ? null : { hash, size }] as const;
    },
    { concurrency },
  );
  return FileTable.empty.with(files);
}
