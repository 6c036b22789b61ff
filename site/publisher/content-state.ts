import type { ContentIssue, ContentType, Locale, PageReason } from '@lectern/shared-types';
import type { MediaFile } from '../src/cms/media.ts';
import type { Generation } from '../src/cms/read-content.ts';
import type { RawEntry } from '../src/cms/to-content.ts';
import { type Content, entryKey, parseEntryKey, type View } from '../src/content/content.ts';
import { entryAt } from '../src/content/update-content.ts';

/** The content as the site can show it, and where that is not what the CMS has published. */
export interface ContentState {
  generation: Generation;
  /** Every entry in the last version with which the site was right. */
  content: Content;
  /** Published entries that are not in the content as they are published, by key. */
  held: Map<string, Held>;
  /** Of these, entries whose last good version is at an address that another one has by now. */
  displaced: Set<string>;
  /** Entries that are not published any more, and stay until somebody confirms that they go. */
  departed: Set<string>;
  /** Faults of entries that are shown all the same, by key. */
  notices: Map<string, readonly ContentIssue[]>;
  /** Entries with an image that could not be loaded, by key: to be checked again. */
  imageless: Map<string, { type: ContentType; entry: RawEntry }>;
  /** Images that were copied for the content, by path on the site. */
  media: Map<string, MediaFile>;
  pending: Pending;
}

/** A published entry that the site does not show as it is published, and why. */
export interface Held {
  reasons: readonly PageReason[];
  /** The published version, when nothing is wrong with it but what pages come to by it. */
  view?: View<ContentType>;
  /** What these pages look at: once something of it changes it is tried again. */
  watched: ReadonlySet<string>;
  /** Path of a page whose last good version nobody has: what is live there stays as it is. */
  lastAt?: string;
  /** Whether pages may show a version that nobody has. */
  isUnknown: boolean;
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

export const countPages = ({ locales }: Content): number =>
  [...locales.values()].reduce((sum, { LandingPage }) => sum + LandingPage.size, 0);

/** Groups faults by the entry that has them. */
export function byEntry(issues: readonly ContentIssue[]): Map<string, ContentIssue[]> {
  return Map.groupBy(issues, ({ type, locale, documentId }) => entryKey(type, locale, documentId));
}

/** The view of an entry in some content, by its key. */
export function viewAt(content: Content, key: string): View<ContentType> | undefined {
  const entry = parseEntryKey(key);
  return entry && entryAt(content, entry.type, entry.locale, entry.documentId);
}

/** Locales that a type can have in some content: none for one that has no locales. */
export const localesOf = (type: ContentType, content: Content): (Locale | null)[] =>
  type === 'Redirect' ? [null] : [...content.locales.keys()];
