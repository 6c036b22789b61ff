import type { PageReason } from '@lectern/shared-types';
import { expect, test } from 'vitest';
import type { ContentState } from './content-state.ts';
import type { PublisherState } from './publisher-state.ts';
import { createShownEntries } from './shown-entries.ts';
import { faultsOfEntry, noFaults, toSiteFaults } from './site-faults.ts';

const pages = Array.from({ length: 10_000 }, (_, index) => `/page-${index}/`);

const reasonOf = (name: string): PageReason => ({
  text: `Testimonial "${name}" (en): avatar is empty. Describe what the image shows.`,
  type: 'Testimonial',
  documentId: name,
  locale: 'en',
  field: 'avatar.alternativeText',
});

/** Ten thousand pages that show one story each, and the stories that are held back. */
function stateWith(storyOf: (page: string) => string): PublisherState {
  const shown = createShownEntries();
  const reads = new Map<string, Set<string>>();
  const held: ContentState['held'] = new Map();
  for (const page of pages) {
    const key = `Testimonial en ${storyOf(page)}`;
    shown.note(page, [key]);
    reads.set(key, (reads.get(key) ?? new Set()).add(page));
    held.set(key, { reasons: [reasonOf(storyOf(page))], watched: new Set(), isUnknown: false });
  }
  return {
    content: { held, notices: new Map(), departed: new Set() } as unknown as ContentState,
    faulty: new Map(),
    faults: noFaults,
    shadowed: [],
    anchors: new Map(),
    reads,
    shown,
    unfinished: new Set(),
    undrawn: new Map(),
  };
}

test('101: one fault on ten thousand pages is one group with a number', () => {
  const { groups, groupCount, pageCount } = toSiteFaults(stateWith(() => 'ada'));
  expect([groupCount, pageCount]).toEqual([1, 10_000]);
  expect(groups).toMatchObject([
    { documentId: 'ada', field: 'Portrait → Alternative text', isHeld: true, pageCount: 10_000 },
  ]);
  expect(groups[0]?.pages).toHaveLength(5);
});

test('101: ten thousand faults are counted, and told as far as some tens of kilobytes reach', () => {
  const state = stateWith((page) => page.replaceAll('/', ''));
  const { groups, groupCount, pageCount } = toSiteFaults(state);
  expect([groupCount, pageCount]).toEqual([10_000, 10_000]);
  expect(JSON.stringify(groups).length).toBeLessThan(40_000);
  expect(groups.length).toBeGreaterThan(20);
});

test('101: what is not among them is told of each entry that is asked about', () => {
  const state = stateWith((page) => page.replaceAll('/', ''));
  const told = (id: string) => faultsOfEntry(state, 'Testimonial', id, ['en']);
  expect(told('page-9999')).toMatchObject([{ isHeld: true, pages: ['/page-9999/'] }]);
  expect(told('nobody')).toEqual([]);
});

test('101: a fault that holds nothing back stands behind those that do', () => {
  const state = stateWith(() => 'ada');
  const reason = { ...reasonOf('grace'), text: 'A link leads to /gone/.' };
  for (const page of pages.slice(0, 3))
    state.faulty.set(page, { reasons: [reason], isShown: true, lacks: new Set() });
  const { groups } = toSiteFaults(state);
  expect(groups.map(({ isHeld, pageCount }) => [isHeld, pageCount])).toEqual([
    [true, 10_000],
    [false, 3],
  ]);
});
