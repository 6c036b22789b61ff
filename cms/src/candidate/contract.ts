import type { PublishCheck } from '@lectern/shared-types';
import type { EntryLink } from '../live-status/contract';

/* What the server of the CMS tells its admin about drafts that wait. Times are ISO 8601. */

/** An entry, in one locale, whose draft visitors do not see. */
export interface WaitingEntry {
  link: EntryLink;
  /** What kind of thing it is, in plain words. */
  kind: string;
  title: string;
  /** Whether it has no published version. */
  isNew: boolean;
  /** Who saved it last; null when it was the CMS itself. */
  actor: string | null;
  time: string;
}

export interface Waiting {
  /** Saved last, first; at most 200 of them. */
  entries: WaitingEntry[];
  count: number;
}

/** What publishing drafts would do, and why it would not go live at the moment; null while it would. */
export type CheckAnswer = PublishCheck & { hindrance: string | null };

/** An entry as the admin asks about it. */
export type AskedDraft = Pick<EntryLink, 'uid' | 'documentId' | 'locale'>;
