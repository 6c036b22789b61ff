import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Release } from './release.ts';
import { createReleaseStore } from './release-store.ts';
import { takeWriterLock } from './writer-lock.ts';

const pages = Array.from({ length: 40 }, (_, index) => `page-${index}/index.html`);

/** A publisher's folder; `open` is what a process does with it at its start. */
async function newFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-lost-'));
  const lock = await takeWriterLock(folder, () => undefined);
  onTestFinished(async () => {
    await lock.release();
    await rm(folder, { recursive: true, force: true });
  });
  const elsewhere = new Map<string, string>();
  const lost: string[] = [];
  const open = () =>
    createReleaseStore(folder, lock, {
      async *findElsewhere(path) {
        const text = elsewhere.get(path);
        if (text !== undefined) yield Buffer.from(text);
      },
      onLost: (paths) => void lost.push(...paths),
      warn: (message) => expect.fail(message),
    });
  return { folder, open, elsewhere, lost };
}

type Store = ReturnType<typeof createReleaseStore>;

async function publish(store: Store, base: Release | undefined, texts: Record<string, string>) {
  const files = Object.entries(texts).map(
    ([path, text]) => [path, store.objects.put(text)] as const,
  );
  const release = await store.create(base, {
    generation: (base?.generation ?? 0) + 1,
    changeId: String(base?.generation),
    codeVersion: 'code',
    landingPages: pages.length,
    retired: {},
    isFinished: true,
    files: new Map(files),
  });
  await store.switchTo(release);
  return release;
}

const first = Object.fromEntries(pages.map((path) => [path, `text of ${path}`]));
const folderOf = { objects: 'objects', records: 'releases', trees: 'trees' };

async function isWhole(store: Store, release: Release) {
  expect(await store.currentRelease()).toBe(release.id);
  expect(await store.findLiveDamage(release)).toEqual([]);
  expect(await store.findDamage(release)).toEqual([]);
}
const objectPath = (store: Store, text: string) =>
  store.objects.pathOf(createHash('sha256').update(text).digest('hex'));

test('83: a publish is not stopped by a missing object of another file, which is linked again from the live tree', async () => {
  const { open, lost } = await newFolder();
  const store = open();
  const before = await publish(store, undefined, first);
  const gone = objectPath(store, 'text of page-7/index.html');
  await rm(gone);
  const after = await publish(store, before, { 'page-3/index.html': 'changed' });
  expect(existsSync(gone)).toBe(true);
  expect(lost).toEqual([]);
  await isWhole(store, after);
});

test('83: nor is it when its bytes are in the live tree no more, but elsewhere', async () => {
  const { open, folder, elsewhere, lost } = await newFolder();
  const store = open();
  const before = await publish(store, undefined, first);
  await rm(objectPath(store, 'text of page-7/index.html'));
  await rm(join(folder, 'current', 'page-7/index.html'));
  elsewhere.set('page-7/index.html', 'text of page-7/index.html');
  const after = await publish(store, before, { 'page-3/index.html': 'changed' });
  expect(lost).toEqual([]);
  await isWhole(store, after);
});

test('83: one that is nowhere, or elsewhere with other bytes, is left out and told, and the others go live', async () => {
  const { open, folder, elsewhere, lost } = await newFolder();
  const store = open();
  const before = await publish(store, undefined, first);
  await rm(objectPath(store, 'text of page-7/index.html'));
  await writeFile(join(folder, 'current', 'page-7/index.html'), 'defaced');
  elsewhere.set('page-7/index.html', 'something newer');
  const after = await publish(store, before, { 'page-3/index.html': 'changed' });
  expect(lost).toEqual(['page-7/index.html']);
  expect(await store.findLiveDamage(after)).toEqual(['page-7/index.html']);
  expect(await readFile(join(folder, 'current', 'page-3/index.html'), 'utf8')).toBe('changed');
});

test('83: with a hidden tree that was deleted the next release goes live with all of its files', async () => {
  const { open, folder } = await newFolder();
  const store = open();
  const one = await publish(store, undefined, first);
  const two = await publish(store, one, { 'page-1/index.html': 'two' });
  const live = await readFile(join(folder, 'current', 'release.json'), 'utf8');
  for (const name of await readdir(join(folder, 'trees'))) {
    const about = join(folder, 'trees', name, 'release.json');
    const isHidden = (await readFile(about, 'utf8').catch(() => live)) !== live;
    if (isHidden) await rm(join(folder, 'trees', name), { recursive: true });
  }
  const three = await publish(store, two, { 'new/index.html': 'new' });
  await isWhole(store, three);
});

