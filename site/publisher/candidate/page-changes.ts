import type { ItemChange, ItemContent, PartChange, SectionChange } from '@lectern/shared-types';
import { type ChangeObject, diffArrays } from 'diff';
import { matchParts } from './match-parts.ts';
import type { PageItem, PagePart, PageSection, PageText } from './page-text.ts';

interface CompareOptions {
  /** Where an image of the page can be loaded from by its path; null when nobody knows. */
  toImageUrl: (path: string) => string | null;
}

/** What readers of the second page see that those of the first do not, section by section. */
export function comparePages(
  before: PageText,
  after: PageText,
  { toImageUrl }: CompareOptions,
): SectionChange[] {
  const old = new Map(before.sections.map((section) => [section.name, section]));
  const kept = new Set(after.sections.map(({ name }) => name));
  const gone = before.sections.filter(({ name }) => !kept.has(name));
  const pairs: [PageSection | undefined, PageSection | undefined][] = [
    ...after.sections.map((section): [PageSection | undefined, PageSection] => [
      old.get(section.name),
      section,
    ]),
    ...gone.map((section): [PageSection, undefined] => [section, undefined]),
  ];
  return pairs.flatMap(([was, is]) => compareSections(was, is, toImageUrl));
}

type ToImageUrl = CompareOptions['toImageUrl'];

/** Where more has changed within a part, it stands side by side in order: finding the least takes too long. */
const mostEdits = 500;

function compareSections(
  before: PageSection | undefined,
  after: PageSection | undefined,
  toImageUrl: ToImageUrl,
): SectionChange[] {
  const { name = '', heading = null } = after ?? before ?? {};
  const parts = matchParts(before?.parts ?? [], after?.parts ?? []).flatMap(
    ({ before, after, moved }) => compareParts(before, after, moved, toImageUrl),
  );
  const change = before === undefined ? 'new' : after === undefined ? 'removed' : 'changed';
  return parts.length === 0 ? [] : [{ name, heading, change, parts }];
}

function compareParts(
  before: PagePart | undefined,
  after: PagePart | undefined,
  moved: PartChange['moved'],
  toImageUrl: ToImageUrl,
): PartChange[] {
  const items = compareItems(before?.items ?? [], after?.items ?? [], toImageUrl);
  const change = before === undefined ? 'new' : after === undefined ? 'removed' : 'changed';
  const { heading = null } = after ?? before ?? {};
  return items.length === 0 && moved === null ? [] : [{ heading, change, moved, items }];
}

function compareItems(before: PageItem[], after: PageItem[], toImageUrl: ToImageUrl): ItemChange[] {
  const changes: ItemChange[] = [];
  let removed: PageItem[] = [];
  const toContent = ({ kind, text, target }: PageItem): ItemContent => ({
    text,
    target: kind === 'image' && target !== null ? toImageUrl(target) : target,
  });
  const note = (was: PageItem | undefined, is: PageItem | undefined, isMoved = false): void => {
    const { kind = 'text', label = null } = is ?? was ?? {};
    changes.push({
      kind,
      isMoved,
      label,
      before: was === undefined ? null : toContent(was),
      after: is === undefined ? null : toContent(is),
    });
  };
  const options = { comparator: isSameItem, maxEditLength: mostEdits };
  const least = diffArrays(before, after, options);
  const steps = least ?? [
    { removed: true, added: false, value: before, count: before.length },
    { removed: false, added: true, value: after, count: after.length },
  ];
  const moved = least === undefined ? new Set() : findMoved(least);
  const stays = (item: PageItem): boolean => !moved.has(item);
  const settle = (added: PageItem[]): void => {
    for (const [was, is] of pairItems(removed.filter(stays), added.filter(stays)))
      if (was === undefined || is === undefined || !isSameItem(was, is)) note(was, is);
    for (const is of added) if (moved.has(is)) note(is, is, true);
    removed = [];
  };
  for (const { value, added, removed: isRemoved } of steps) {
    if (isRemoved) removed = value;
    else settle(added ? value : []);
  }
  settle([]);
  return changes;
}

/** Those that have gone in one place and come in another, in both versions. */
function findMoved(steps: readonly ChangeObject<PageItem[]>[]): Set<PageItem> {
  const moved = new Set<PageItem>();
  const keyOf = (item: PageItem) => JSON.stringify(Object.entries(item).sort());
  const left = Map.groupBy(
    steps.flatMap(({ removed, value }) => (removed ? value : [])),
    keyOf,
  );
  for (const is of steps.flatMap(({ added, value }) => (added ? value : []))) {
    const was = left.get(keyOf(is))?.shift();
    if (was !== undefined) moved.add(was).add(is);
  }
  return moved;
}

/** Puts what takes the place of something beside it, in order; the rest has come or gone. */
function pairItems(
  removed: PageItem[],
  added: PageItem[],
): [PageItem | undefined, PageItem | undefined][] {
  const pairs: [PageItem | undefined, PageItem | undefined][] = [];
  let next = 0;
  for (const was of removed) {
    const index = added.findIndex((is, at) => at >= next && isSamePlace(was, is));
    if (index < 0) {
      pairs.push([was, undefined]);
      continue;
    }
    for (const is of added.slice(next, index)) pairs.push([undefined, is]);
    pairs.push([was, added[index]]);
    next = index + 1;
  }
  for (const is of added.slice(next)) pairs.push([undefined, is]);
  return pairs;
}

const isSamePlace = (one: PageItem, other: PageItem): boolean =>
  one.kind === other.kind && one.slot === other.slot && one.label === other.label;

/** The words of a link within text are compared with that text. */
const isSameItem = (one: PageItem, other: PageItem): boolean =>
  one.kind === other.kind &&
  one.label === other.label &&
  one.target === other.target &&
  (one.text === other.text || (one.isWithinText && other.isWithinText));
