import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPlacing } from './place-files.ts';
import type { Release } from './release.ts';
import { createReleaseStore, type ReleaseStore } from './release-store.ts';
import { LockLostError, takeWriterLock } from './writer-lock.ts';

const page = 'index.html';

const makeRelease = (store: ReleaseStore, generation: number, base?: Release) =>
  store.create(base, {
    generation,
    changeId: 'a',
    codeVersion: 'b',
    landingPages: 1,
    retired: {},
    isFinished: true,
    files: new Map([[page, store.objects.put(`version ${generation}`)]]),
  });

/** A publisher with a live release and one that it is about to switch to, as another one takes over. */
async function overtaken() {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-lost-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const warnings: string[] = [];
  const lock = await takeWriterLock(folder, () => undefined);
  const former = createReleaseStore(folder, lock, {
    async *findElsewhere() {},
    onLost: () => undefined,
    warn: (message) => warnings.push(message),
  });
  const live = await makeRelease(former, 1);
  await former.switchTo(live);
  const next = await makeRelease(former, 2, live);
  // A holder with the number of this very process is taken for one that is gone.
  const taken = await takeWriterLock(folder, () => undefined);
  onTestFinished(() => taken.release());
  return { folder, former, live, next, lock, taken, warnings };
}

const liveText = (folder: string) => readFile(join(folder, 'current', page), 'utf8');

test('33: who has lost the lock cannot switch, and is told why', async () => {
  const { folder, former, next, lock } = await overtaken();
  await expect(former.switchTo(next)).rejects.toThrow(LockLostError);
  await expect(former.switchTo(next)).rejects.toThrow(
    'Another publisher has taken over this folder. This one stops; run one publisher for a folder.',
  );
  expect(await liveText(folder)).toBe('version 1');
  await lock.lost;
});

test('33: who has lost the lock cannot change what the other one has made live', async () => {
  const { folder, former, live, next, taken } = await overtaken();
  const latter = createReleaseStore(folder, taken);
  await latter.switchTo(await makeRelease(latter, 3, live));
  await expect(former.switchTo(next)).rejects.toThrow(LockLostError);
  await expect(former.setPin(next.id)).rejects.toThrow(LockLostError);
  expect(await liveText(folder)).toBe('version 3');
  expect(await latter.pinned()).toBeUndefined();
});

test('33: who has lost the lock while it repairs stops, and does not make the live folder anew', async () => {
  const { folder, former, live, warnings } = await overtaken();
  const damaged = join(await realpath(join(folder, 'current')), page);
  await rm(damaged);
  await writeFile(damaged, 'damaged');
  const repair = former.repair(live, { objects: [], tree: [page] });
  await expect(repair).rejects.toThrow(LockLostError);
  expect(warnings).toEqual([]);
  expect(await liveText(folder)).toBe('damaged');
});

test('33: who loses the lock between preparing a file and putting it in place puts nothing there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-lost-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const placing = createPlacing(await takeWriterLock(folder, () => undefined));
  const target = join(folder, 'target');
  const name = await placing.prepare((path) => writeFile(path, 'of the former'));
  const missing = await placing.prepare((path) => writeFile(path, 'of the former'));
  await rm(placing.pathOf(missing));
  // While the lock is held this is a fault of the file.
  await expect(placing.putInPlace(missing, target)).rejects.toThrow('ENOENT');
  const taken = await takeWriterLock(folder, () => undefined);
  onTestFinished(() => taken.release());
  await expect(placing.putInPlace(name, target)).rejects.toThrow(LockLostError);
  await expect(readFile(target)).rejects.toThrow('ENOENT');
});
