import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FileTable } from './file-table.ts';
import { ifMissing, type ObjectStore } from './object-store.ts';
import type { Release } from './release.ts';
import type { ReleaseLists } from './release-lists.ts';

interface Kept {
  /** How many of the newest releases; of one and those that finish it the last counts for all. */
  count: number;
  /** Ids of others. */
  others: ReadonlySet<string | undefined>;
  /** What is shown, whether or not its record is there. */
  shown: Release | undefined;
}

/**
 * Deletes the releases that are not to be kept, and those that cannot be read any more.
 * @returns the ones that are kept; undefined when of one of them nobody knows what it needs
 * @throws Error when one cannot be read for another reason than that it is lost
 */
export async function pruneReleases(
  lists: ReleaseLists,
  { count, others, shown }: Kept,
): Promise<Release[] | undefined> {
  const kept = new Map<string, Release>();
  const seen = new Set<string>();
  if (shown !== undefined) kept.set(shown.id, shown);
  let isKnown = true;
  for (const id of (await lists.ids()).toReversed()) {
    const release = await lists.readIfThere(id);
    const isNews = release !== undefined && !seen.has(release.origin) && seen.size < count;
    if (release !== undefined && (isNews || others.has(id) || id === shown?.id)) {
      seen.add(release.origin);
      kept.set(id, release);
    } else if (others.has(id)) isKnown = false;
    else await lists.remove(id);
  }
  return isKnown ? [...kept.values()] : undefined;
}

/** Deletes all trees but some, each with the record of what it holds. */
export async function pruneTrees(folder: string, kept: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder).catch(ifMissing([])))
    if (!kept.has(name.replace(/\.json$/, '')))
      await rm(join(folder, name), { recursive: true, force: true });
}

/** Deletes the objects that no release needs, in one of 256 shares. */
export async function sweepObjects(
  objects: ObjectStore,
  releases: readonly Release[],
  share: number,
): Promise<void> {
  const prefix = share.toString(16).padStart(2, '0');
  const tables = releases.map(({ files }) => files);
  await objects.sweep(prefix, FileTable.objectsOf(tables, prefix));
}