test.each([
  ['`current`', 'current'],
  ['the trees', folderOf.trees],
  ['the records', folderOf.records],
] as const)(
  '83: without %s the live release is put back while the publisher runs',
  async (_, name) => {
    const { open, folder } = await newFolder();
    const store = open();
    const release = await publish(store, undefined, first);
    await rm(join(folder, name), { recursive: true });
    await store.prune(10, true);
    expect(await store.restoreMissing(release)).toEqual([]);
    await store.restoreWay(release);
    await store.restoreRecords(release);
    await isWhole(store, release);
    expect(await store.list()).toEqual([release.id]);
  },
);

test('83: the folder of all objects is deleted: they are restored from the tree, the lists from memory', async () => {
  const { open, folder } = await newFolder();
  const store = open();
  const release = await publish(store, undefined, first);
  await rm(join(folder, folderOf.objects), { recursive: true });
  expect(await store.restoreMissing(release)).toEqual([]);
  expect(await store.restoreRecords(release)).toEqual(['lists of files']);
  await isWhole(store, release);
});

test.each([
  ['`current`', 'current'],
  ['the record', folderOf.records],
  ['the objects, lists of files with them', folderOf.objects],
] as const)(
  '83: a publisher that starts without %s serves the release that was live',
  async (_, name) => {
    const { open, folder } = await newFolder();
    const before = open();
    const one = await publish(before, undefined, first);
    const live = await publish(before, one, { 'page-1/index.html': 'two' });
    await rm(join(folder, name), { recursive: true });
    const store = open();
    const release = await store.recover();
    expect(release?.id).toBe(live.id);
    if (release === undefined) return;
    await store.restoreMissing(release);
    await store.restoreRecords(release);
    await isWhole(store, release);
    await isWhole(store, await publish(store, release, { 'new/index.html': 'new' }));
  },
);

test('83: without trees, as with `current` dangling, the newest release is put together from its objects', async () => {
  const { open, folder } = await newFolder();
  const before = open();
  const one = await publish(before, undefined, first);
  const live = await publish(before, one, { 'page-1/index.html': 'two' });
  await rm(join(folder, folderOf.trees), { recursive: true });
  const store = open();
  const release = await store.recover();
  expect(release?.id).toBe(live.id);
  if (release !== undefined) await isWhole(store, release);
});

test('83: without a way to the live release nothing that it needs is swept, and its number is not given again', async () => {
  const { open, folder } = await newFolder();
  const store = open();
  const live = await publish(store, undefined, first);
  await rm(join(folder, 'current'));
  await rm(join(folder, folderOf.records), { recursive: true });
  await store.prune(10, true);
  expect(await store.findDamage(live)).toEqual([]);
  const next = await publish(store, live, { 'page-1/index.html': 'two' });
  expect(next.id.slice(0, 8) > live.id.slice(0, 8)).toBe(true);
});

test('83: a damaged file of the live tree is put in its place again, and what does not belong there goes', async () => {
  const { open, folder } = await newFolder();
  const store = open();
  const release = await publish(store, undefined, first);
  const place = join(folder, 'current', 'page-7/index.html');
  await rm(place);
  await writeFile(place, 'defaced');
  await writeFile(join(folder, 'current', 'surplus.html'), 'surplus');
  const tree = await store.findLiveDamage(release);
  expect(tree.toSorted()).toEqual(['page-7/index.html', 'surplus.html']);
  expect(await store.repair(release, { objects: [], tree })).toEqual([]);
  await isWhole(store, release);
});

test('92: with `current` dangling the pinned release is served, not the newest one', async () => {
  const { open, folder } = await newFolder();
  const before = open();
  const one = await publish(before, undefined, first);
  await publish(before, one, { 'page-1/index.html': 'two' });
  await before.setPin(one.id);
  await before.switchTo(one);
  await rm(join(folder, 'current'));
  await symlink('trees/99999999', join(folder, 'current'));
  const store = open();
  const release = await store.recover();
  expect(release?.id).toBe(one.id);
  if (release !== undefined) await isWhole(store, release);
});

