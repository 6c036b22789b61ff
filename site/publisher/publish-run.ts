import type { RunReport } from '@lectern/shared-types';
import type { ContentSource } from '../src/cms/load-content.ts';
import type { Generation } from '../src/cms/read-content.ts';
import { countPages, isPending } from './content-state.ts';
import type { LossGuard } from './guard-loss.ts';
import type { LastGood } from './last-good.ts';
import { createPageRun, noteShareImages } from './page-run.ts';
import type { PublisherState } from './publisher-state.ts';
import { refreshContent } from './refresh-content.ts';
import { filesAt } from './release-paths.ts';
import type { Release } from './releases/release.ts';
import type { ReleaseStore } from './releases/release-store.ts';
import { renderPages } from './render-pages.ts';
import type { Renderer } from './renderer.ts';
import { settle } from './settle-run.ts';
import { toSiteFaults } from './site-faults.ts';
import { type ChangedFiles, storeAssets, storeMedia } from './store-files.ts';

export interface RunContext {
  source: ContentSource;
  renderer: Renderer;
  releases: ReleaseStore;
  lastGood: LastGood;
  guard: LossGuard;
  state: PublisherState;
  assetsFolder: string;
  codeVersion: string;
  /** To be called before anything is written. @throws Error while the disk cannot be written */
  ensureWritable(): Promise<void>;
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
  const { releases, lastGood, state } = context;
  const { live } = state;
  const clock = stopwatch();

  const refresh = { ...context, isLive: live !== undefined };
  const known = await refreshContent(refresh, state.content, isReadAllDue);
  state.content = known;
  const { content, generation, pending } = known;
  const timings = { read: clock(), render: 0, write: 0, switch: 0 };
  const isCurrent = !isPending(pending) && live?.changeId === generation.changeId;
  onRead(generation, !isCurrent);
  state.faults = toSiteFaults(state);
  if (isCurrent) return undefined;
  const landingPages = countPages(content);
  if (live !== undefined && !lastGood.isComplete())
    context.guard.refuse(live.landingPages, landingPages);

  const files: ChangedFiles = new Map();
  const target = { releases, live, files };
  const pages = await renderPages(createPageRun(context, known, files));
  noteShareImages(state, known, pages);
  timings.render = clock();

  for (const path of pages.remove)
    for (const file of filesAt(path)) if (live?.files.has(file)) files.set(file, null);
  if (pending.isEverything) await storeAssets(target, context.assetsFolder);
  await storeMedia(target, known.media.values());
  const stuck = [...pages.findings].flatMap(([path, { isStored }]) => (isStored ? [] : path));
  const facts = {
    generation: generation.value,
    changeId: generation.changeId,
    codeVersion: context.codeVersion,
    landingPages,
    retired: live?.retired ?? {},
  };
  if (live !== undefined && isSameRelease(live, { ...facts, files })) {
    await settle(state, known, pages, lastGood);
    state.faults = toSiteFaults(state);
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
  const { committed } = pending;
  await settle(state, known, pages, lastGood);
  state.faults = toSiteFaults(state);
  return {
    release: release.id,
    generation: release.generation,
    rendered: pages.findings.size - stuck.length,
    removed: pages.remove.length,
    blocked: state.faults.pageCount,
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
