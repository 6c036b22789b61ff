import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ContentReadError } from '../src/cms/errors.ts';
import { type ContentSource, loadContent } from '../src/cms/load-content.ts';
import type { Content } from '../src/content/content.ts';
import { allRoutes, findRoute, redirectPath } from '../src/content/routes.ts';
import { setContent } from '../src/content/store.ts';
import { type ShareImage, shareImageOf, shareImagePath } from '../src/share-image/share-image.ts';
import { compress, isCompressible, type Variants } from './compress.ts';
import {
  applyUpdates,
  byEntry,
  type ContentState,
  compareContent,
  isPending,
  nothingPending,
} from './content-state.ts';
import { followChanges } from './follow-changes.ts';
import { planAll, planChanged, type ReadIndex } from './plan-pages.ts';
import { hashOf, type ReleaseFile } from './releases/file-table.ts';
import type { Release, ReleaseStore } from './releases/release-store.ts';
import { type BlockedPage, renderPages } from './render-pages.ts';
import type { Renderer } from './renderer.ts';

/** What the process remembers between runs. */
export interface PublisherState {
  content?: ContentState;
  live?: Release;
  reads: ReadIndex;
  blocked: Map<string, BlockedPage>;
  /** Files that are compressed quickly, not yet as well as can be. */
  unfinished: Set<string>;
  /** Images of pages that are still to be drawn, by file. */
  undrawn: Map<string, ShareImage>;
}

export interface RunContext {
  source: ContentSource;
  renderer: Renderer;
  releases: ReleaseStore;
  state: PublisherState;
  assetsFolder: string;
  codeVersion: string;
  /** Share of the pages, 0 to 1, that one run may remove before somebody has to look. */
  largestLoss: number;
  /** Called with the new release once `current` points to it. */
  onSwitched(release: Release): void;
}

export interface RunReport {
  release: string;
  generation: number;
  rendered: number;
  removed: number;
  blocked: number;
  /** Milliseconds by step. */
  timings: Record<'read' | 'render' | 'write' | 'switch', number>;
}

export interface RunOptions {
  /** Reads everything, also what the CMS does not say has changed. */
  isReadAllDue: boolean;
  /** Called once the CMS has been read, with whether there is something to publish. */
  onRead(generation: number, hasWork: boolean): void;
}

/**
 * One run: read, render what depends on what changed, store a release, switch, confirm.
 * @returns undefined when the live release is up to date
 */
export async function publishOnce(
  context: RunContext,
  { isReadAllDue, onRead }: RunOptions,
): Promise<RunReport | undefined> {
  const { renderer, releases, state } = context;
  const clock = stopwatch();

  const known = await readContent(context, isReadAllDue);
  const { content, generation, pending } = known;
  const timings = { read: clock(), render: 0, write: 0, switch: 0 };
  const isCurrent = !isPending(pending) && state.live?.changeId === generation.changeId;
  onRead(generation.value, !isCurrent);
  if (isCurrent) return undefined;

  const { live } = state;
  const isLive = (path: string) => live?.files.has(fileOf(path)) ?? false;
  const plan = pending.isEverything
    ? planAll(content, pathsOf(live))
    : planChanged(content, pending, state.reads, isLive);
  const landingPages = countPages(content);
  refuseLoss(live?.landingPages ?? 0, landingPages, context.largestLoss);
  for (const path of plan.render) noteShareImage(state, content, path);
  const files = new Map<string, ReleaseFile | null>();
  const blocked = await renderPages({
    renderer,
    paths: plan.render,
    reads: state.reads,
    issues: known.issues,
    exists: (path) =>
      isFile(path) || findRoute(content, redirectPath({ from: path })) !== undefined,
    keptHash: (path) => live?.files.get(fileOf(path))?.hash,
    onPage: (path, { body, variants }) => storeFile(releases, files, fileOf(path), body, variants),
  });
  timings.render = clock();

  for (const path of plan.remove)
    for (const file of variantsOf(fileOf(path))) files.set(file, null);
  const retired = pending.isEverything ? await storeAssets(context, files, known) : live?.retired;
  for (const [path, { file }] of known.media)
    if (!live?.files.has(path.slice(1)))
      files.set(path.slice(1), releases.objects.put(await readFile(file)));
  const facts = {
    generation: generation.value,
    changeId: generation.changeId,
    codeVersion: context.codeVersion,
    landingPages,
    redirects: redirectsOf(content),
    retired: retired ?? {},
  };
  const settle = () => {
    known.pending = nothingPending();
    for (const path of [...plan.render, ...plan.remove]) state.blocked.delete(path);
    for (const page of blocked) state.blocked.set(page.path, page);
  };
  if (live !== undefined && isSameRelease(live, { ...facts, files })) {
    settle();
    return undefined;
  }
  for (const name of files.keys()) if (files.get(`${name}.br`)) state.unfinished.add(name);
  const isFinished = state.unfinished.size + state.undrawn.size === 0;
  const release = await releases.create(live, { ...facts, isFinished, files });
  timings.write = clock();

  await releases.switchTo(release);
  context.onSwitched(release);
  timings.switch = clock();

  state.live = release;
  settle();
  return {
    release: release.id,
    generation: release.generation,
    rendered: plan.render.length - blocked.length,
    removed: plan.remove.length,
    blocked: state.blocked.size,
    timings,
  };
}

/** True when a change would make the release that is live already, as after a restart. */
function isSameRelease(
  live: Release,
  change: Pick<Release, 'changeId' | 'codeVersion'> & { files: Map<string, ReleaseFile | null> },
): boolean {
  return (
    live.changeId === change.changeId &&
    live.codeVersion === change.codeVersion &&
    live.files.with(change.files).hash === live.contentHash
  );
}

