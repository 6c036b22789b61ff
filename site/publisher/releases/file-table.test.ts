import { expect, test } from 'vitest';
import { FileTable, hashOf } from './file-table.ts';

const file = (text: string) => ({ hash: hashOf(text), size: text.length });
const names = Array.from({ length: 2000 }, (_, index) => `page ${index}/index.html`);
const table = FileTable.empty.with(names.map((name) => [name, file(name)]));

test('the hash tells the files, not the way they came together', () => {
  const other = FileTable.empty
    .with(names.toReversed().map((name) => [name, file(`old ${name}`)]))
    .with(names.map((name) => [name, file(name)]));
  expect(other.hash).toBe(table.hash);
  expect(table.with([['page 7/index.html', file('x')]]).hash).not.toBe(table.hash);
});

test('a change names what differs, and stores one list', () => {
  const changed = table.with([
    ['page 7/index.html', file('new')],
    ['page 8/index.html', null],
    ['page 7/index.html.br', file('new, small')],
  ]);
  expect(new Map(changed.changesSince(table))).toEqual(
    new Map([
      ['page 7/index.html', file('new')],
      ['page 8/index.html', null],
      ['page 7/index.html.br', file('new, small')],
    ]),
  );
  expect([...changed.newBuckets(table)].length).toBeLessThanOrEqual(2);
});

test('a stored table is read as it was', async () => {
  const texts = new Map(table.newBuckets(FileTable.empty));
  const read = async (hash: string) => texts.get(hash) ?? '';
  const loaded = await FileTable.load(table.bucketHashes, read, []);
  expect(loaded.hash).toBe(table.hash);
  expect(loaded.get('page 7/index.html')).toEqual(file('page 7/index.html'));
  expect([...loaded.changesSince(table)]).toEqual([]);
});

test('the objects of a prefix are those that some table needs', () => {
  const all = Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, '0'));
  const objects = all.flatMap((prefix) => [...FileTable.objectsOf([table], prefix)]);
  for (const name of names) expect(objects).toContain(file(name).hash);
});
