import { link, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileTable, type ReleaseFile } from './file-table.ts';
import { flushPaths } from './flush.ts';
import { createObjectStore, ifMissing } from './object-store.ts';
import { createOwnTrees } from './own-trees.ts';
import { createPlacing } from './place-files.ts';
import { pruneReleases, pruneTrees, sweepObjects } from './prune-releases.ts';
import { aboutText, type Release, type ReleaseChange } from './release.ts';
import { createReleaseLists } from './release-lists.ts';
import { recordText } from './release-record.ts';
import { createRepairs } from './repair-release.ts';
import { createRestoreObject, type FindBytes } from './restore-object.ts';
import { changeTree, findDamage, linkedTree, type SiteTree } from './site-tree.ts';
import { LockLostError, type WriterLock } from './writer-lock.ts';

/** Files that are brought to the hidden tree at once; a publish may have to wait for so many. */
const filesPerStep = 250;

/** How files come back whose objects have gone. */
interface Healing {
  /** Where their bytes can be had beside the trees. */
  findElsewhere: FindBytes;
  /** Called with files that are nowhere: the tree that goes live is without them. */
  onLost(paths: readonly string[]): void;
  warn(message: string): void;
}

const noHealing: Healing = {
  async *findElsewhere() {},
  onLost: () => undefined,
  warn: () => undefined,
};

/**
 * The releases below one folder: `objects` holds every file once under its hash, `releases` a list
 * of files for each release, `trees` two folders of which `current` names the one that is live. The
 * other is brought to the next release out of sight and then becomes the live one, so that a
 * release costs what differs.
 * @param lock needed to write; without it releases can only be looked at
 */
