import { readdir, rm, stat } from 'node:fs/promises';
import { join, posix, relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { allRoutes } from '../src/content/routes.ts';
import { shareImageOf, shareImagePath } from '../src/share-image/share-image.ts';
import type { RunContext } from './publish-run.ts';
import type { PublisherState } from './publisher-state.ts';
import { fileOf, isHashed, variantsOf } from './release-paths.ts';
import { ifMissing } from './releases/object-store.ts';
import type { Release } from './releases/release.ts';
import type { ReleaseStore } from './releases/release-store.ts';

/** How long an asset that no page names any more is served to pages that are still open, in ms. */
const assetWindow = 7 * 24 * 3_600_000;
/** Of these at most as many as there are others, and this number where there are few. */
const fewest = 1_000;
/** Routes that are looked at between two looks at what else there is to do. */
const routesAtOnce = 250;

interface Retiring {
  context: Pick<RunContext, 'state' | 'releases' | 'assetsFolder'>;
  options: {
    /** Between two looks, in milliseconds. */
    readAllInterval: number;
    /** Folder that keeps images once drawn. */
    shareFolder: string;
  };
  goLive(release: Release): Promise<void>;
}

/** Lets go, after a start and now and then, of what the live release has and pages do not need. */
export function createRetiring({ context, options, goLive }: Retiring): () => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - last < options.readAllInterval) return;
    const release = await retireAssets(context);
    if (release !== undefined) await goLive(release);
    if (context.state.live !== undefined)
      await pruneShareImages(options.shareFolder, context.state.live);
    last = performance.now();
  };
}

/**
 * Puts together a release of the same content without the hashed assets that nothing has named for
 * a week; when there are very many, without the oldest of them.
 * @returns undefined when nothing is to be noted
 */
export async function retireAssets({
  state,
  releases,
  assetsFolder,
}: Retiring['context']): Promise<Release | undefined> {
  const { live } = state;
  if (live === undefined || state.content === undefined) return undefined;
  const named = await namedAssets(state, live, releases, assetsFolder);
  const now = new Date().toISOString();
  const unnamed = live.files
    .paths()
    .filter((name) => isHashed(name) && !named.has(name))
    .map((name) => [name, since(live.retired[name], now)] as const)
    .toSorted(([, one], [, other]) => (one > other ? -1 : one < other ? 1 : 0));
  const most = Math.max(fewest, named.size);
  const isDue = (time: string) => Date.now() - Date.parse(time) > assetWindow;
  const retired = unnamed.slice(0, most).filter(([, time]) => !isDue(time));
  const kept = new Map(retired);
  const files = new Map(
    unnamed.filter(([name]) => !kept.has(name)).map(([name]) => [name, null] as const),
  );
  const facts = { ...live, files, retired: Object.fromEntries(retired) };
  if (files.size === 0 && isDeepStrictEqual(facts.retired, live.retired)) return undefined;
  return releases.create(live, facts);
}

/** Deletes images for networks that are kept to be drawn once, and that the live site has not had for a week. */
export async function pruneShareImages(folder: string, { files }: Release): Promise<void> {
  for (const name of await readdir(folder).catch(ifMissing([]))) {
    if (files.has(`share/${name}`)) continue;
    // The process that draws may have renamed it meanwhile.
    const stats = await stat(join(folder, name)).catch(ifMissing(undefined));
    if (stats !== undefined && Date.now() - stats.mtimeMs > assetWindow)
      await rm(join(folder, name), { force: true });
  }
}

/** A clock may have been ahead. */
const since = (noted: string | undefined, now: string): string =>
  noted === undefined || noted > now ? now : noted;

/** What the code brings along and what pages name, those that stay as they are live among them. */
async function namedAssets(
  state: PublisherState,
  live: Release,
  releases: ReleaseStore,
  assetsFolder: string,
): Promise<Set<string>> {
  const { content } = state;
  if (content === undefined) return new Set();
  const named = new Set(imagesIn(content.content));
  let looked = 0;
  for (const [, route] of allRoutes(content.content)) {
    if (route.kind !== 'redirect') named.add(shareImagePath(shareImageOf(route)).slice(1));
    looked += 1;
    if (looked % routesAtOnce === 0) await setImmediate();
  }
  for (const entry of await readdir(assetsFolder, { recursive: true, withFileTypes: true }))
    for (const variant of variantsOf(relative(assetsFolder, join(entry.parentPath, entry.name))))
      named.add(variant);
  const kept = [...state.faulty].flatMap(([path, { isShown }]) => (isShown ? [] : path));
  const unknown = [...content.held.values()].flatMap(({ lastAt }) => lastAt ?? []);
  for (const name of await namedBy([...kept, ...unknown].map(fileOf), live, releases))
    for (const variant of variantsOf(name)) named.add(variant);
  return named;
}

/** What files of a release name, and what that names: a script its modules, a style its fonts. */
async function namedBy(
  files: readonly string[],
  live: Release,
  releases: ReleaseStore,
): Promise<Set<string>> {
  const named = new Set<string>();
  const left = files.filter((file) => live.files.has(file));
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    const text = (await releases.readFile(live, file)).toString('utf8');
    for (const name of namesIn(text, file)) {
      if (named.has(name) || !live.files.has(name)) continue;
      named.add(name);
      if (/\.(js|css)$/.test(name)) left.push(name);
    }
  }
  return named;
}

/** Modules name each other from where they stand, pages name everything from the root. */
function* namesIn(text: string, file: string): Generator<string> {
  for (const [name] of text.matchAll(/\b(?:_astro|media|share)\/[\w./-]+/g)) yield name;
  for (const [name] of text.matchAll(/\.{1,2}\/[\w./-]+/g)) yield posix.join(file, '..', name);
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
