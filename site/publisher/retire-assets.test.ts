import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { buildContent } from '../src/content/build-content.ts';
import type { LandingPage, Site } from '../src/content/content.ts';
import { setContent } from '../src/content/store.ts';
import { shareImageOf, shareImagePath } from '../src/share-image/share-image.ts';
import type { ContentState } from './content-state.ts';
import type { PublisherState } from './publisher-state.ts';
import type { Release } from './releases/release.ts';
import { createReleaseStore } from './releases/release-store.ts';
import { takeWriterLock } from './releases/writer-lock.ts';
import { pruneShareImages, retireAssets } from './retire-assets.ts';

// Hundreds of files are written, on whatever machine.
vi.setConfig({ testTimeout: 60_000 });

const day = 24 * 3_600_000;
const noFaults = { issues: [], faulty: [], notices: [], imageless: [] };

/** A site of one page with an image, and what its live release has of hashed assets. */
async function siteWith(names: readonly string[], pages: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-retired-'));
  const lock = await takeWriterLock(folder, () => undefined);
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(async () => {
    vi.useRealTimers();
    await lock.release();
    await rm(folder, { recursive: true, force: true });
  });
  const assetsFolder = join(folder, 'assets');
  await mkdir(join(assetsFolder, '_astro'), { recursive: true });
  await writeFile(join(assetsFolder, '_astro/page.js'), 'of the code');
  const site = { documentId: 'site', brand: 'Brand', home: { title: 'Home' } } as Site;
  const image = { src: '/media/shown.png', sources: [{ src: '/media/shown-small.png' }] };
  const page = { documentId: 'a', slug: 'a', title: 'A', topicsLine: '', pathSteps: [], image };
  const update = (type: 'Site' | 'LandingPage', view: object) => ({
    ...{ type, ids: new Set(['a']), views: [{ locale: 'en', view: view as LandingPage }] },
    ...noFaults,
  });
  const { content } = buildContent([update('Site', site), update('LandingPage', page)], 1);
  setContent(content);
  const share = ['home', 'landing-page'].map((kind) =>
    shareImagePath(shareImageOf({ kind, locale: 'en', page } as never)).slice(1),
  );
  const needed = ['media/shown.png', 'media/shown-small.png', '_astro/page.js', ...share];
  const store = createReleaseStore(folder, lock);
  const texts = {
    ...Object.fromEntries([...needed, ...names].map((name) => [name, name])),
    ...pages,
  };
  const live = await store.create(undefined, {
    ...{ generation: 1, changeId: 'a', codeVersion: 'b', landingPages: 1, isFinished: true },
    retired: {},
    files: new Map(Object.entries(texts).map(([name, text]) => [name, store.objects.put(text)])),
  });
  await store.switchTo(live);
  const state = {
    live,
    content: { content, held: new Map() } as unknown as ContentState,
    faulty: new Map(),
  } as unknown as PublisherState & { live: Release };
  const retire = async (): Promise<Release | undefined> => {
    const release = await retireAssets({ state, releases: store, assetsFolder });
    if (release === undefined) return undefined;
    await store.switchTo(release);
    state.live = release;
    return release;
  };
  return { folder, store, state, needed, retire, first: live };
}

test('95: what no page names goes after a week, also while nothing is published; earlier releases keep it', async () => {
  const { store, state, needed, retire, first } = await siteWith([
    'share/former.png',
    'media/b.png',
  ]);
  const noted = await retire();
  expect(Object.keys(noted?.retired ?? {}).toSorted()).toEqual(['media/b.png', 'share/former.png']);
  expect([noted?.origin, noted?.contentHash]).toEqual([first.id, first.contentHash]);
  expect(await retire()).toBeUndefined();
  vi.setSystemTime(Date.now() + 6 * day);
  expect(await retire()).toBeUndefined();
  vi.setSystemTime(Date.now() + 2 * day);
  const after = await retire();
  expect(after?.files.paths().toSorted()).toEqual(needed.toSorted());
  expect(after?.retired).toEqual({});
  await store.setPin(first.id);
  await store.prune(2, true);
  expect((await store.readFile(first, 'share/former.png')).toString()).toBe('share/former.png');
  await store.releasePin();
  await store.prune(1, true);
  await expect(store.readFile(first, 'share/former.png')).rejects.toThrow('ENOENT');
  expect(await store.findLiveDamage(state.live)).toEqual([]);
});