export function createReleaseStore(
  folder: string,
  lock?: WriterLock,
  { findElsewhere, onLost, warn }: Healing = noHealing,
) {
  const heads = join(folder, 'releases');
  const trees = join(folder, 'trees');
  const current = join(folder, 'current');
  const pin = join(folder, 'pinned');
  const objects = createObjectStore(join(folder, 'objects'));
  const lists = createReleaseLists(heads, trees, objects, warn);
  const placing = createPlacing(lock);
  const { prepare, putInPlace } = placing;
  const restore = createRestoreObject(objects, trees, findElsewhere, warn);
  const own = createOwnTrees(trees, current);
  /** What `current` was seen, or made, to show. */
  let shown: Release | undefined;
  let sweptShare = 0;

  /** Puts a release together from stored files; it exists once it is switched to. */
  const create = async (base: Release | undefined, change: ReleaseChange): Promise<Release> => {
    const before = base?.files ?? FileTable.empty;
    await mkdir(heads, { recursive: true });
    await mkdir(trees, { recursive: true });
    const files = before.with(change.files);
    for (const [, text] of files.newBuckets(before)) objects.put(text);
    // A file that is named otherwise has no number.
    const taken = [...(await lists.ids()), shown?.id, base?.id].map(
      (id) => Number.parseInt(id ?? '', 10) || 0,
    );
    const number = Math.max(...taken) + 1;
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

  /**
   * Brings the hidden tree a step nearer to a release, so that the next one costs what differs.
   * @returns true when it holds all of it
   */
  const prepareHiddenTree = async (release: Release): Promise<boolean> => {
    const tree = await own.hidden();
    const before = tree.files ?? FileTable.empty;
    const step = release.files.changesSince(before).take(filesPerStep).toArray();
    if (step.length === 0) return true;
    const change = changeTree(tree, before.with(step), aboutText(release), objects, restore);
    const { touched, missing } = await change.catch(own.forget(tree));
    await flushPaths(touched, folder).catch(own.forget(tree));
    // What is nowhere would be asked for again and again.
    return missing.length > 0;
  };

  /** Brings everything of a switch to disk before anything of it can be seen, in one go. */
  const prepareSwitch = async (release: Release, tree: SiteTree) => {
    const copy = join(trees, `${tree.name}.json`);
    const [{ touched, missing }, headName, linkName] = await Promise.all([
      changeTree(tree, release.files, aboutText(release), objects, restore),
      prepare((path) => writeFile(path, recordText(release))),
      prepare((path) => symlink(join('trees', tree.name), path)),
    ]);
    await rm(copy, { force: true });
    await link(placing.pathOf(headName), copy);
    await objects.sync([...touched, placing.pathOf(headName), trees]);
    return [missing, headName, linkName] as const;
  };

  /** Points `current` to a release; whoever looks sees the old one or the new one. */
  const switchTo = async (release: Release): Promise<void> => {
    placing.requireLock();
    await mkdir(heads, { recursive: true });
    await mkdir(trees, { recursive: true });
    const tree = await own.hidden();
    const [missing, headName, linkName] = await prepareSwitch(release, tree).catch(
      own.forget(tree),
    );
    await putInPlace(headName, lists.pathOf(release.id));
    await flushPaths([heads], folder);
    // A copy of the folder, brought back from a backup, may have followed the link.
    if ((await linkedTree(current)) === undefined)
      await rm(current, { recursive: true, force: true });
    await putInPlace(linkName, current);
    lists.remember(release);
    shown = release;
    await flushPaths([folder], folder);
    if (missing.length > 0) onLost(missing);
  };

  /** What `current` shows, by its files alone; undefined when they do not tell. */
  const readShown = async (): Promise<Release | undefined> => {
    const name = await linkedTree(current);
    if (name === undefined) return undefined;
    return lists.readTree(name).catch((error: unknown) => {
      warn(`Could not read the live folder: ${error instanceof Error ? error.message : error}.`);
      return undefined;
    });
  };

  /**
   * The release to serve at a start: the pinned one, else the one that `current` shows, which is not
   * looked through for that, else the newest of which everything is there.
   */
  const recover = async (): Promise<Release | undefined> => {
    const [pin, live] = [await pinned(), await own.liveRelease()];
    for (const id of new Set([pin, live, ...(await lists.ids()).toReversed()])) {
      if (id === undefined) continue;
      const release = await lists.read(id).catch(() => (id === live ? readShown() : undefined));
      if (release === undefined) continue;
      if (release.id !== live) {
        if ((await repairs.restoreMissing(release)).length > 0) continue;
        await switchTo(release).catch((error: unknown) => {
          if (error instanceof LockLostError) throw error;
          warn(`Could not switch to the release ${id}, which is served all the same: ${error}`);
        });
      }
      shown = release;
      return release;
    }
    return undefined;
  };

  const repairs = createRepairs({
    folder,
    heads,
    current,
    objects,
    lists,
    placing,
    restore,
    currentRelease: own.liveRelease,
    switchTo,
    forgetTrees: own.forgetAll,
    warn,
  });

  const pinned = async (): Promise<string | undefined> =>
    (await readFile(pin, 'utf8').catch(ifMissing(undefined)))?.trim();

  /**
   * Deletes what is not to be kept: all releases but the newest `count`, the live and the pinned one,
   * and of a release and those that finish it all but the last; trees that nobody is shown; and a
   * share of the objects that no release needs, all of them when `everything` is asked for.
   */
  const prune = async (count: number, everything = false): Promise<void> => {
    const others = new Set([await own.liveRelease(), await pinned()]);
    const kept = await pruneReleases(lists, { count, others, shown });
    const live = await linkedTree(current);
    // Without a way to the live tree nobody knows which one that is.
    if (live !== undefined) await pruneTrees(trees, new Set([live, ...own.names()]));
    if (kept === undefined) return;
    for (let shares = everything ? 256 : 1; shares > 0; shares -= 1) {
      sweptShare = (sweptShare + 1) % 256;
      await sweepObjects(objects, kept, sweptShare);
    }
  };

  return {
    list: lists.ids,
    read: lists.read,
    readIfThere: lists.readIfThere,
    find: lists.find,
    recover,
    ...repairs,
    currentRelease: own.liveRelease,
    create,
    prepareHiddenTree,
    switchTo,
    prune,
    pinned,
    objects,
    /** Reads one file of a release. @throws Error when the release has no such file */
    readFile: async ({ id, files }: Release, path: string): Promise<Buffer> => {
      const file = files.get(path);
      if (file === undefined) throw new Error(`The release ${id} has no file ${path}.`);
      return objects.read(file.hash);
    },
    /** The bytes of a file whose object cannot be read, from wherever else they are. */
    findAgain: async (path: string, file: ReleaseFile): Promise<Buffer | undefined> =>
      (await restore(path, file)) ? objects.read(file.hash) : undefined,
    /** Objects of a release that are missing or damaged and cannot be restored, by path. */
    findDamage: async ({ files }: Release): Promise<string[]> => {
      const damaged: string[] = [];
      for (const [path, file] of files.entries())
        if (!(await (lock ? restore(path, file) : objects.isSound(file.hash)))) damaged.push(path);
      if (lock) await objects.sync([]);
      return damaged;
    },
    /** Paths at which the live folder is not what its release says. */
    findLiveDamage: ({ files }: Release) => findDamage(current, files),
    setPin: async (id: string) => {
      const name = await prepare((path) => writeFile(path, `${id}\n`));
      await flushPaths([placing.pathOf(name)], folder);
      await putInPlace(name, pin);
    },
    releasePin: () => rm(pin, { force: true }),
    /** Folder that visitors are shown. */
    liveFolder: current,
  };
}

export type ReleaseStore = ReturnType<typeof createReleaseStore>;
