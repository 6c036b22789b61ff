import type { ChangedPage, PublishCheck } from '@lectern/shared-types';
import { expect, test } from 'vitest';
import { headingOf, summaryOf } from './wording';

const page = (path: string, isBlocked: boolean): ChangedPage => ({
  path,
  locale: 'en',
  title: path,
  liveUrl: null,
  isBlocked,
});
const check = (pages: ChangedPage[]): PublishCheck => ({
  blocked: [],
  faults: [],
  changes: [{ change: 'changed', pages, sections: [] }],
  checked: pages.length,
  pagesInAll: pages.length,
});

test('of pages that are held back nothing is promised', () => {
  const held = [page('/a/', true), page('/b/', true)];
  expect(headingOf('changed', held)).toBe('2 pages would change');
  expect(summaryOf(check(held))).toBe(
    'Publishing changes nothing that visitors see until that is corrected.',
  );
  const some = [page('/a/', true), page('/b/', false)];
  expect(headingOf('changed', some)).toBe('2 pages change in the same way');
  expect(summaryOf(check(some))).toBe('Publishing changes 1 page.');
  expect(summaryOf({ ...check([]), changes: [] })).toBe(
    'Publishing changes nothing that visitors see.',
  );
});
