import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { FileTable } from './file-table.ts';
import { createObjectStore } from './object-store.ts';
import { changeTree, newTree } from './site-tree.ts';

/** Opens files in a thread of its own, as a server does, and counts how often one is not there. */
const visitor = `
  const { openSync, closeSync } = require('node:fs');
  const { parentPort, workerData } = require('node:worker_threads');
  const isOver = new Int32Array(workerData.isOver);
  let opened = 0;
  let missed = 0;
  parentPort.postMessage('begun');
  while (Atomics.load(isOver, 0) === 0)
    for (const path of workerData.paths)
      try {
        closeSync(openSync(path));
        opened += 1;
      } catch {
        missed += 1;
      }
  parentPort.postMessage({ opened, missed });
`;

async function emptyTree() {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-tree-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const objects = createObjectStore(join(folder, 'objects'));
  const tree = newTree(folder);
  const change = (texts: Record<string, string | null>) => {
    const files = (tree.files ?? FileTable.empty).with(
      Object.entries(texts).map(([path, text]) => [path, text === null ? null : objects.put(text)]),
    );
    return changeTree(tree, files, JSON.stringify(texts), objects, async () => false);
  };
  return { tree, objects, change };
}

test('100: whoever began to look before a tree was hidden finds each file, the old one or the new one', async () => {
  const { tree, change } = await emptyTree();
  const files = (version: number) => ({
    'index.html': `${version}`,
    'a/index.html': `a${version}`,
  });
  await change(files(0));
  const isOver = new SharedArrayBuffer(4);
  const paths = ['index.html', 'a/index.html', 'release.json'].map((name) => join(tree.path, name));
  const worker = new Worker(visitor, { eval: true, workerData: { isOver, paths } });
  await once(worker, 'message');
  for (let version = 1; version <= 100; version += 1) await change(files(version));
  const told = once(worker, 'message');
  Atomics.store(new Int32Array(isOver), 0, 1);
  const [{ opened, missed }] = await told;
  expect(opened).toBeGreaterThan(0);
  expect(missed).toBe(0);
});

test('100: nothing is left of the replacing, and a folder may become a file, or the other way round', async () => {
  const { tree, change } = await emptyTree();
  await change({ 'a/b': 'one', c: 'two' });
  await change({ 'a/b': null, a: 'one', c: null, 'c/d': 'three' });
  expect((await readdir(tree.path, { recursive: true })).toSorted()).toEqual([
    ...['a', 'c', 'c/d', 'release.json'],
  ]);
});

test('83, 100: of a file whose new bytes are nowhere the old ones do not stay', async () => {
  const { tree, objects, change } = await emptyTree();
  await change({ 'index.html': 'one', 'b.html': 'two' });
  const { hash } = objects.put('three');
  await rm(objects.pathOf(hash));
  const files = (tree.files ?? FileTable.empty).with([['index.html', { hash, size: 5 }]]);
  const { missing } = await changeTree(tree, files, '{}', objects, async () => false);
  expect(missing).toEqual(['index.html']);
  expect((await readdir(tree.path)).toSorted()).toEqual(['b.html', 'release.json']);
  expect(tree.files?.has('index.html')).toBe(false);
});
