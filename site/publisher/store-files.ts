import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { MediaFile } from '../src/cms/media.ts';
import { compressQuickly, isCompressible } from './compress.ts';
import { filesAt, storedAs, variantsOf } from './release-paths.ts';
import { hashOf, type ReleaseFile } from './releases/file-table.ts';
import type { Release } from './releases/release.ts';
import type { ReleaseStore } from './releases/release-store.ts';
import type { Rendered } from './renderer.ts';

/** Files of the release that is being made, by path; null for one that goes. */
export type ChangedFiles = Map<string, ReleaseFile | null>;

interface Target {
  releases: ReleaseStore;
  live: Release | undefined;
  files: ChangedFiles;
}

/** Stores what visitors get at an address, a page or that they are sent on, instead of what they got. */
export async function storePage(target: Target, path: string, rendered: Rendered): Promise<void> {
  const file = storedAs(path, rendered);
  for (const other of filesAt(path))
    if (!variantsOf(file).includes(other) && target.live?.files.has(other))
      target.files.set(other, null);
  await storeFile(target, file, rendered.body, rendered.hash);
}

/** Stores a file, compressed as well when that is worth it and it is not the one that is live. */
async function storeFile(
  { releases: { objects }, live, files }: Target,
  name: string,
  bytes: Uint8Array,
  hash: string,
): Promise<void> {
  const isNew = live?.files.get(name)?.hash !== hash;
  const variants = isNew && isCompressible(name) ? await compressQuickly(bytes) : undefined;
  if (isNew) for (const variant of variantsOf(name)) files.set(variant, null);
  files.set(name, objects.put(bytes));
  for (const [suffix, variant] of Object.entries(variants ?? {}))
    files.set(name + suffix, objects.put(variant));
}

/** Stores the images that are not live yet. */
export async function storeMedia(
  { releases: { objects }, live, files }: Target,
  media: Iterable<MediaFile>,
): Promise<void> {
  for (const { path, file } of media)
    if (!live?.files.has(path.slice(1)))
      files.set(path.slice(1), objects.put(await readFile(file)));
}

/** Stores what the code brings along. */
export async function storeAssets(target: Target, assetsFolder: string): Promise<void> {
  for (const entry of await readdir(assetsFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    await storeFile(target, relative(assetsFolder, path), bytes, hashOf(bytes));
  }
}
