import { expect, test } from 'vitest';
import { createShownEntries, findShowingPages, type ShownEntries } from './shown-entries.ts';

const plan = 'Plan en p1';
const looked = new Map([
  [plan, new Set(['/a/', '/gone/', '/404/'])],
  ['Plan es p1', new Set(['/es/b/'])],
]);
const pathsOf = (shown: ShownEntries, reads = looked) =>
  findShowingPages(
    { shown, reads, isLive: (path) => path !== '/gone/', siteUrl: 'https://site.example' },
    'Plan',
    'p1',
    ['en', 'es'],
  ).map(({ path }) => path);

test('a page counts as showing what it showed when it last went live', () => {
  const shown = createShownEntries();
  shown.note('/a/', [plan, 'Site en s']);
  shown.note('/es/b/', ['Plan es p1']);
  shown.note('/c/', ['Plan en p2']);
  shown.note('/gone/', [plan]);
  shown.note('/404/', [plan]);
  expect(pathsOf(shown)).toEqual(['/a/', '/es/b/']);
  shown.note('/a/', ['Site en s']);
  shown.forget('/es/b/');
  // What it looked at earlier, or in an attempt that did not go live, does not count.
  expect(pathsOf(shown, new Map([[plan, new Set(['/a/'])]]))).toEqual([]);
});

test('of a page that did not go live since the start the attempt counts', () => {
  expect(pathsOf(createShownEntries(), new Map([[plan, new Set(['/a/'])]]))).toEqual(['/a/']);
});
