import { expect, test } from 'vitest';
import { matchParts } from './match-parts.ts';
import type { PagePart } from './page-text.ts';

const part = (heading: string, text = heading): PagePart => ({
  heading,
  items: [{ kind: 'text', label: null, text, target: null, slot: 'p.', isWithinText: false }],
});

const movesOf = (before: PagePart[], after: PagePart[]) =>
  matchParts(before, after).flatMap(({ after: is, moved }) =>
    moved === null ? [] : [[is?.heading, moved.from, moved.to]],
  );

test('parts that stay where they are do not move, whatever moves around them', () => {
  const all = ['One', 'Two', 'Three', 'Four', 'Five'].map((heading) => part(heading));
  expect(movesOf(all.slice(0, 3), all.slice(0, 3).toReversed())).toEqual([
    ['Three', 3, 1],
    ['One', 1, 3],
  ]);
  const [one, two, three, four, five] = all as [PagePart, PagePart, PagePart, PagePart, PagePart];
  expect(movesOf(all, [four, five, three, one, two])).toEqual([
    ['One', 1, 4],
    ['Two', 2, 5],
  ]);
  expect(movesOf(all, [part('New'), ...all])).toEqual([]);
});

test('of two parts with the same heading the one that goes is named', () => {
  const [cheap, dear] = [part('Pro', '$1'), part('Pro', '$2')];
  expect(matchParts([cheap, dear], [part('Pro', '$2')])).toEqual([
    { before: cheap, after: undefined, moved: null },
    { before: dear, after: dear, moved: null },
  ]);
});
