import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { provideShareImage, sharedImages } from '../build/share-images.ts';
import { ContentReadError } from '../src/cms/errors.ts';
import type { ContentSource } from '../src/cms/load-content.ts';
import type { Content, Redirect } from '../src/content/content.ts';
import { allRoutes } from '../src/content/routes.ts';
import { setContent } from '../src/content/store.ts';
import { followChanges } from './follow-changes.ts';
import { planAll, planChanged, type ReadIndex } from './plan-pages.ts';
import type { Manifest, ReleaseStore } from './releases.ts';
import { type BlockedPage, renderPages } from './render-pages.ts';
import type { Renderer } from './renderer.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';

/** What the process remembers between runs. */
export interface PublisherState {
  snapshot?: Snapshot;
  live?: Manifest;
  /** Paths of the pages in the live release, blocked ones at their last good version included. */
  livePaths: Set<string>;
  reads: ReadIndex;
  blocked: Map<string, BlockedPage>;
}

export interface RunContext {
  source: ContentSource;
  renderer: Renderer;
  releases: ReleaseStore;
  state: PublisherState;
  /** Pages that exist whatever the content is, such as the sitemap. */
  fixedPaths: readonly string[];
  assetsFolder: string;
  /** Folder that keeps share images once drawn. */
  shareFolder: string;
  codeVersion: string;
  /** Share of the pages, 0 to 1, that one run may remove before somebody has to look. */
  largestLoss: number;
  /** Called with the new release once `current` points to it. */
  onSwitched(manifest: Manifest): Promise<void>;
}

export interface RunReport {
  generation: number;
  rendered: number;
  removed: number;
  blocked: number;
  /** Milliseconds by step. */
  timings: Record<'read' | 'render' | 'write' | 'switch', number>;
}

/** One run: read, render what depends on what changed, write a release, switch, confirm. */
export async function publishOnce(context: RunContext): Promise<RunReport> {
  const { source, renderer, releases, state, fixedPaths } = context;
  const clock = stopwatch();

  const step = state.snapshot && (await followChanges(source, state.snapshot));
  const snapshot = step?.snapshot ?? (await readSnapshot(source));
  const timings = { read: clock(), render: 0, write: 0, switch: 0 };

  await renderer.use(snapshot.content);
  const routes = allRoutes(snapshot.content);
  const plan = step
    ? planChanged(snapshot.content, step.changed, state.reads, state.livePaths, fixedPaths)
    : planAll(snapshot.content, state.livePaths, fixedPaths);
  const landingPages = countPages(snapshot.content);
  refuseLoss(state.live?.landingPages ?? 0, landingPages, context.largestLoss);
  const { pages, blocked } = await renderPages({
    renderer,
    paths: plan.render,
    reads: state.reads,
    blocked: snapshot.blocked,
    exists: (path) => routes.has(path) || routes.has(`${path}/`) || isFile(path),
  });
  timings.render = clock();

  const written = new Map<string, Uint8Array>();
  for (const [path, body] of pages) withCompressed(written, fileOf(path), body);
  if (step === undefined) await addAssets(written, context.assetsFolder);
  await addMedia(written, snapshot, state.live);
  await addShareImages(written, snapshot, context);
  const manifest = await releases.create(state.live, {
    generation: snapshot.generation.value,
    changeId: snapshot.generation.changeId,
    codeVersion: context.codeVersion,
    landingPages,
    redirects: [...routes.values()].flatMap((route) =>
      route.kind === 'redirect' ? [toServed(route.redirect)] : [],
    ),
    written,
    removed: new Set(plan.remove.flatMap((path) => variantsOf(fileOf(path)))),
  });
  timings.write = clock();

  await releases.switchTo(manifest.release);
  await context.onSwitched(manifest);
  timings.switch = clock();

  state.snapshot = snapshot;
  state.live = manifest;
  for (const path of plan.remove) state.livePaths.delete(path);
  for (const path of pages.keys()) state.livePaths.add(path);
  for (const path of [...plan.render, ...plan.remove]) state.blocked.delete(path);
  for (const page of blocked) state.blocked.set(page.path, page);
  return {
    generation: manifest.generation,
    rendered: pages.size,
    removed: plan.remove.length,
    blocked: state.blocked.size,
    timings,
  };
}

const toServed = ({ from, to, permanent }: Redirect) => ({
  from,
  to,
  isPermanent: permanent ?? false,
});

/** Where the page at a path lies in a release. */
function fileOf(path: string): string {
  if (path === '/404/') return '404.html';
  return path.endsWith('/') ? `${path.slice(1)}index.html` : path.slice(1);
}

const isFile = (path: string) => /\.[a-z0-9]+$/.test(path);
const variantsOf = (file: string) => [file, `${file}.br`, `${file}.gz`];
const isCompressible = (file: string) => /\.(html|xml|txt|js|css|svg|json)$/.test(file);

function withCompressed(files: Map<string, Uint8Array>, file: string, bytes: Uint8Array): void {
  files.set(file, bytes);
  if (!isCompressible(file)) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };
  files.set(`${file}.br`, brotliCompressSync(bytes, { params }));
  files.set(`${file}.gz`, gzipSync(bytes));
}

async function addAssets(files: Map<string, Uint8Array>, folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    withCompressed(files, relative(folder, path), await readFile(path));
  }
}

async function addMedia(
  files: Map<string, Uint8Array>,
  snapshot: Snapshot,
  live: Manifest | undefined,
): Promise<void> {
  for (const { path, file } of snapshot.media) {
    const name = path.slice(1);
    if (live?.files[name] === undefined) files.set(name, await readFile(file));
  }
}

const countPages = ({ locales }: Content) =>
  [...locales.values()].reduce((sum, { LandingPage }) => sum + LandingPage.size, 0);

/** Draws the images that the live release does not have yet. */
async function addShareImages(
  files: Map<string, Uint8Array>,
  { content }: Snapshot,
  { shareFolder, state }: RunContext,
): Promise<void> {
  setContent(content);
  for (const [path, image] of sharedImages(content)) {
    const name = path.slice(1);
    if (state.live !== undefined && Object.hasOwn(state.live.files, name)) continue;
    const drawn = join(shareFolder, 'drawn.png');
    await provideShareImage(image, shareFolder, drawn);
    files.set(name, await readFile(drawn));
  }
}

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
