import type { AnchorIndex } from './lost-links.ts';
import type { ReadIndex } from './plan-pages.ts';
import type { ShownEntries } from './shown-entries.ts';

/** What pages were found to look at, to offer, and to show. */
export interface PageIndex {
  /** Pages by what they have ever looked at, also in attempts that did not go live. */
  reads: ReadIndex;
  anchors: AnchorIndex;
  shown: ShownEntries;
}
