import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { freePort } from '../../cms/tests/harness/free-port.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
const pagePath = '/python-for-backend-developers/';
let admin: AdminClient;
let planId: string;
let publisher: TestPublisher;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  const path = '/content-manager/collection-types/api::plan.plan?locale=en&filters[name][$eq]=Pro';
  const { data } = await admin.request('GET', path);
  planId = (data.results as { documentId: string }[])[0]?.documentId ?? '';
  publisher = await createPublisher(cms, { hasFailingFiles: true });
  await publisher.start();
  await publisher.until(({ state }) => state === 'idle');
});

afterAll(async () => {
  await publisher.kill('SIGTERM');
  await publisher.remove();
  await setPrice(12);
});

let price = 200;
async function setPrice(to: number): Promise<void> {
  expect((await admin.publish('Plan', planId, { price: to })).error).toBeUndefined();
}
/** Publishes a price that no other test has, and returns how the page writes it. */
async function publishPrice(): Promise<string> {
  price += 1;
  await setPrice(price);
  return `$${price}<`;
}

const pageText = async ({ siteUrl } = publisher) => (await fetch(siteUrl + pagePath)).text();

async function untilPageShows(text: string, of = publisher, within = 120_000): Promise<void> {
  const deadline = Date.now() + within;
  while (!(await pageText(of).catch(() => '')).includes(text)) {
    if (Date.now() > deadline)
      throw new Error(`The page never showed ${text}.\n${of.output().slice(-2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const isQuiet = async (of = publisher) =>
  of.until(({ state, release }) => state === 'idle' && release !== null);

test('fault 31: everything a release consists of is on disk before `current` is switched to it', async () => {
  await publisher.finished();
  await publisher.arm({ at: 100_000, action: 'EIO' });
  await untilPageShows(await publishPrice());
  await publisher.finished();
  const operations = await publisher.arm();
  const end = operations.findIndex(
    ([name, , target]) => name === 'rename' && target?.endsWith('/current'),
  );
  expect(end).toBeGreaterThan(0);
  const before = operations.slice(0, end);
  const synced = (path: string, after: number) =>
    before.slice(after).some(([name, of]) => name === 'sync' && of === path);
  const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/'));
  const checked: string[] = [];
  for (const [index, [name, from = '', to = '']] of before.entries()) {
    const isObject = name === 'rename' && to.includes('/objects/');
    if (isObject) expect(synced(to, index), to).toBe(true);
    if (isObject || name === 'link' || (name === 'rename' && to.endsWith('.json'))) {
      expect(synced(folderOf(to), index), `${name} ${to}`).toBe(true);
      checked.push(to);
    }
    if (name === 'rename' && to.endsWith('.json'))
      expect(synced(from, 0) || synced(to, index), to).toBe(true);
  }
  expect(checked.length).toBeGreaterThan(5);
  const [, afterwards] = operations.slice(end);
  expect(afterwards?.[0]).toBe('sync');
});

test('fault 30: any single file operation of a publish fails: the old release stays, the next try is live', async () => {
  await publisher.finished();
  await publisher.arm({ at: 100_000, action: 'EIO' });
  await untilPageShows(await publishPrice());
  const count = (await publisher.arm()).length;
  expect(count).toBeGreaterThan(20);
  for (let at = 1; at <= count; at += 3) {
    await publisher.arm({ at, action: 'EIO' });
    const text = await publishPrice();
    await untilPageShows(text);
    expect(await publisher.liveDamage(), `operation ${at} of ${count}`).toEqual([]);
  }
  await publisher.arm();
});

test('fault 30: killed at every kind of file operation, it restarts, converges, and `current` is whole', async () => {
  await publisher.finished();
  for (let at = 1; at <= 41; at += 8) {
    await publisher.arm({ at, action: 'kill' });
    const text = await publishPrice();
    await publisher.ended();
    expect(await publisher.liveDamage(), `killed at operation ${at}`).toEqual([]);
    await publisher.start();
    await untilPageShows(text);
  }
  await isQuiet();
  expect(await publisher.liveDamage()).toEqual([]);
});

test('99: after a failed flush no tree holds what may not be on disk: every file is its object', async () => {
  await publisher.finished();
  await publisher.arm({ at: 100_000, action: 'EIO' });
  await untilPageShows(await publishPrice());
  const operations = await publisher.arm();
  const end = operations.findIndex(([name, , to]) => name === 'rename' && to?.endsWith('/current'));
  const flushes = operations.flatMap(([name], index) =>
    name === 'sync' && index < end ? [index + 1] : [],
  );
  expect(flushes.length).toBeGreaterThan(5);
  const { objects } = publisher.releases;
  const current = join(publisher.folder, 'site', 'current');
  for (const at of flushes) {
    await publisher.finished();
    await publisher.arm({ at, action: 'EIO' });
    await untilPageShows(await publishPrice());
    const live = await publisher.releases.read((await isQuiet()).release);
    for (const [path, { hash }] of live.files.entries()) {
      const { ino } = await stat(join(current, path));
      expect([at, path, ino]).toEqual([at, path, (await stat(objects.pathOf(hash))).ino]);
    }
  }
  await publisher.arm();
});

test('fault 32: with a read-only or full disk the old release is served, the status says so, and it recovers', async () => {
  for (const action of ['ENOSPC', 'EROFS'] as const) {
    await publisher.finished();
    const before = await pageText();
    const { release } = await publisher.status();
    await publisher.arm({ at: 5, action, lasts: true });
    const text = await publishPrice();
    const { failure } = await publisher.until(({ state }) => state === 'failing');
    expect(failure?.message).toContain(action);
    expect(await pageText()).toBe(before);
    expect((await publisher.status()).release).toBe(release);
    expect(await publisher.liveDamage()).toEqual([]);
    await publisher.arm();
    await untilPageShows(text);
  }
});

/** A publisher whose data are on a file system of 24 MB of its own; undefined where none can be mounted. */
async function createSmall() {
  const disk = await mkdtemp(join(tmpdir(), 'lectern-small-'));
  const options = ['-t', 'tmpfs', '-o', 'size=24m,mode=0700', 'tmpfs', disk];
  const mounted = await execa('mount', options, { reject: false });
  if (mounted.failed)
    return void console.warn(`Not tried, tmpfs cannot be mounted: ${mounted.stderr}`);
  const small = await createPublisher(
    { ...cms, publisherPort: await freePort() },
    { folder: disk, settings: { POLL_SECONDS: '1' } },
  );
  onTestFinished(async () => {
    await small.kill('SIGTERM');
    await execa('umount', ['-l', disk], { reject: false });
    await rm(disk, { recursive: true, force: true });
  });
  await small.start();
  await small.finished();
  const filler = join(disk, 'filler');
  const remount = (how: string) => execa('mount', ['-o', `remount,${how}`, disk]);
  return {
    small,
    disk,
    faults: {
      full: {
        begin: () => execa('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k'], { reject: false }),
        end: () => rm(filler),
        told: ['ENOSPC', 'Free some space on its disk'],
      },
      'read-only': {
        begin: () => remount('ro'),
        end: () => remount('rw'),
        told: ['EROFS', 'Mount its disk for writing'],
      },
    },
  };
}

const isRoot = process.getuid?.() === 0;

test.runIf(isRoot)(
  'fault 32: a file system that is really full: nothing is lost, what was left behind is removed',
  async () => {
    const made = await createSmall();
    if (made === undefined) return;
    const { small, disk, faults } = made;
    const { release } = await small.status();
    await faults.full.begin();
    const text = await publishPrice();
    const { failure } = await small.until(({ state }) => state === 'failing');
    for (const words of faults.full.told) expect(failure?.message).toContain(words);
    expect((await small.status()).release).toBe(release);
    expect(await small.liveDamage()).toEqual([]);
    expect(await pageText(small)).not.toContain(text);
    await faults.full.end();
    await untilPageShows(text, small);
    const objects = await readdir(join(disk, 'site', 'objects'), { recursive: true });
    expect(objects.filter((name) => name.endsWith('.part'))).toEqual([]);
  },
);

test.runIf(isRoot).each(['full', 'read-only'] as const)(
  'fault 32: a publisher that was killed and starts on a disk that is %s serves what was live, says why, and goes on once it can write',
  async (kind) => {
    const made = await createSmall();
    if (made === undefined) return;
    const { small, disk } = made;
    const { begin, end, told } = made.faults[kind];
    const { release } = await small.status();
    const before = await pageText(small);
    await small.kill('SIGKILL');
    await begin();
    const text = await publishPrice();
    await small.start();
    const { failure } = await small.until(({ state }) => state === 'failing');
    for (const words of told) {
      expect(failure?.message).toContain(words);
      expect(small.output()).toContain(words);
    }
    expect((await small.status()).release).toBe(release);
    expect(await pageText(small)).toBe(before);
    const refused = await fetch(`${small.controlUrl}/rollback`, {
      method: 'POST',
      headers: { 'x-lectern-key': cms.publisherKey },
      body: JSON.stringify({ release }),
    });
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringContaining(told[0] ?? kind),
    ]);
    expect((await readdir(join(disk, 'site'))).filter((name) => name.includes('damaged'))).toEqual(
      [],
    );
    await end();
    await untilPageShows(text, small);
    await isQuiet(small);
    // What a try that failed leaves behind would look like one.
    expect(small.output()).not.toContain('Another publisher');
    expect(await small.liveDamage()).toEqual([]);
  },
);

test.runIf(isRoot)(
  'fault 32: one that stands by on a full disk ends in order when it is told to',
  async () => {
    const made = await createSmall();
    if (made === undefined) return;
    const { small, faults } = made;
    await small.kill('SIGKILL');
    await faults.full.begin();
    await small.start();
    await small.until(({ state }) => state === 'failing');
    await small.kill('SIGTERM');
    await faults.full.end();
    await small.start();
    await small.caughtUp();
  },
);

test('fault 33: of two publishers one waits; one that was paused and comes back cannot switch any more', async () => {
  const first = await createPublisher({ ...cms, publisherPort: await freePort() });
  const second = await createPublisher(
    { ...cms, publisherPort: await freePort() },
    { folder: first.folder, settings: { POLL_SECONDS: '1' } },
  );
  onTestFinished(async () => {
    for (const each of [first, second]) await each.kill('SIGKILL');
    await first.remove();
  });
  await first.start();
  await first.finished();
  const started = second.start();
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(second.output()).toContain('is at work');
  await expect(second.status()).rejects.toThrow();

  process.kill(first.pid(), 'SIGSTOP');
  await started;
  await untilPageShows(await publishPrice(), second);
  const { release } = await isQuiet(second);
  process.kill(first.pid(), 'SIGCONT');
  await first.ended();
  expect(first.output()).toContain('has taken over');
  expect((await second.status()).release >= release).toBe(true);
  await untilPageShows(await publishPrice(), second);
  expect(await second.liveDamage()).toEqual([]);
});

test('fault 35: a file of the live release that is changed or deleted is found while it runs, and has its bytes again', async () => {
  const watchful = await createPublisher(
    { ...cms, publisherPort: await freePort() },
    { settings: { VERIFY_SECONDS: '1' } },
  );
  onTestFinished(async () => {
    await watchful.kill('SIGTERM');
    await watchful.remove();
  });
  await watchful.start();
  await watchful.finished();
  const current = join(watchful.folder, 'site', 'current');
  const { release } = await watchful.status();
  await writeFile(join(current, 'index.html'), 'defaced');
  await rm(join(current, 'robots.txt'));
  await expect.poll(() => watchful.output()).toContain('bytes again');
  await expect.poll(() => watchful.liveDamage()).toEqual([]);
  expect(await watchful.readLive('index.html')).not.toContain('defaced');
  expect((await watchful.status()).release).toBe(release);
});

test('fault 36: releases in a form that another version has made are named and left aside; what is live is served meanwhile', async () => {
  const other = await createPublisher(
    { ...cms, publisherPort: await freePort() },
    { settings: { POLL_SECONDS: '1' } },
  );
  onTestFinished(async () => {
    await other.kill('SIGTERM');
    await other.remove();
  });
  await other.start();
  await untilPageShows(await publishPrice(), other);
  await other.finished();
  const before = await pageText(other);
  await other.kill('SIGTERM');
  const folder = join(other.folder, 'site', 'releases');
  const ids = (await other.releases.list()).toSorted();
  for (const id of ids)
    await writeFile(join(folder, `${id}.json`), JSON.stringify({ format: 99, id }));
  const list = () =>
    execa('node', ['.scripts/releases.ts'], {
      cwd: join(import.meta.dirname, '..', '..'),
      env: { DATA_DIR: other.folder, CMS_URL: cms.url },
      all: true,
      reject: false,
    });
  const { all: text } = await list();
  for (const id of ids) expect(text).toContain(`Could not read the release ${id}: `);
  expect(text).toContain('There is no release that can be read');

  await other.start({ CMS_URL: `http://127.0.0.1:${await freePort()}` });
  const { failure, release } = await other.until(({ state }) => state === 'failing');
  expect([failure?.reason, release]).toEqual(['unreachable', ids.at(-1)]);
  expect(await pageText(other)).toBe(before);
  await other.kill('SIGTERM');

  await other.start();
  await other.caughtUp();
  await untilPageShows(await publishPrice(), other);
  await other.finished();
  expect((await other.status()).failure).toBe(null);
  for (const id of ids) expect(other.output()).toContain(`Could not read the release ${id}: `);
  expect(await other.liveDamage()).toEqual([]);
  expect(await list()).toMatchObject({ exitCode: 0 });
});
