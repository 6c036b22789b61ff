import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createObjectStore } from './object-store.ts';
import { createReleaseStore } from './release-store.ts';
import { takeWriterLock } from './writer-lock.ts';

async function emptyStore() {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-releases-'));
  const lock = await takeWriterLock(folder, () => undefined);
  onTestFinished(async () => {
    await lock.release();
    await rm(folder, { recursive: true, force: true });
  });
  return createReleaseStore(folder, lock);
}

const sweepAll = (releases: Awaited<ReturnType<typeof emptyStore>>) => releases.prune(10, true);

test('96: what another process makes outlasts every sweep while it is held, and goes when no release needs it', async () => {
  const releases = await emptyStore();
  const letGo = releases.objects.hold();
  const other = createObjectStore(releases.objects.folder);
  const { hash } = other.put('made for the next release');
  await sweepAll(releases);
  expect(existsSync(other.pathOf(hash))).toBe(true);
  letGo();
  await sweepAll(releases);
  expect(existsSync(other.pathOf(hash))).toBe(false);
});

test('96: of two who hold, the one that lets go first takes nothing from the other', async () => {
  const releases = await emptyStore();
  const [first, second] = [releases.objects.hold(), releases.objects.hold()];
  const { hash } = releases.objects.put('of the second');
  first();
  first();
  await sweepAll(releases);
  expect(existsSync(releases.objects.pathOf(hash))).toBe(true);
  second();
});

test('96: what is held and became part of a release stays with it', async () => {
  const releases = await emptyStore();
  const letGo = releases.objects.hold();
  const file = releases.objects.put('a page');
  const release = await releases.create(undefined, {
    generation: 1,
    changeId: 'a',
    codeVersion: 'b',
    landingPages: 1,
    retired: {},
    isFinished: true,
    files: new Map([['index.html', file]]),
  });
  await releases.switchTo(release);
  letGo();
  await sweepAll(releases);
  expect((await releases.readFile(release, 'index.html')).toString()).toBe('a page');
  await expect(releases.readFile(release, 'gone.html')).rejects.toThrow('has no file gone.html');
  expect(await releases.findLiveDamage(release)).toEqual([]);
});

test('77: a release of many files is made on a machine without the program that flushes file systems', async () => {
  const releases = await emptyStore();
  const { PATH } = process.env;
  process.env.PATH = '/nonexistent';
  onTestFinished(() => {
    process.env.PATH = PATH;
  });
  const names = Array.from({ length: 100 }, (_, index) => `page-${index}/index.html`);
  const release = await releases.create(undefined, {
    generation: 1,
    changeId: 'a',
    codeVersion: 'b',
    landingPages: 100,
    retired: {},
    isFinished: true,
    files: new Map(names.map((name) => [name, releases.objects.put(name)])),
  });
  await releases.switchTo(release);
  expect(await releases.findLiveDamage(release)).toEqual([]);
});
