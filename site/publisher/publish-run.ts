import { readFile } from 'node:fs/promises';
import type { BlockedPage, ContentIssue, RunReport } from '@lectern/shared-types';
import { ContentReadError } from '../src/cms/errors.ts';
import type { ContentSource } from '../src/cms/load-content.ts';
import type { Generation } from '../src/cms/read-content.ts';
import type { Content } from '../src/content/content.ts';
import { findShadowedRedirects } from '../src/content/resolve-redirect.ts';
import { findRoute } from '../src/content/routes.ts';
import { type ShareImage, shareImageOf, shareImagePath } from '../src/share-image/share-image.ts';
import { type ContentState, isPending, nothingPending } from './content-state.ts';
import { findSuspects } from './find-suspects.ts';
import type { AnchorIndex } from './lost-links.ts';
import { planAll, planChanged, type ReadIndex } from './plan-pages.ts';
import { refreshContent } from './refresh-content.ts';
import { fileOf, filesAt, isAnswered, pathsOf, variantsOf } from './release-paths.ts';
import type { Release } from './releases/release.ts';
import type { ReleaseStore } from './releases/release-store.ts';
import { renderPages } from './render-pages.ts';
import type { Renderer } from './renderer.ts';
import type { ShownEntries } from './shown-entries.ts';
import { type ChangedFiles, storeAssets, storePage } from './store-files.ts';

/** What the process remembers between runs. */
export interface PublisherState {
  content?: ContentState;
  live?: Release;
  reads: ReadIndex;
  anchors: AnchorIndex;
  shown: ShownEntries;
  blocked: Map<string, BlockedPage>;
  /** Faults of redirects from addresses at which a page stands. */
  shadowed: ContentIssue[];
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

export interface RunOptions {
  /** Reads everything, also what the CMS does not say has changed. */
  isReadAllDue: boolean;
  /** Called once the CMS has been read, with whether there is something to publish. */
  onRead(generation: Generation, hasWork: boolean): void;
}

/**
 * One run: read, render what depends on what changed, store a release, switch, confirm.
 * @returns undefined when the live release is up to date
 */
export async function publishOnce(
  context: RunContext,
  { isReadAllDue, onRead }: RunOptions,
): Promise<RunReport | undefined> {
  const { source, renderer, releases, state } = context;
  const clock = stopwatch();

  const known = await refreshContent(source, renderer, state.content, isReadAllDue);
  state.content = known;
  const { content, generation, pending } = known;
  const timings = { read: clock(), render: 0, write: 0, switch: 0 };
  const isCurrent = !isPending(pending) && state.live?.changeId === generation.changeId;
  onRead(generation, !isCurrent);
  if (isCurrent) return undefined;
  state.shadowed = findShadowedRedirects(content);

  const { live } = state;
  const isLive = (path: string) => isAnswered(live, path);
  const plan = pending.isEverything
    ? planAll(content, pathsOf(live))
    : planChanged(content, pending, state.reads, isLive);
  const landingPages = countPages(content);
  refuseLoss(live?.landingPages ?? 0, landingPages, context.largestLoss);
  const files: ChangedFiles = new Map();
  const target = { releases, live, files };
  const { rendered, blocked } = await renderPages({
    renderer,
    paths: plan.render,
    reads: state.reads,
    anchors: state.anchors,
    issues: known.issues,
    content,
    suspects: (path) => findSuspects(path, content, pending, state.reads),
    onPage: (path, page) => {
      state.shown.note(path, page.reads);
      return storePage(target, path, page);
    },
    onRefused: (path) => {
      for (const file of filesAt(path)) files.delete(file);
    },
  });
  for (const path of rendered) noteShareImage(state, content, path);
  timings.render = clock();

  for (const path of plan.remove) {
    state.anchors.delete(path);
    state.shown.forget(path);
    for (const file of filesAt(path)) files.set(file, null);
  }
  // A page that has left its address does not stay for the sake of a redirect that is blocked.
  for (const { path } of blocked)
    if (findRoute(content, path)?.kind === 'redirect')
      for (const file of variantsOf(fileOf(path))) if (live?.files.has(file)) files.set(file, null);
  const retired = pending.isEverything
    ? await storeAssets(target, context.assetsFolder, known)
    : live?.retired;
  for (const [path, { file }] of known.media)
    if (!live?.files.has(path.slice(1)))
      files.set(path.slice(1), releases.objects.put(await readFile(file)));
  const facts = {
    generation: generation.value,
    changeId: generation.changeId,
    codeVersion: context.codeVersion,
    landingPages,
    retired: retired ?? {},
  };
  const { committed } = pending;
  const settle = () => {
    known.pending = nothingPending();
    for (const path of [...rendered, ...plan.remove]) state.blocked.delete(path);
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
    rendered: rendered.length - blocked.length,
    removed: plan.remove.length,
    blocked: state.blocked.size,
    committed,
    timings,
  };
}

/** True when a change would make the release that is live already, as after a restart. */
function isSameRelease(
  live: Release,
  change: Pick<Release, 'changeId' | 'codeVersion'> & { files: ChangedFiles },
): boolean {
  return (
    live.changeId === change.changeId &&
    live.codeVersion === change.codeVersion &&
    live.files.with(change.files).hash === live.contentHash
  );
}

/** Remembers to draw the image of a page when the live release does not have it. */
function noteShareImage({ live, undrawn }: PublisherState, content: Content, path: string): void {
  const route = findRoute(content, path);
  if (route === undefined || route.kind === 'redirect') return;
  const image = shareImageOf(route);
  const name = shareImagePath(image).slice(1);
  if (!live?.files.has(name)) undrawn.set(name, image);
}

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
