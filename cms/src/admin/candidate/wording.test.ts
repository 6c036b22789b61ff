import type { ChangedPage, ChangedPages, PageChange, PublishCheck } from '@lectern/shared-types';
import { expect, test } from 'vitest';
import { headingOf, summaryOf } from './wording';

const page = (path: string, isBlocked: boolean): ChangedPage => ({
  path,
  locale: 'en',
  title: path,
  liveUrl: null,
  isBlocked,
});
const toGroup = (pages: ChangedPage[], change: PageChange = 'changed'): ChangedPages => ({
  change,
  pages,
  sections: [{ name: 'hero', heading: null, change: 'changed', parts: [] }],
  target: null,
});
const check = (pages: ChangedPage[]): PublishCheck => ({
  blocked: [],
  faults: [],
  changes: [toGroup(pages)],
  checked: pages.length,
  pagesInAll: pages.length,
});

test('of pages that are held back nothing is promised', () => {
  const held = [page('/a/', true), page('/b/', true)];
  expect(headingOf(toGroup(held))).toBe('2 pages would change');
  expect(summaryOf(check(held))).toBe(
    'Publishing changes nothing that visitors see until that is corrected.',
  );
  const some = [page('/a/', true), page('/b/', false)];
  expect(headingOf(toGroup(some))).toBe('2 pages change in the same way');
  expect(summaryOf(check(some))).toBe('Publishing changes 1 page.');
  expect(summaryOf({ ...check([]), changes: [] })).toBe(
    'Publishing changes nothing that visitors see.',
  );
});

test('a page that only looks different says so', () => {
  const look = { ...toGroup([page('/a/', false)]), sections: [] };
  expect(headingOf(look)).toBe('“/a/” changes in its look, not in its words');
  expect(headingOf({ ...look, change: 'moved' })).toBe('“/a/” gets another address');
});

test('a redirect is told by where it leads', () => {
  const toRedirect = (pages: ChangedPage[]) => ({
    ...toGroup(pages, 'redirect'),
    sections: [],
    target: '/new/',
  });
  const one = toRedirect([page('/old/', false)]);
  expect(headingOf(one)).toBe('/old/ sends visitors to /new/');
  expect(summaryOf({ ...check([]), changes: [one] })).toBe(
    'Publishing sends visitors from 1 address elsewhere.',
  );
  const two = toRedirect([page('/old/', true), page('/older/', true)]);
  expect(headingOf(two)).toBe('2 addresses would send visitors to /new/');
});