test('92: a pin whose switch was cut off is carried out at the start', async () => {
  const { open } = await newFolder();
  const before = open();
  const one = await publish(before, undefined, first);
  await publish(before, one, { 'page-1/index.html': 'two' });
  await before.setPin(one.id);
  expect((await open().recover())?.id).toBe(one.id);
});

test('92: when the pinned release is not whole any more the one that was live is served, and the pin is kept', async () => {
  const { open } = await newFolder();
  const before = open();
  const one = await publish(before, undefined, first);
  const two = await publish(before, one, { 'page-1/index.html': 'two' });
  const three = await publish(before, two, { 'page-2/index.html': 'three' });
  await before.setPin(one.id);
  for (const text of ['text of page-1/index.html', 'text of page-2/index.html'])
    await rm(objectPath(before, text));
  const store = open();
  expect((await store.recover())?.id).toBe(three.id);
  expect(await store.pinned()).toBe(one.id);
  await store.prune(1, true);
  expect(await store.list()).toContain(one.id);
});

const otherForms: [string, (id: string) => string][] = [
  ['of another format', (id) => JSON.stringify({ format: 99, id })],
  ['without its lists', (id) => JSON.stringify({ id, origin: id, generation: 1, buckets: [] })],
  ['that is no object', () => 'null'],
  ['that is cut off', () => '{"id":'],
];

/** A folder with three releases, the last one live, and what a store says of it that may warn. */
async function threeReleases() {
  const { folder, open } = await newFolder();
  const store = open();
  let release: Release | undefined;
  const ids: string[] = [];
  for (const text of ['one', 'two', 'three']) {
    release = await publish(store, release, { ...first, 'index.html': text });
    ids.push(release.id);
  }
  const warnings: string[] = [];
  const lock = await takeWriterLock(folder, () => undefined);
  onTestFinished(() => lock.release());
  const reopen = () =>
    createReleaseStore(folder, lock, {
      async *findElsewhere() {},
      onLost: () => undefined,
      warn: (message) => void warnings.push(message),
    });
  return { folder, ids, warnings, reopen };
}

test.each(otherForms)(
  '36: a record %s is named once, pruned like others, and the release that is live is served',
  async (_, form) => {
    const { folder, ids, warnings, reopen } = await threeReleases();
    const [oldest = '', , live = ''] = ids;
    await writeFile(join(folder, 'releases', `${oldest}.json`), form(oldest));
    const store = reopen();
    expect((await store.recover())?.id).toBe(live);
    await expect(store.find(oldest)).rejects.toThrow(`There is no release ${oldest}.`);
    await store.prune(10);
    await store.prune(10);
    expect(warnings).toEqual([expect.stringContaining(`Could not read the release ${oldest}: `)]);
    expect(await store.list()).toEqual(ids.slice(1));
  },
);

test.each(otherForms)(
  '36: where every record is one %s, what is live is served from its folder and followed by the next release',
  async (_, form) => {
    const { folder, ids, reopen } = await threeReleases();
    const live = ids.at(-1) ?? '';
    for (const id of ids) await writeFile(join(folder, 'releases', `${id}.json`), form(id));
    const store = reopen();
    const served = await store.recover();
    expect(served?.id).toBe(live);
    if (served === undefined) return;
    expect(String(await store.readFile(served, 'index.html'))).toBe('three');
    await isWhole(store, served);
    await store.prune(10, true);
    await isWhole(store, served);
    const next = await publish(store, served, { 'index.html': 'four' });
    expect(next.id > live).toBe(true);
    await store.prune(10, true);
    await isWhole(store, next);
    expect(await store.list()).toEqual([live, next.id]);
  },
);

test('36: files beside the records that are none, and a tree that does not say what it is, stop nothing', async () => {
  const { folder, ids, reopen } = await threeReleases();
  await writeFile(join(folder, 'releases', 'zzz.json'), '{}');
  await writeFile(join(folder, 'current', 'release.json'), '{"format":99}');
  const store = reopen();
  const served = await store.recover();
  expect(served?.id).toBe(ids.at(-1));
  const next = await publish(store, served, { 'index.html': 'four' });
  expect(next.id).toMatch(/^00000004-g/);
});
