import { expect, test } from 'vitest';
import type { ReleaseFile } from '../releases/file-table.ts';
import { createBodyCache } from './body-cache.ts';

const file = (hash: string) => ({ hash }) as ReleaseFile;

/** A cache of three bodies of ten bytes, and what was read from the disk for it. */
function cacheOfThree() {
  const read: string[] = [];
  const objects = {
    read: async (hash: string) => {
      read.push(hash);
      return Buffer.alloc(10, hash);
    },
  };
  return { read, cache: createBodyCache(objects, 30) };
}

test('56: bodies are kept up to a limit, however many are asked for', async () => {
  const { cache, read } = cacheOfThree();
  for (let count = 0; count < 100; count += 1) {
    await cache.read(file(String(count)));
    expect(cache.size()).toBeLessThanOrEqual(30);
  }
  await cache.read(file('99'));
  expect(read).toHaveLength(100);
  await cache.read(file('0'));
  expect(read).toHaveLength(101);
});

test('56: what was asked for last stays longest', async () => {
  const { cache, read } = cacheOfThree();
  for (const hash of ['a', 'b', 'c', 'a', 'd', 'a']) await cache.read(file(hash));
  expect(read).toEqual(['a', 'b', 'c', 'd']);
  await cache.read(file('b'));
  expect(read).toEqual(['a', 'b', 'c', 'd', 'b']);
});

test('56: two who ask for the same at once count once, and one larger than the limit is not kept', async () => {
  const { cache } = cacheOfThree();
  await Promise.all([cache.read(file('a')), cache.read(file('a'))]);
  expect(cache.size()).toBe(10);
  const large = createBodyCache({ read: async () => Buffer.alloc(31) }, 30);
  expect(await large.read(file('a'))).toHaveLength(31);
  expect(large.size()).toBe(0);
});
