import { isDeepStrictEqual } from 'node:util';
import {
  type ContentIssue,
  type ContentType,
  contentTypeNames,
  isLocale,
  type Locale,
} from '@lectern/shared-types';
import type { MediaFile } from '../src/cms/media.ts';
import type { Generation } from '../src/cms/read-content.ts';
import { type Content, entryKey, type View } from '../src/content/content.ts';
import { type ContentUpdate, updateContent } from '../src/content/update-content.ts';

/** The content as it was last read, and what of it is not on the live site yet. */
export interface ContentState {
  generation: Generation;
  content: Content;
  /** Faults by the key of the entry that has them. */
  issues: Map<string, ContentIssue[]>;
  /** Images that the content shows, by path on the site. */
  media: Map<string, MediaFile>;
  pending: Pending;
}

export interface Pending {
  /** Every page has to be rendered: after a start, or when a locale came or went. */
  isEverything: boolean;
  /** Keys of entries that have changed. */
  keys: Set<string>;
  /** Addresses that came or went. */
  addresses: Set<string>;
  /** When the first of these changes was committed, ISO 8601; null when the CMS does not say. */
  committed: string | null;
}

export const nothingPending = (): Pending => ({
  isEverything: false,
  keys: new Set(),
  addresses: new Set(),
  committed: null,
});

export const isPending = ({ isEverything, keys, addresses }: Pending) =>
  isEverything || keys.size > 0 || addresses.size > 0;

/** Brings the content to a newer generation and notes what has to be rendered for it. */
export function applyUpdates(
  state: ContentState,
  updates: readonly ContentUpdate[],
  generation: Generation,
): void {
  const { keys, addresses, issues } = updateContent(state.content, updates, generation.value);
  for (const { type, ids, issues: own } of updates) {
    for (const [key, faults] of state.issues)
      if (faults.some((fault) => fault.type === type && ids.has(fault.documentId))) {
        state.issues.delete(key);
        keys.add(key);
      }
    addIssues(state.issues, own, keys);
  }
  addIssues(state.issues, issues, keys);
  for (const key of keys) state.pending.keys.add(key);
  for (const address of addresses) state.pending.addresses.add(address);
  state.generation = generation;
}

/** Whether updates bring the settings of a locale that the content does not have: all of it is to be read then. */
export const bringLocale = (updates: readonly ContentUpdate[], { locales }: Content): boolean =>
  updates.some(
    ({ type, views }) =>
      type === 'Site' && views.some(({ locale }) => isLocale(locale) && !locales.has(locale)),
  );

function addIssues(
  table: Map<string, ContentIssue[]>,
  issues: readonly ContentIssue[],
  keys: Set<string>,
): void {
  for (const [key, faults] of byEntry(issues)) {
    table.set(key, faults);
    keys.add(key);
  }
}

/** Groups faults by the entry that has them. */
export function byEntry(issues: readonly ContentIssue[]): Map<string, ContentIssue[]> {
  return Map.groupBy(issues, ({ type, locale, documentId }) => entryKey(type, locale, documentId));
}

/** What differs between the content as it is known and the same content read again, whole. */
export function compareContent(
  known: ContentState,
  content: Content,
  issues: readonly ContentIssue[],
): ContentUpdate[] {
  return contentTypeNames.flatMap((type) => {
    const ids = new Set<string>();
    for (const locale of localesOf(type, content)) {
      const [before, after] = [
        entriesOf(known.content, type, locale),
        entriesOf(content, type, locale),
      ];
      for (const id of new Set([...before.keys(), ...after.keys()]))
        if (!isDeepStrictEqual(before.get(id), after.get(id))) ids.add(id);
    }
    const old = [...known.issues.values()].flat().filter((issue) => issue.type === type);
    const own = issues.filter((issue) => issue.type === type);
    for (const { documentId } of [...old, ...own]) ids.add(documentId);
    if (ids.size === 0) return [];
    const views = localesOf(type, content).flatMap((locale) =>
      [...ids].flatMap((id) => {
        const view = entriesOf(content, type, locale).get(id);
        return view === undefined ? [] : [{ locale, view }];
      }),
    );
    return [{ type, ids, views, issues: own }];
  });
}

const localesOf = (type: ContentType, content: Content) =>
  type === 'Redirect' ? [null] : [...content.locales.keys()];

function entriesOf(
  content: Content,
  type: ContentType,
  locale: Locale | null,
): ReadonlyMap<string, View<ContentType>> {
  if (type === 'Redirect') return content.redirects;
  const entries = locale === null ? undefined : content.locales.get(locale);
  if (entries === undefined) return new Map();
  if (type === 'Site') return new Map([[entries.site.documentId, entries.site]]);
  return entries[type];
}
