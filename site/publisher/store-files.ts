import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { MediaFile } from '../src/cms/media.ts';
import type { Content } from '../src/content/content.ts';
import { allRoutes } from '../src/content/routes.ts';
import { shareImageOf, shareImagePath } from '../src/share-image/share-image.ts';
import { compressQuickly, isCompressible } from './compress.ts';
import { filesAt, isHashed, storedAs, variantsOf } from './release-paths.ts';
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

/** How long an asset that no page names any more is served to pages that are still open, in ms. */
const assetWindow = 7 * 24 * 3_600_000;

/**
 * Stores what the code brings along, and drops hashed assets that nothing has named for a week.
 * @returns since when assets are not named any more, by file
 */
export async function storeAssets(
  target: Target,
  assetsFolder: string,
  content: Content,
): Promise<Record<string, string>> {
  const { live, files } = target;
  const named = new Set(imagesIn(content));
  for (const [, route] of allRoutes(content))
    if (route.kind !== 'redirect') named.add(shareImagePath(shareImageOf(route)).slice(1));
  for (const entry of await readdir(assetsFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(assetsFolder, path);
    const bytes = await readFile(path);
    await storeFile(target, name, bytes, hashOf(bytes));
    for (const variant of variantsOf(name)) named.add(variant);
  }
  const retired: Record<string, string> = {};
  for (const name of live?.files.paths() ?? []) {
    if (!isHashed(name) || named.has(name)) continue;
    const since = live?.retired[name] ?? new Date().toISOString();
    if (Date.now() - Date.parse(since) > assetWindow) files.set(name, null);
    else retired[name] = since;
  }
  return retired;
}

/** Files of all images that some content shows, at any depth. */
function imagesIn(value: unknown): string[] {
  if (value instanceof Map) return [...value.values()].flatMap(imagesIn);
  if (typeof value !== 'object' || value === null) return [];
  if ('src' in value && typeof value.src === 'string' && 'sources' in value)
    return [value.src, ...imagesInSources(value.sources)].map((path) => path.slice(1));
  return Object.values(value).flatMap(imagesIn);
}

const imagesInSources = (sources: unknown): string[] =>
  Array.isArray(sources) ? sources.map(({ src }) => String(src)) : [];
