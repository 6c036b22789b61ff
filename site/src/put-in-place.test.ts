import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { putInPlace } from './put-in-place.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-put-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('many who write the same file at once all succeed, and it is whole', async () => {
  const file = join(folder, 'image.webp');
  const bytes = new Uint8Array(100_000).fill(7);
  await Promise.all(Array.from({ length: 20 }, () => putInPlace(file, bytes)));
  expect(new Uint8Array(await readFile(file))).toEqual(bytes);
  expect(await readdir(folder)).toEqual(['image.webp']);
});

test('a write that fails says so and leaves nothing behind', async () => {
  await expect(putInPlace(join(folder, 'missing', 'image.webp'), 'x')).rejects.toThrow('ENOENT');
  expect(await readdir(folder)).toEqual([]);
});
