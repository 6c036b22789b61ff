import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createPin } from './pinned-release.ts';
import type { Release } from './releases/release.ts';
import { createReleaseStore } from './releases/release-store.ts';
import { takeWriterLock } from './releases/writer-lock.ts';
import { type DamageReports, startVerifier } from './verify-live.ts';

/** As long as a busy machine may take, in milliseconds. */
const patience = 120_000;

// Every file is looked at, on whatever machine.
vi.setConfig({ testTimeout: 60_000 });

const texts = Object.fromEntries(
  Array.from({ length: 300 }, (_, index) => [`page-${index}/index.html`, `text ${index}`]),
);

/** A store with a live release, and what watches over it. */
async function watchedStore(elsewhere: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-verified-'));
  const lock = await takeWriterLock(folder, () => undefined);
  const store = createReleaseStore(folder, lock, {
    async *findElsewhere(path) {
      const text = elsewhere[path];
      if (text !== undefined) yield Buffer.from(text);
    },
    onLost: () => undefined,
    warn: (message) => expect.fail(message),
  });
  const publish = async (base: Release | undefined, changed: Record<string, string>) => {
    const files = new Map(
      Object.entries(changed).map(([path, text]) => [path, store.objects.put(text)]),
    );
    const facts = {
      changeId: 'a',
      codeVersion: 'b',
      landingPages: 1,
      retired: {},
      isFinished: true,
    };
    const release = await store.create(base, { ...facts, generation: 1, files });
    await store.switchTo(release);
    return release;
  };
  const state: { live?: Release } = { live: await publish(undefined, texts) };
  const reports: DamageReports = new EventEmitter();
  const repaired: { looked: readonly string[]; lost: readonly string[] }[] = [];
  const goLive = async (release: Release) => {
    await store.switchTo(release);
    state.live = release;
  };
  const pin = createPin({ state, releases: store, goLive });
  const log: string[] = [];
  let work: Promise<void> = Promise.resolve();
  const between = (action: () => Promise<void>) => {
    const turn = work.then(action);
    work = turn.catch(() => undefined);
    return turn;
  };
  const start = (interval: number) => {
    const stop = startVerifier({
      state,
      releases: store,
      reports,
      interval,
      logger: pino({}, { write: (line: string) => void log.push(line) }),
      isBusy: () => false,
      between,
      onRepaired: (looked, lost) => {
        repaired.push({ looked, lost });
        pin.noteLost(looked, lost);
      },
    });
    onTestFinished(stop);
  };
  onTestFinished(async () => {
    await lock.release();
    await rm(folder, { recursive: true, force: true });
  });
  const current = (path: string) => join(folder, 'current', path);
  const object = (text: string) =>
    store.objects.pathOf(createHash('sha256').update(text).digest('hex'));
  return {
    folder,
    store,
    state,
    reports,
    repaired,
    pin,
    log,
    start,
    publish,
    between,
    current,
    object,
  };
}

const untilSound = (store: Awaited<ReturnType<typeof watchedStore>>) =>
  vi.waitFor(async () => {
    const { live } = store.state;
    if (live === undefined) throw new Error('Nothing is live.');
    expect(await store.store.currentRelease()).toBe(live.id);
    expect(await store.store.findLiveDamage(live)).toEqual([]);
    for (const { hash } of [...live.files.entries()].map(([, file]) => file))
      expect(await store.store.objects.isSound(hash)).toBe(true);
  }, patience);

test('83: while it runs, a missing object, a defaced file and a surplus one are found, and have their bytes again', async () => {
  const watched = await watchedStore({ 'page-8/index.html': 'text 8' });
  await rm(watched.object('text 7'));
  // Object and tree are one file.
  await writeFile(watched.current('page-8/index.html'), 'defaced');
  await rm(watched.current('page-9/index.html'));
  await writeFile(watched.current('surplus.html'), 'surplus');
  watched.start(100);
  await untilSound(watched);
  expect(watched.log.join()).toContain('they have their bytes again');
  expect(watched.repaired.flatMap(({ lost }) => lost)).toEqual([]);
});

test('83: what somebody meets is repaired at once, however long it is until the next look', async () => {
  const watched = await watchedStore();
  watched.start(3_600_000);
  await rm(watched.object('text 7'));
  watched.reports.emit('found', ['page-7/index.html']);
  await vi.waitFor(() => expect(watched.repaired).toHaveLength(1), patience);
  await untilSound(watched);
});

test('83: what many visitors meet at once is looked at once', async () => {
  const watched = await watchedStore();
  watched.start(3_600_000);
  await rm(watched.object('text 7'));
  const { promise: publishing, resolve: goOn } = Promise.withResolvers<void>();
  watched.between(() => publishing);
  for (let visitor = 0; visitor < 1_000; visitor += 1)
    watched.reports.emit('found', ['page-7/index.html']);
  goOn();
  await untilSound(watched);
  await watched.between(async () => {});
  // The look at everything may have found it, too.
  expect(watched.repaired.length).toBeLessThan(3);
});

test.each(['current', 'releases', 'trees'])(
  '83: the folder %s is deleted while it runs, and is back',
  async (name) => {
    const watched = await watchedStore();
    watched.start(50);
    await rm(join(watched.folder, name), { recursive: true, maxRetries: 5 });
    await untilSound(watched);
    await vi.waitFor(async () => expect(await watched.store.list()).toHaveLength(1), patience);
  },
);

test('88: a look at everything goes on where releases follow one another, and ends', async () => {
  const watched = await watchedStore();
  await writeFile(watched.current('page-299/index.html'), 'defaced');
  watched.start(3_600_000);
  for (let count = 0; count < 5; count += 1)
    await watched.between(async () => {
      const changed = { 'page-0/index.html': `release ${count}` };
      watched.state.live = await watched.publish(watched.state.live, changed);
    });
  const lost = () => watched.repaired.flatMap((found) => found.lost);
  await vi.waitFor(() => expect(lost()).toEqual(['page-299/index.html']), patience);
});

test('92: damage of a pinned release that cannot be repaired is told, until it can be', async () => {
  const elsewhere: Record<string, string> = {};
  const watched = await watchedStore(elsewhere);
  const { pin, state } = watched;
  const pinned = await pin.rollBack(state.live?.id ?? '');
  await pin.hold(pinned.id);
  await writeFile(watched.current('page-8/index.html'), 'defaced');
  watched.start(100);
  await vi.waitFor(
    () => expect(watched.repaired.flatMap(({ lost }) => lost)).toContain('page-8/index.html'),
    patience,
  );
  await expect(pin.hold(pinned.id)).rejects.toThrow(
    `Could not make the pinned release ${pinned.id} whole again: the bytes of 1 of its files are nowhere any more, page-8/index.html among them.`,
  );
  elsewhere['page-8/index.html'] = 'text 8';
  await untilSound(watched);
  await vi.waitFor(() => pin.hold(pinned.id), patience);
  expect(await readFile(watched.current('page-8/index.html'), 'utf8')).toBe('text 8');
});

test('92: when another release is served than the pinned one, that is shown again, or said', async () => {
  const watched = await watchedStore();
  const { pin, state, store } = watched;
  const one = state.live;
  const two = await watched.publish(one, { 'page-1/index.html': 'two' });
  await store.setPin(one?.id ?? '');
  state.live = two;
  await pin.hold(one?.id ?? '');
  expect(state.live?.id).toBe(one?.id);
  await expect(pin.hold('00000099-g1')).rejects.toThrow(
    `Could not show the pinned release 00000099-g1: it is not whole any more. The site shows ${one?.id} instead`,
  );
});
