import type { ContentType } from './content-types.js';
import type { Locale } from './locales.js';

/*
 * What publishing drafts would do to the pages, as the publisher answers `POST /check`: which pages it
 * would block, and what readers would see that they do not see now.
 */

/** An entry whose draft may be published. */
export interface DraftEntry {
  type: ContentType;
  documentId: string;
  /** The default locale for a type without locales. */
  locale: Locale;
}

export interface PublishCheck {
  /** Pages that would stay at their last good version. */
  blocked: { path: string; locale: string; reasons: PageReason[] }[];
  /** What is wrong with the entries themselves, also when they are on no page. */
  faults: PageReason[];
  /** What readers would see: pages on which the same changes stand together. */
  changes: ChangedPages[];
  /** How many pages were looked over, of how many that the entries can change. */
  checked: number;
  pagesInAll: number;
}

/** Why a page cannot go live, and where that is corrected. */
export interface PageReason {
  /** A sentence that names the entry, the field and what to do. */
  text: string;
  /** The entry to correct; none of the four is known when a page fails as a whole. */
  type: ContentType | null;
  documentId: string | null;
  locale: string | null;
  /** Path of the field, such as `callToAction.url`. */
  field: string | null;
}

/** Pages that change in the same way. */
export interface ChangedPages {
  change: PageChange;
  pages: ChangedPage[];
  /** The parts of the page that change, in the order of the page; none when only its look does. */
  sections: SectionChange[];
  /** Where visitors are sent by a redirect; null for pages. */
  target: string | null;
}

/**
 * `moved` stands for another address; what else changes is named all the same. `redirect` stands for
 * an address that sends visitors to another one.
 */
export type PageChange = 'new' | 'removed' | 'moved' | 'changed' | 'redirect';

export interface ChangedPage {
  path: string;
  locale: Locale;
  title: string;
  /** Where it is live now; null for a new page. */
  liveUrl: string | null;
  /** True when it would stay as it is, since something on it is wrong. */
  isBlocked: boolean;
}

export interface SectionChange {
  /** Its place on the page: `hero`, `plans`, or `head` for what search engines and networks show. */
  name: string;
  /** What stands over it, in the language of the page; null where nothing does. */
  heading: string | null;
  change: 'new' | 'removed' | 'changed';
  parts: PartChange[];
}

/** A plan, a question, a framework: what has a heading of its own within a section. */
export interface PartChange {
  /** Null for what belongs to the section itself. */
  heading: string | null;
  change: 'new' | 'removed' | 'changed';
  /** Its places among the others when these differ, counted from 1. */
  moved: { from: number; to: number } | null;
  items: ItemChange[];
}

/** A sentence, a price, a link or an image: null before when it is new, null after when it is gone. */
export interface ItemChange {
  kind: ItemKind;
  /** Whether it is the same before and after, in another place among those around it. */
  isMoved: boolean;
  /** What it says something about, in the language of the page, such as `Best for`. */
  label: string | null;
  before: ItemContent | null;
  after: ItemContent | null;
}

export type ItemKind = 'text' | 'price' | 'link' | 'image';

export interface ItemContent {
  /** The words; of an image what stands for it where it cannot be seen. */
  text: string;
  /** Where a link leads, or where an image can be loaded from; null for words. */
  target: string | null;
}
