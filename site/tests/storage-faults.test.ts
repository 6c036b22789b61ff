import { readdir, rm, stat, writeFile } from 'node:fs/promises';
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

async function untilPageShows(text: string, of = publisher, within = 20_000): Promise<void> {
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

test.runIf(process.getuid?.() === 0)(
  'fault 32: a file system that is really full: nothing is lost, what was left behind is removed',
  async () => {
    const disk = `/tmp/lectern-full-${process.pid}`;
    await execa('mkdir', ['-p', disk]);
    const mounted = await execa(
      'mount',
      ['-t', 'tmpfs', '-o', 'size=24m,mode=0700', 'tmpfs', disk],
      {
        reject: false,
      },
    );
    if (mounted.failed)
      return console.warn(`Not tried, tmpfs cannot be mounted: ${mounted.stderr}`);
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
    const { release } = await small.status();
    const filler = join(disk, 'filler');
    await execa('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k'], { reject: false });
    const text = await publishPrice();
    const { failure } = await small.until(({ state }) => state === 'failing');
    expect(failure?.message).toContain('ENOSPC');
    expect((await small.status()).release).toBe(release);
    expect(await small.liveDamage()).toEqual([]);
    expect(await pageText(small)).not.toContain(text);
    await rm(filler);
    await untilPageShows(text, small);
    const objects = await readdir(join(disk, 'site', 'objects'), { recursive: true });
    expect(objects.filter((name) => name.endsWith('.part'))).toEqual([]);
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
  await expect.poll(() => watchful.output(), { timeout: 20_000 }).toContain('bytes again');
  await expect.poll(() => watchful.liveDamage(), { timeout: 20_000 }).toEqual([]);
  expect(await watchful.readLive('index.html')).not.toContain('defaced');
  expect((await watchful.status()).release).toBe(release);
});
