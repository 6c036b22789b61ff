import { expect, test } from 'vitest';
import { describeRelease, type ReleaseFacts } from './describe-release.ts';
import type { Change } from './read-changes.ts';

const release = (generation: number, facts: Partial<ReleaseFacts> = {}): ReleaseFacts => ({
  origin: `00000012-g${generation}`,
  generation,
  changeId: `change ${generation}`,
  time: new Date(2026, 10, 25, 19, 20, 5).toISOString(),
  files: 70,
  codeVersion: 'feafa157bc7a',
  isLive: false,
  isPinned: false,
  ...facts,
});
const change = (generation: number): Change => ({
  generation,
  kind: 'Plan',
  locale: 'en',
  verb: 'Published',
  title: `Number ${generation}`,
  actor: null,
  release: null,
  isUnseen: false,
});
const changes = (count: number) => Array.from({ length: count }, (_, index) => change(index + 1));
const linesOf = (now: ReleaseFacts, before?: ReleaseFacts) =>
  describeRelease(now, before).split('\n  ').slice(2);

test('a release is named with what it is and what it changed', () => {
  const redirect = { ...change(2), kind: 'Redirect', locale: null, title: '/a/', verb: 'Deleted' };
  const now = release(2, { isLive: true, isPinned: true, changes: [change(1), redirect] });
  expect(describeRelease(now, release(0))).toBe(
    [
      '00000012-g2  live  pinned',
      '25 Nov 2026, 19:20:05, 70 files, code feafa157bc7a',
      'Published: plan “Number 1” (en), by the CMS itself',
      'Deleted: redirect “/a/”, by the CMS itself',
    ].join('\n  '),
  );
});

test('what the history has seen in another release, or never, is said', () => {
  const now = release(3, {
    changes: [
      { ...change(1), release: '00000012-g3' },
      { ...change(2), release: '00000013-g4' },
      { ...change(3), isUnseen: true },
    ],
  });
  expect(linesOf(now, release(0))).toEqual([
    'Published: plan “Number 1” (en), by the CMS itself',
    'Published: plan “Number 2” (en), by the CMS itself; live in release 00000013-g4',
    'Published: plan “Number 3” (en), by the CMS itself; never live',
  ]);
});

test('of many changes the first are named and all are counted, also those the CMS has not told', () => {
  const lines = linesOf(release(600, { changes: changes(500) }), release(0));
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toBe('and 590 more');
  expect(linesOf(release(10, { changes: changes(10) }), release(0))).toHaveLength(10);
});

test('what the log of the CMS has lost is not passed over', () => {
  expect(linesOf(release(5, { changes: changes(2) }), release(0)).at(-1)).toBe(
    'and 3 more, which the log of the CMS does not hold any more',
  );
  expect(linesOf(release(5, { changes: [] }), release(0))).toEqual([
    'Changes that the log of the CMS does not hold any more',
  ]);
});

test('a release without changes of content says what it is for', () => {
  const code = { codeVersion: 'other' };
  expect(linesOf(release(5, { changes: [], ...code }), release(5))).toEqual([
    'New code of the site',
  ]);
  expect(linesOf(release(5, { changes: [] }), release(5))).toEqual([
    'Nothing that the CMS has counted',
  ]);
  expect(linesOf(release(4, { changes: [] }), release(5))).toEqual([
    'Content of a database that was brought back to an earlier state',
  ]);
  expect(linesOf(release(6, { changes: null }), release(5))).toEqual([
    'Changes that the log of the CMS does not know any more, since its database was brought back to an earlier state',
  ]);
  expect(linesOf(release(5))).toEqual(['The oldest release that is kept.']);
});

test('nothing is said of changes when the CMS does not tell', () => {
  expect(linesOf(release(5), release(4))).toEqual([]);
});