test('95: what is named again is not counted any more, and a page that stays as it is live keeps what it names', async () => {
  const kept = 'share/of-a-page-that-cannot-be-made.png';
  const { state, retire } = await siteWith([kept], {
    'stuck/index.html': `<meta property="og:image" content="https://site.example/${kept}">`,
  });
  expect((await retire())?.retired).toHaveProperty([kept]);
  state.faulty.set('/stuck/', { reasons: [], isShown: false, lacks: new Set() });
  expect((await retire())?.retired).toEqual({});
  vi.setSystemTime(Date.now() + 30 * day);
  expect(await retire()).toBeUndefined();
  expect(state.live.files.has(kept)).toBe(true);
});

test.each([
  ['fonts', ['_astro/fonts/old.woff2'], 'url("/_astro/fonts/old.woff2")'],
  [
    'a script as it is sent',
    ['_astro/old.js', '_astro/old.js.br', '_astro/old.js.gz'],
    'src="/_astro/old.js"',
  ],
  [
    'modules that its scripts import, and what these import',
    ['_astro/old.js', '_astro/part.js', '_astro/parts/deep.js', '_astro/more.css'],
    'component-url="/_astro/old.js"',
  ],
  [
    'fonts that its styles name, and an image',
    ['_astro/old.css', '_astro/fonts/of-style.woff2', 'media/back.png'],
    'href="/_astro/old.css"',
  ],
])('95: a page that stays as it is live keeps %s', async (_, kept, html) => {
  const { state, retire } = await siteWith([...kept, '_astro/unnamed.js'], {
    'stuck/index.html': html,
    '_astro/old.js': 'import{a}from"./part.js";',
    '_astro/part.js': 'import("./parts/deep.js");',
    '_astro/parts/deep.js': 'import"../part.js";const styles=["_astro/more.css"];',
    '_astro/old.css': 'url(./fonts/of-style.woff2) url(/media/back.png)',
  });
  state.faulty.set('/stuck/', { reasons: [], isShown: false, lacks: new Set() });
  await retire();
  vi.setSystemTime(Date.now() + 8 * day);
  await retire();
  expect(kept.filter((name) => !state.live.files.has(name))).toEqual([]);
  expect(state.live.files.has('_astro/unnamed.js')).toBe(false);
});

test('95: of very many the oldest go at once', async () => {
  const names = (name: string, count: number) =>
    Array.from({ length: count }, (_, index) => `share/${name}-${index}.png`);
  const { store, state, retire } = await siteWith(names('older', 700));
  await retire();
  vi.setSystemTime(Date.now() + day);
  const files = new Map(names('newer', 700).map((name) => [name, store.objects.put(name)]));
  state.live = await store.create(state.live, { ...state.live, files });
  const { retired } = (await retire()) ?? {};
  const left = Object.keys(retired ?? {});
  expect(left).toHaveLength(1_000);
  expect(left.filter((name) => name.includes('newer'))).toHaveLength(700);
});

test('95: a clock that was ahead does not keep anything for ever', async () => {
  const { state, retire } = await siteWith(['share/former.png']);
  const retired = { 'share/former.png': new Date(Date.now() + 999 * day).toISOString() };
  state.live = { ...state.live, retired };
  await retire();
  vi.setSystemTime(Date.now() + 8 * day);
  expect((await retire())?.files.has('share/former.png')).toBe(false);
});

test('95: of the images that are kept to be drawn once those go that the site has not had for a week', async () => {
  const { folder, state } = await siteWith(['share/live.png']);
  const cache = join(folder, 'share-cache');
  await pruneShareImages(cache, state.live);
  await mkdir(cache);
  for (const [name, age] of Object.entries({ 'live.png': 30, 'former.png': 8, 'new.png': 1 })) {
    await writeFile(join(cache, name), name);
    const time = new Date(Date.now() - age * day);
    await utimes(join(cache, name), time, time);
  }
  await pruneShareImages(cache, state.live);
  const isThere = (name: string) => existsSync(join(cache, name));
  expect(['live.png', 'former.png', 'new.png'].map(isThere)).toEqual([true, false, true]);
});
