/*
 * What the publisher says about itself at `GET /status`: as JSON, or as server-sent events, one with
 * every change. Whoever asks for it knows what the live site shows.
 */

export type PublisherStateName = 'starting' | 'idle' | 'publishing' | 'pinned' | 'failing';

export interface PublisherStatus {
  state: PublisherStateName;
  /** Content generation that the live site shows; null before the first release. */
  liveGeneration: number | null;
  /** Id of the change that led to it: a database that was restored counts to the same number again. */
  liveChangeId: string | null;
  /** The latest one known of the CMS. */
  cmsGeneration: number | null;
  cmsChangeId: string | null;
  release: string | null;
  /** When the live release was made, ISO 8601. */
  releaseTime: string | null;
  /** Why the site is behind, and since when; null while it is not. */
  failure: { reason: string; message: string; since: string } | null;
  /** What is wrong with published content: at most some tens of kilobytes, the gravest first. */
  blocked: BlockedGroup[];
  /** How many there are in all. */
  blockedCount: number;
  /** How many pages are held up by them. */
  blockedPages: number;
  /** What the CMS does not have any more, and what stays until somebody confirms that it goes. */
  removals: WaitingRemovals | null;
  runs: FinishedRun[];
}

/** Pages that are too many to go unasked. */
export interface WaitingRemovals {
  /** Names them: whoever confirms has seen these, and no others. */
  id: string;
  /** Paths of the first. */
  pages: string[];
  pageCount: number;
  /** Languages whose settings are not published any more, which go as a whole. */
  locales: string[];
}

/** One fault, and the pages that it concerns. */
export interface BlockedGroup {
  /** What is wrong, and what to do about it. */
  reason: string;
  /** The entry to correct; none of the four is known when a page fails as a whole. */
  type: string | null;
  documentId: string | null;
  locale: string | null;
  /** In plain words, as in `call to action → url`. */
  field: string | null;
  /** Whether visitors see something in an earlier version, or not at all, because of it. */
  isHeld: boolean;
  /** Paths of the first pages. */
  pages: string[];
  pageCount: number;
}

/** What one run has done. */
export interface RunReport {
  release: string;
  generation: number;
  rendered: number;
  removed: number;
  blocked: number;
  /** When the first change in it was committed, ISO 8601; null when the CMS does not say. */
  committed: string | null;
  /** Milliseconds by step. */
  timings: Record<'read' | 'render' | 'write' | 'switch', number>;
}

/** A run whose release the live site was seen to show. */
export interface FinishedRun extends RunReport {
  /** When that was, ISO 8601. */
  time: string;
  /** Milliseconds from the commit of the first change in it until then; null when the CMS does not say. */
  toLive: number | null;
}

/** A page of the live release that shows an entry. */
export interface EntryPage {
  path: string;
  locale: string;
  url: string;
}

/** The answer to `GET /entries/<type>/<documentId>?locale=<locale>`; `type` is a `ContentType`. */
export interface EntryPages {
  pages: EntryPage[];
  /** Why visitors do not see it as it is published, and what else is wrong with it. */
  blocked: BlockedGroup[];
}
