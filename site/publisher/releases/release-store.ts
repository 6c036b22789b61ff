import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileTable } from './file-table.ts';
import { flushPaths } from './flush.ts';
import { createObjectStore, ifMissing } from './object-store.ts';
import { aboutText, type Release, type ReleaseChange } from './release.ts';
import { createReleaseLists } from './release-lists.ts';
import {
  aboutFile,
  changeTree,
  findDamage,
  giveUp,
  linkedTree,
  newTree,
  type SiteTree,
} from './site-tree.ts';
import { LockLostError, type WriterLock } from './writer-lock.ts';

/** Files that are brought to the hidden tree at once; a publish may have to wait for so many. */
const filesPerStep = 250;

/**
 * The releases below one folder: `objects` holds every file once under its hash, `releases` a list
 * of files for each release, `trees` two folders of which `current` names the one that is live. The
 * other is brought to the next release out of sight and then becomes the live one, so that a
 * release costs what differs.
 * @param lock needed to write; without it releases can only be looked at
 */
export function createReleaseStore(folder: string, lock?: WriterLock) {
  const heads = join(folder, 'releases');
  const trees = join(folder, 'trees');
  const current = join(folder, 'current');
  const pin = join(folder, 'pinned');
  const objects = createObjectStore(join(folder, 'objects'));
  const lists = createReleaseLists(heads, objects);
  /** The trees that this process has made and therefore knows. */
  let own: SiteTree[] = [];
  let sweptShare = 0;

  const writer = (): WriterLock => {
    if (lock === undefined) throw new Error('Could not write a release without the lock.');
    return lock;
  };

  /** Makes a file or link take its place, unless another publisher has taken over meanwhile. */
  const putInPlace = async (name: string, target: string): Promise<void> => {
    await rename(join(writer().folder, name), target).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new LockLostError({ cause: error }) : error;
    });
  };
  /** Writes a file where it takes effect only by `putInPlace`; returns its name there. */
  const prepare = async (make: (path: string) => Promise<void>): Promise<string> => {
    const name = randomBytes(4).toString('hex');
    await make(join(writer().folder, name)).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new LockLostError({ cause: error }) : error;
    });
    return name;
  };

  const currentRelease = async (): Promise<string | undefined> => {
    const text = await readFile(join(current, aboutFile), 'utf8').catch(ifMissing(undefined));
    return text === undefined ? undefined : JSON.parse(text).release;
  };

  /** Puts a release together from stored files; it exists once it is switched to. */
  const create = async (base: Release | undefined, change: ReleaseChange): Promise<Release> => {
    const before = base?.files ?? FileTable.empty;
    await mkdir(heads, { recursive: true });
    await mkdir(trees, { recursive: true });
    const files = before.with(change.files);
    for (const [, text] of files.newBuckets(before)) objects.put(text);
    const number = Number((await lists.ids()).at(-1)?.split('-')[0] ?? 0) + 1;
    const id = `${String(number).padStart(8, '0')}-g${change.generation}`;
    const release: Release = {
      ...change,
      id,
      origin: change.origin ?? id,
      contentHash: files.hash,
      time: new Date().toISOString(),
      files,
    };
    return release;
  };

  /** The tree of this process that visitors are not shown; made, and empty, when there is none. */
  const hiddenTree = async (): Promise<SiteTree> => {
    const live = await linkedTree(current);
    own = own.filter(({ files }) => files !== undefined);
    const known = own.find(({ name }) => name !== live);
    if (known !== undefined) return known;
    const tree = newTree(trees);
    own.push(tree);
    return tree;
  };

  /**
   * Brings the hidden tree a step nearer to a release, so that the next one costs what differs.
   * @returns true when it holds all of it
   */
  const prepareHiddenTree = async (release: Release): Promise<boolean> => {
    const tree = await hiddenTree();
    const before = tree.files ?? FileTable.empty;
    const step = release.files.changesSince(before).take(filesPerStep).toArray();
    if (step.length === 0) return true;
    const touched = await changeTree(tree, before.with(step), aboutText(release), objects);
    await flushPaths(touched, folder).catch(giveUp(tree));
    return false;
  };

  /** Points `current` to a release; whoever looks sees the old one or the new one. */
  const switchTo = async (release: Release): Promise<void> => {
    const tree = await hiddenTree();
    const [touched, headName, linkName] = await Promise.all([
      changeTree(tree, release.files, aboutText(release), objects),
      prepare((path) => writeFile(path, lists.toText(release))),
      prepare((path) => symlink(join('trees', tree.name), path)),
    ]);
    // Everything is on disk before anything of it can be seen, in one go.
    await objects.sync([...touched, join(writer().folder, headName), trees]).catch(giveUp(tree));
    await putInPlace(headName, lists.pathOf(release.id));
    await flushPaths([heads], folder);
    await putInPlace(linkName, current);
    lists.remember(release);
    await flushPaths([folder], folder);
  };

  const pinned = async (): Promise<string | undefined> =>
    (await readFile(pin, 'utf8').catch(ifMissing(undefined)))?.trim();

  /**
   * Deletes what is not to be kept: all releases but the newest `count`, the live and the pinned one,
   * and of a release and those that finish it all but the last; trees that nobody is shown; and a
   * share of the objects that no release needs, all of them when `everything` is asked for.
   */
  const prune = async (count: number, everything = false): Promise<void> => {
    const kept = new Map<string, Release>();
    const seen = new Set<string>();
    const needed = new Set([await currentRelease(), await pinned()]);
    for (const id of (await lists.ids()).toReversed()) {
      const release = await lists.read(id).catch(() => undefined);
      const isNews = release !== undefined && !seen.has(release.origin) && seen.size < count;
      if (release && (isNews || needed.has(id))) {
        seen.add(release.origin);
        kept.set(id, release);
      } else {
        await lists.remove(id);
      }
    }
    const shown = new Set([await linkedTree(current), ...own.map(({ name }) => name)]);
    for (const name of await readdir(trees).catch(ifMissing([])))
      if (!shown.has(name)) await rm(join(trees, name), { recursive: true, force: true });
    const tables = [...kept.values()].map(({ files }) => files);
    for (let count = everything ? 256 : 1; count > 0; count -= 1) {
      sweptShare = (sweptShare + 1) % 256;
      const prefix = sweptShare.toString(16).padStart(2, '0');
      await objects.sweep(prefix, FileTable.objectsOf(tables, prefix));
    }
  };

  return {
    list: lists.ids,
    read: lists.read,
    find: lists.find,
    currentRelease,
    create,
    prepareHiddenTree,
    switchTo,
    prune,
    pinned,
    objects,
    /** Reads one file of a release. */
    readFile: ({ files }: Release, path: string) => objects.read(files.get(path)?.hash ?? ''),
    /** Objects of a release that are missing or damaged, by path. */
    findDamage: async ({ files }: Release): Promise<string[]> => {
      const damaged: string[] = [];
      for (const [path, { hash }] of files.entries())
        if (!(await objects.isSound(hash))) damaged.push(path);
      return damaged;
    },
    /** Paths at which the live folder is not what its release says. */
    findLiveDamage: ({ files }: Release) => findDamage(current, files),
    setPin: async (id: string) => {
      const name = await prepare((path) => writeFile(path, `${id}\n`));
      await flushPaths([join(writer().folder, name)], folder);
      await putInPlace(name, pin);
    },
    releasePin: () => rm(pin, { force: true }),
    /** Makes the next switch build its tree anew, since a known one may be damaged. */
    forgetTrees: () => {
      own = [];
    },
  };
}

export type ReleaseStore = ReturnType<typeof createReleaseStore>;
