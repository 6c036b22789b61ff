import type { ContentIssue } from '@lectern/shared-types';
import type { Content } from '../../src/content/content.ts';
import { isSiteFile } from '../../src/content/routes.ts';
import { type ContentUpdate, updateContent } from '../../src/content/update-content.ts';
import { byEntry, nothingPending } from '../content-state.ts';
import type { AnchorIndex } from '../lost-links.ts';
import { type PagePlan, planChanged, type ReadIndex } from '../plan-pages.ts';
import { copyContent } from './followed-content.ts';
import { type Candidates, toUpdates } from './read-candidates.ts';

/** What is known of the live site: what pages have looked at, which pages are there. */
export interface LiveState {
  reads: ReadIndex;
  anchors: AnchorIndex;
  isLive(path: string): boolean;
}

/** The content as it would be, and the pages that this is about. */
export interface AppliedCandidates {
  content: Content;
  drafts: Candidates['drafts'];
  updates: ContentUpdate[];
  /** Faults of the drafts, by entry. */
  issues: Map<string, ContentIssue[]>;
  /** Faults that drafts have beside the other entries, such as an address that is taken. */
  refused: ContentIssue[];
  plan: PagePlan;
}

/** Puts drafts into a copy of the live content. */
export function applyCandidates(
  candidates: Candidates,
  live: Content,
  { reads, isLive }: LiveState,
): AppliedCandidates {
  const content = copyContent(live);
  const updates = toUpdates(candidates, live);
  const changes = updateContent(content, updates, live.generation);
  const own = new Set(candidates.drafts.map(({ view }) => view.documentId));
  const refused = changes.issues.filter(({ documentId }) => own.has(documentId));
  const issues = byEntry(refused);
  for (const key of issues.keys()) changes.keys.add(key);
  const pending = { ...nothingPending(), keys: changes.keys, addresses: changes.addresses };
  const { render, remove } = planChanged(content, pending, reads, isLive);
  const plan = { render: render.filter(isPage), remove: remove.filter(isPage) };
  return { content, drafts: candidates.drafts, updates, issues, refused, plan };
}

/** What readers come to; not what is made for machines, nor for addresses that do not exist. */
export const isPage = (path: string): boolean => path !== '/404/' && !isSiteFile(path);