/** Brings the content that is known to what the CMS has, step by step where that is possible. */
async function readContent(
  { source, renderer, state }: RunContext,
  isReadAllDue: boolean,
): Promise<ContentState> {
  const known = state.content;
  const step = known && !isReadAllDue ? await followChanges(source, known.generation) : undefined;
  if (known && step) {
    for (const file of step.media) known.media.set(file.path, file);
    if (step.updates.length > 0) await renderer.update(step.updates, step.generation.value);
    applyUpdates(known, step.updates, step.generation);
    return known;
  }
  const { content, issues, generation, media } = await loadContent(source);
  const images = new Map(media.map((file) => [file.path, file]));
  const hasSameLocales =
    known && [...content.locales.keys()].join() === [...known.content.locales.keys()].join();
  if (known && hasSameLocales) {
    const updates = compareContent(known, content, issues);
    await renderer.update(updates, generation.value);
    applyUpdates(known, updates, generation);
    known.media = images;
    return known;
  }
  await renderer.use(content);
  setContent(content);
  const pending = { ...nothingPending(), isEverything: true };
  state.content = { generation, content, issues: byEntry(issues), media: images, pending };
  return state.content;
}

/** Stores a file with its compressed variants. */
function storeFile(
  { objects }: ReleaseStore,
  files: Map<string, ReleaseFile | null>,
  name: string,
  bytes: Uint8Array,
  variants: Variants | undefined,
): void {
  files.set(name, objects.put(bytes));
  for (const [suffix, variant] of Object.entries(variants ?? {}))
    files.set(name + suffix, objects.put(variant));
}

/** How long an asset that no page names any more is served to pages that are still open, in ms. */
const assetWindow = 7 * 24 * 3_600_000;

/**
 * Stores what the code brings along, and drops hashed assets that nothing has named for a week.
 * @returns since when assets are not named any more, by file
 */
async function storeAssets(
  { assetsFolder, releases, state }: RunContext,
  files: Map<string, ReleaseFile | null>,
  { content, media }: ContentState,
): Promise<Record<string, string>> {
  const named = new Set([...media.keys()].map((path) => path.slice(1)));
  for (const [, route] of allRoutes(content))
    if (route.kind !== 'redirect') named.add(shareImagePath(shareImageOf(route)).slice(1));
  for (const entry of await readdir(assetsFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(assetsFolder, path);
    const bytes = await readFile(path);
    const isKept = state.live?.files.get(name)?.hash === hashOf(bytes);
    const variants = isCompressible(name) && !isKept ? compress(bytes, 'fast') : undefined;
    storeFile(releases, files, name, bytes, variants);
    for (const variant of variantsOf(name)) named.add(variant);
  }
  const retired: Record<string, string> = {};
  for (const name of state.live?.files.paths() ?? []) {
    if (!isHashed(name) || named.has(name)) continue;
    const since = state.live?.retired[name] ?? new Date().toISOString();
    if (Date.now() - Date.parse(since) > assetWindow) files.set(name, null);
    else retired[name] = since;
  }
  return retired;
}

/** Remembers to draw the image of a page when the live release does not have it. */
function noteShareImage({ live, undrawn }: PublisherState, content: Content, path: string): void {
  const route = findRoute(content, path);
  if (route === undefined || route.kind === 'redirect') return;
  const image = shareImageOf(route);
  const name = shareImagePath(image).slice(1);
  if (!live?.files.has(name)) undrawn.set(name, image);
}

const redirectsOf = ({ redirects }: Content) =>
  [...redirects.values()].map(({ from, to, permanent }) => ({
    from,
    to,
    isPermanent: permanent ?? false,
  }));

/** Where the page at a path lies in a release. */
function fileOf(path: string): string {
  if (path === '/404/') return '404.html';
  return path.endsWith('/') ? `${path.slice(1)}index.html` : path.slice(1);
}

/** Paths of the pages in a release. */
function pathsOf(release: Release | undefined): string[] {
  const names = release?.files.paths() ?? [];
  return names.flatMap((name) => {
    if (name === '404.html') return ['/404/'];
    if (/(^|\/)index\.html$/.test(name)) return [`/${name.slice(0, -'index.html'.length)}`];
    return /^sitemaps\/[^/]+\.xml$/.test(name) ? [`/${name}`] : [];
  });
}

/** Named by its content: it never changes, and pages that are still open may ask for it. */
export const isHashed = (file: string) => /^(_astro|media|share)\//.test(file);

const isFile = (path: string) => /\.[a-z0-9]+$/.test(path);
const variantsOf = (file: string) => [file, `${file}.br`, `${file}.gz`];

const countPages = ({ locales }: Content) =>
  [...locales.values()].reduce((sum, { LandingPage }) => sum + LandingPage.size, 0);

/** @throws ContentReadError when more pages would go than one change explains */
function refuseLoss(before: number, after: number, largestLoss: number): void {
  const lost = before - after;
  if (lost <= 1 || lost / before <= largestLoss) return;
  throw new ContentReadError(
    'incomplete',
    `Could not publish: ${lost} of ${before} pages would disappear at once. Look at what the CMS publishes; if the loss is meant, start the publisher with LARGEST_LOSS=1 once.`,
  );
}

/** Returns a function that tells the milliseconds since its last call. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const passed = now - last;
    last = now;
    return Math.round(passed * 10) / 10;
  };
}
