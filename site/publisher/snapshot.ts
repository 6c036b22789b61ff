import type { ContentIssue } from '@lectern/shared-types';
import { type ContentSource, type LoadedContent, loadContent } from '../src/cms/load-content.ts';
import { entryKey } from '../src/content/content.ts';

/** The content at one generation, and what of it cannot be shown. */
export interface Snapshot extends LoadedContent {
  /** Faults by the key of the entry that has them. */
  blocked: ReadonlyMap<string, ContentIssue[]>;
}

/** @throws ContentReadError when the CMS cannot be read whole */
export async function readSnapshot(source: ContentSource): Promise<Snapshot> {
  const loaded = await loadContent(source);
  return { ...loaded, blocked: byEntry(loaded.issues) };
}

/** Groups faults by the entry that has them. */
export function byEntry(issues: readonly ContentIssue[]): Map<string, ContentIssue[]> {
  return Map.groupBy(issues, ({ type, locale, documentId }) => entryKey(type, locale, documentId));
}
