import type { ContentIssue, PageReason } from '@lectern/shared-types';
import type { ShareImage } from '../src/share-image/share-image.ts';
import type { ContentState } from './content-state.ts';
import type { PageIndex } from './page-index.ts';
import type { Release } from './releases/release.ts';
import type { SiteFaults } from './site-faults.ts';

/** What the process remembers between runs. */
export interface PublisherState extends PageIndex {
  content?: ContentState;
  live?: Release;
  /** Pages that are not right, by path. */
  faulty: Map<string, FaultyPage>;
  /** Faults of redirects from addresses at which a page stands. */
  shadowed: readonly ContentIssue[];
  /** What is wrong with all of it, as it was at the end of the last run. */
  faults: SiteFaults;
  /** Files that are compressed quickly, not yet as well as can be. */
  unfinished: Set<string>;
  /** Images of pages that are still to be drawn, by file. */
  undrawn: Map<string, ShareImage>;
}

interface FaultyPage {
  reasons: readonly PageReason[];
  /** Whether it is live all the same, since the one before was no better. */
  isShown: boolean;
  /** Entries in a version that the page does not show, by key. */
  lacks: ReadonlySet<string>;
}
