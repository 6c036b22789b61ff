import type { EntryPage, PublisherStateName } from '@lectern/shared-types';

/* What the server of the CMS tells its admin about the live site. Times are ISO 8601. */

/** Whether the publisher answers, and since when that has been so. */
export interface Reachability {
  /** False when the CMS was not told where the publisher is. */
  isConfigured: boolean;
  isReachable: boolean;
  since: string;
}

/** The whole site, as the welcome page shows it. */
export interface SiteStatus {
  /** Names this state; a request with `?after=` this is answered when there is another one. */
  revision: string;
  publisher: Reachability;
  /** What the publisher does; null while it was never heard. */
  state: PublisherStateName | null;
  release: { id: string; time: string | null; generation: number } | null;
  /** Where the live site can be visited. */
  siteUrl: string;
  /** Why the site is behind, and since when. */
  failure: { message: string; since: string | null } | null;
  /** Changes that visitors do not see yet, newest first; at most ten. */
  waiting: Change[];
  /** How many changes visitors do not see yet, of those that may be named. */
  waitingCount: number;
  /** What cannot be published as it is; at most twenty. */
  blocked: Blocked[];
  /** How many there are, of those that may be named. */
  blockedCount: number;
  /** Pages that the CMS does not have any more, too many to go unasked. */
  removals: Removals | null;
  /** Whether whoever asks may confirm that they go. */
  mayConfirm: boolean;
  /** The last ten changes, newest first. */
  changes: Change[];
}

/** What stays on the site until an administrator confirms that it goes. */
export interface Removals {
  id: string;
  /** The first of them. */
  pages: { path: string; url: string }[];
  pageCount: number;
  /** Names of the languages that go as a whole. */
  languages: string[];
}

/** One publish, unpublish or delete. */
export interface Change {
  generation: number;
  action: string;
  /** What kind of thing it is, in plain words. */
  kind: string;
  title: string | null;
  entry: EntryLink | null;
  locale: string | null;
  /** Who did it; null when it was the CMS itself. */
  actor: string | null;
  time: string | null;
  /** `unshown` is what was published and is on the site, where no page shows it. */
  state: 'live' | 'unshown' | 'waiting' | 'blocked';
  /** From the commit until the live site was seen to show it; null while it does not. */
  milliseconds: number | null;
}

/** Where an entry can be edited. */
export interface EntryLink {
  uid: string;
  documentId: string;
  locale: string | null;
  isSingle: boolean;
}

/** One thing that is wrong, such as the reason for which something stays as it was. */
export interface Blocked {
  /** The pages that it is about, at most five of them. */
  pages: { path: string; url: string }[];
  pageCount: number;
  /** Whether these stay as they were because of it. */
  isHeld: boolean;
  reason: string;
  /** The field that has to be changed, in plain words. */
  field: string | null;
  entry: { title: string; link: EntryLink } | null;
}

/** What became of the published version of an entry. */
export type PublishedState =
  | { name: 'publishing'; since: string | null; isRemoval: boolean }
  /** `notices` tell what is wrong with it all the same, such as a link whose target has gone. */
  | { name: 'live'; since: string | null; milliseconds: number | null; notices: Blocked[] }
  | { name: 'blocked'; reasons: Blocked[] };

export type EntryState =
  | { name: 'draft' }
  /** The draft differs from what is published. */
  | { name: 'modified'; published: PublishedState }
  | { name: 'unreachable'; since: string; isConfigured: boolean }
  | PublishedState;

/** One entry in one locale. */
export interface EntryStatus {
  revision: string;
  /** When the draft was saved last, by whoever; null when there is none. */
  savedAt: string | null;
  state: EntryState;
  /** False where it is known that no page of the live release shows any version of it. */
  isShown: boolean;
  /** Pages of the live release that show it, at most a hundred of them; or why nobody can say. */
  published: { pages: EntryPage[]; count: number } | { error: string };
  /** Drafts that list it, whether or not visitors see it there; at most twenty. */
  drafts: DraftPlace[];
  draftCount: number;
}

/** A page whose draft lists an entry. */
export interface DraftPlace {
  link: EntryLink;
  title: string;
  /** Where its published version stands; null when it is not published. */
  path: string | null;
}

/** Where the entries of a list stand, by document id. */
export interface ListPlaces {
  places: Record<string, { page: string; position: number }[]>;
  /** False when there are more pages than were looked through. */
  isComplete: boolean;
}
