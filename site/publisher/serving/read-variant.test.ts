import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { FileTable } from '../releases/file-table.ts';
import type { Release } from '../releases/release.ts';
import { readVariant } from './read-variant.ts';

const text = 'a page '.repeat(100);
const bodies: Record<string, Buffer> = {
  'index.html': Buffer.from(text),
  'index.html.br': brotliCompressSync(text),
  'index.html.gz': gzipSync(text),
};
const files = FileTable.empty.with(
  Object.entries(bodies).map(([path, { length }]) => [path, { hash: path, size: length }]),
);
const release = { id: '00000001-g1', files } as Release;

/** What is sent when some objects are away, and which of them were told. */
async function send(accepted: string, ...away: string[]) {
  const told: string[] = [];
  const cache = {
    read: async ({ hash }: { hash: string }) => {
      const body = bodies[hash];
      if (body === undefined || away.includes(hash)) throw new Error(`There is no ${hash}.`);
      return body;
    },
  };
  const findAgain = async (path: string) => void told.push(path);
  const { body, encoding } = await readVariant(cache, release, 'index.html', accepted, findAgain);
  return { encoding, told, isPlain: body.toString() === text };
}

test('83: without the best variant the next one is sent, and what is away is asked for elsewhere', async () => {
  expect(await send('br, gzip')).toEqual({ encoding: 'br', told: [], isPlain: false });
  expect(await send('br, gzip', 'index.html.br')).toEqual({
    encoding: 'gzip',
    told: ['index.html.br'],
    isPlain: false,
  });
  expect(await send('br', 'index.html.br')).toEqual({
    encoding: undefined,
    told: ['index.html.br'],
    isPlain: true,
  });
});

test('83: without the plain one a variant is unfolded for whoever takes no other', async () => {
  expect(await send('', 'index.html')).toEqual({
    encoding: undefined,
    told: ['index.html'],
    isPlain: true,
  });
  expect((await send('', 'index.html', 'index.html.br')).isPlain).toBe(true);
});

test('83: without any there is nothing to send, and all are asked for', async () => {
  await expect(send('br', 'index.html', 'index.html.br', 'index.html.gz')).rejects.toThrow(
    'Of index.html in the release 00000001-g1 nothing can be read.',
  );
});
