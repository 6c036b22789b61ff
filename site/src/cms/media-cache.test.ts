import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pngImage } from '../../../cms/tests/harness/samples.ts';
import type { Media } from './media.ts';
import { createMediaCache } from './media-cache.ts';

/** A cache of images from a server that has one of every size, and how all that it keeps grows older. */
async function cacheOf(isPassing: boolean) {
  const server = createServer(({ url = '' }, response) => {
    response.writeHead(200, { 'content-type': 'image/png' });
    response.end(pngImage(Number(/\d+/.exec(url)?.[0])));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const folder = await mkdtemp(join(tmpdir(), 'lectern-media-'));
  const cmsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cache = createMediaCache({ cmsUrl, folder, patience: 20_000, isPassing });
  onTestFinished(async () => {
    cache.close();
    server.close();
    await rm(folder, { recursive: true });
  });
  const grow = async (hours: number) => {
    const time = new Date(Date.now() - hours * 3_600_000);
    for (const name of await readdir(folder)) await utimes(join(folder, name), time, time);
  };
  return { cache, grow, kept: async () => (await readdir(folder)).length };
}

const image = (size: number): Media => ({
  ...{ url: `/uploads/${size}.png`, alternativeText: 'A', mime: 'image/png' },
  ...{ width: size, height: size, formats: null, updatedAt: '2026-01-01' },
});

test('95: what was copied for a moment goes when something else is needed an hour later', async () => {
  const { cache, grow, kept } = await cacheOf(true);
  for (const size of [2, 3, 4, 5, 6]) {
    await cache.prepare([image(size)], false);
    await grow(2);
  }
  // The last one and the one before it, each with its note.
  expect(await kept()).toBeLessThanOrEqual(4);
  expect(await cache.prepare([image(6)], false)).toHaveLength(1);
});

test('95: copies of images that the content does not show any more go with a reading of everything', async () => {
  const { cache, grow, kept } = await cacheOf(false);
  const images = [2, 3, 4, 5, 6].map(image);
  await cache.prepare(images, true);
  await grow(2);
  expect(await kept()).toBe(10);
  await cache.prepare(images.slice(0, 2), true);
  expect(await kept()).toBe(4);
});

test('95: one that was copied a moment ago stays: it may belong to content that is still being read', async () => {
  const { cache, kept } = await cacheOf(false);
  await cache.prepare([image(2)], false);
  await cache.prepare([image(3)], true);
  expect(await kept()).toBe(4);
});
