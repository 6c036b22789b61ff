import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../cms/tests/harness/free-port.ts';
import type { Release } from '../publisher/releases/release.ts';
import { createReleaseStore } from '../publisher/releases/release-store.ts';
import { takeWriterLock } from '../publisher/releases/writer-lock.ts';
import { createPublisher } from '../tests/publisher-harness.ts';

/* A publisher whose CMS is away: what is live stays so, whatever is lost of it. */

const key = 'k'.repeat(40);
const names = [
  'index.html',
  'plans/index.html',
  '404.html',
  ...[1, 2, 3].map((n) => `p${n}/index.html`),
];
const textOf = (name: string, version: number) => `<h1>${name}, version ${version}</h1>`;

/** A folder with some releases, as a publisher has left it. */
async function leftBehind(versions: number) {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-alone-'));
  const site = join(folder, 'site');
  const lock = await takeWriterLock(site, () => undefined);
  const store = createReleaseStore(site, lock);
  const made: Release[] = [];
  for (let version = 1; version <= versions; version += 1) {
    const files = names.flatMap((name) => [
      [name, store.objects.put(textOf(name, version))] as const,
      [`${name}.br`, store.objects.put(brotliCompressSync(textOf(name, version)))] as const,
    ]);
    const facts = {
      changeId: 'a',
      codeVersion: 'b',
      landingPages: 4,
      retired: {},
      isFinished: true,
    };
    const change = { ...facts, generation: version, files: new Map(files) };
    const release = await store.create(made.at(-1), change);
    await store.switchTo(release);
    made.push(release);
  }
  await lock.release();
  const publisher = await createPublisher(
    {
      url: `http://127.0.0.1:${await freePort()}`,
      siteToken: key,
      publisherKey: key,
      publisherPort: await freePort(),
    },
    { folder, settings: { VERIFY_SECONDS: '1', POLL_SECONDS: '1' } },
  );
  onTestFinished(async () => {
    await publisher.kill('SIGTERM');
    await publisher.remove();
  });
  const get = async (name: string, encoding = 'br') => {
    const path = `/${name.replace(/index\.html$/, '')}`;
    const headers = { 'accept-encoding': encoding };
    const response = await fetch(publisher.siteUrl + path, { headers });
    return [response.status, await response.text()];
  };
  const rollBack = async (release: string | null) =>
    fetch(`${publisher.controlUrl}/rollback`, {
      method: 'POST',
      headers: { 'x-lectern-key': key },
      body: JSON.stringify({ release }),
    });
  const object = (bytes: string | Uint8Array) => {
    const hash = createHash('sha256').update(bytes).digest('hex');
    return store.objects.pathOf(hash);
  };
  return { site, made, publisher, get, rollBack, object };
}

const untilWhole = (publisher: Awaited<ReturnType<typeof leftBehind>>['publisher']) =>
  expect.poll(() => publisher.liveDamage()).toEqual([]);

test('83: an object that is away costs no visitor a page, in whatever encoding, and is back soon', async () => {
  const { publisher, get, object } = await leftBehind(1);
  await publisher.start();
  const compressed = brotliCompressSync(textOf('plans/index.html', 1));
  await rm(object(compressed));
  await rm(object(textOf('p1/index.html', 1)));
  expect(await get('plans/index.html', 'br')).toEqual([200, textOf('plans/index.html', 1)]);
  expect(await get('p1/index.html', 'identity')).toEqual([200, textOf('p1/index.html', 1)]);
  await expect.poll(() => publisher.output()).toContain('have their bytes again');
  const release = await publisher.releases.read((await publisher.status()).release);
  await expect.poll(() => publisher.releases.findDamage(release)).toEqual([]);
});

test.each(['current', 'trees', 'releases', 'objects', 'share-cache', 'media-cache'])(
  '83: %s is deleted while it runs: the site is served, and what is needed of it is back',
  async (name) => {
    const { site, publisher, get, made } = await leftBehind(2);
    await publisher.start();
    await rm(join(site, name), { recursive: true, force: true, maxRetries: 5 });
    for (const page of names) expect((await get(page))[1]).toBe(textOf(page, 2));
    await untilWhole(publisher);
    await expect.poll(() => readdir(join(site, 'releases'))).toContain(`${made[1]?.id}.json`);
    await expect.poll(async () => publisher.releases.findDamage(made[1] as Release)).toEqual([]);
  },
);

test.each(['current', 'trees', 'releases', 'objects', 'share-cache', 'media-cache'])(
  '83: %s is deleted while it is stopped: it serves the release that was live',
  async (name) => {
    const { site, publisher, get } = await leftBehind(2);
    await rm(join(site, name), { recursive: true, force: true });
    await publisher.start();
    for (const page of names) expect((await get(page))[1]).toBe(textOf(page, 2));
    await untilWhole(publisher);
  },
);

test('83: a copy of the live folder in the place of the link, as a backup brings it back, gives way to the link', async () => {
  const { site, publisher, get } = await leftBehind(2);
  await cp(join(site, 'current'), join(site, 'copy'), { recursive: true, dereference: true });
  await rm(join(site, 'current'));
  await rename(join(site, 'copy'), join(site, 'current'));
  await publisher.start();
  expect((await get('index.html'))[1]).toBe(textOf('index.html', 2));
  await untilWhole(publisher);
});

test('89: what is live is served though nobody has looked through it, and a damaged file never', async () => {
  const { site, publisher, get } = await leftBehind(1);
  // Object and tree are one file.
  await writeFile(join(site, 'current', 'p1/index.html'), 'defaced');
  await publisher.start();
  expect(await get('p1/index.html', 'identity')).toEqual([200, textOf('p1/index.html', 1)]);
});

test('92: with `current` dangling a pinned release is served again; without its files the state says so', async () => {
  const { site, made, publisher, get, rollBack, object } = await leftBehind(3);
  await publisher.start();
  expect((await rollBack(made[0]?.id ?? '')).status).toBe(200);
  await publisher.kill('SIGTERM');
  await rm(join(site, 'current'));
  await symlink('trees/99999999', join(site, 'current'));
  await publisher.start();
  expect((await get('index.html'))[1]).toBe(textOf('index.html', 1));
  await publisher.kill('SIGTERM');
  await rm(join(site, 'trees'), { recursive: true });
  await rm(object(textOf('p1/index.html', 1)));
  await publisher.start();
  expect((await get('index.html'))[1]).toBe(textOf('index.html', 3));
  const { failure } = await publisher.until(({ state }) => state === 'failing');
  expect(failure?.message).toContain(`Could not show the pinned release ${made[0]?.id}`);
});
