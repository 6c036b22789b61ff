import { isDeepStrictEqual } from 'node:util';
import type { PartChange } from '@lectern/shared-types';
import { diffArrays } from 'diff';
import type { PagePart } from './page-text.ts';

/** A part in both versions of a section, or in one of them. */
export interface MatchedPart {
  before: PagePart | undefined;
  after: PagePart | undefined;
  moved: PartChange['moved'];
}

/**
 * Finds each part again by its heading, of several with the same one first by all that they say;
 * else by what it says: under another heading it is the same when most of it is; else by what it stands
 * between. In the order of the later version, with what is gone where it stood.
 */
export function matchParts(before: readonly PagePart[], after: readonly PagePart[]): MatchedPart[] {
  const left = new Set(before);
  const partners = new Map<PagePart, PagePart>();
  const pair = (isMatch: (was: PagePart, is: PagePart) => boolean): void => {
    for (const is of after) {
      if (partners.has(is)) continue;
      const was = [...left].find((each) => isMatch(each, is));
      if (was === undefined) continue;
      partners.set(is, was);
      left.delete(was);
    }
  };
  pair(isDeepStrictEqual);
  pair((was, is) => was.heading === is.heading);
  pair((was, is) => was.heading !== null && is.heading !== null && isMostlySame(was, is));
  for (const [was, is] of pairGaps(before, after, partners)) {
    partners.set(is, was);
    left.delete(was);
  }

  const placeOf = (part: PagePart, parts: readonly PagePart[]): number =>
    parts.filter(({ heading }) => heading !== null).indexOf(part) + 1;
  const places = new Map(
    [...partners].map(([is, was]) => [was, { from: placeOf(was, before), to: placeOf(is, after) }]),
  );
  const isAtHome = (part: PagePart): boolean => {
    const place = places.get(part);
    return place?.from === place?.to;
  };
  const moves = findMoves(
    before.filter((part) => !left.has(part)),
    after.flatMap((part) => partners.get(part) ?? []),
    isAtHome,
  );
  const matched = after.map((is): MatchedPart => {
    const was = partners.get(is);
    const moved = was !== undefined && moves.has(was) ? places.get(was) : undefined;
    return { before: was, after: is, moved: moved ?? null };
  });
  for (const was of left) {
    const previous = before[before.indexOf(was) - 1];
    const index = previous && matched.findIndex((each) => each.before === previous);
    matched.splice((index ?? -1) + 1, 0, { before: was, after: undefined, moved: null });
  }
  return matched;
}

/** Where as many parts have gone as have come between the same neighbours, one takes the place of another. */
function pairGaps(
  before: readonly PagePart[],
  after: readonly PagePart[],
  partners: ReadonlyMap<PagePart, PagePart>,
): [was: PagePart, is: PagePart][] {
  const known = new Set(partners.values());
  const toGaps = (parts: readonly PagePart[], isKnown: (part: PagePart) => boolean) => {
    const gaps = new Map<PagePart | undefined, PagePart[]>();
    let neighbour: PagePart | undefined;
    for (const part of parts) {
      if (isKnown(part)) neighbour = part;
      else gaps.set(neighbour, [...(gaps.get(neighbour) ?? []), part]);
    }
    return gaps;
  };
  const gone = toGaps(before, (part) => known.has(part));
  const come = toGaps(after, (part) => partners.has(part));
  return [...come].flatMap(([neighbour, parts]) => {
    const former = gone.get(neighbour && partners.get(neighbour)) ?? [];
    if (former.length !== parts.length) return [];
    return parts.flatMap((is, index): [PagePart, PagePart][] => {
      const was = former[index];
      return was === undefined ? [] : [[was, is]];
    });
  });
}

/** The fewest parts that have to move to get from one order to the other; none moves to its own place. */
function findMoves(
  before: PagePart[],
  after: PagePart[],
  isAtHome: (part: PagePart) => boolean,
): Set<PagePart> {
  const steps = diffArrays(before, after);
  const fewest = steps.flatMap(({ removed, value }) => (removed ? value : []));
  const away = before.filter((part) => !isAtHome(part));
  // All that keep their places can stay; where that is as good, it is how a reader would say it.
  return new Set(away.length <= fewest.length ? away : fewest.filter((part) => !isAtHome(part)));
}

/** Whether half of the words, or more, stand in both. */
function isMostlySame(one: PagePart, other: PagePart): boolean {
  const lengthOf = (items: PagePart['items']) =>
    items.reduce((sum, { text }) => sum + text.length, 0);
  const texts = new Set(one.items.map(({ text }) => text));
  const shared = lengthOf(other.items.filter(({ text }) => texts.has(text)));
  return shared * 2 >= Math.max(lengthOf(one.items), lengthOf(other.items));
}
