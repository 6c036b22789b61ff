import type { ContentIssue } from '@lectern/shared-types';
import type { Content } from '../src/content/content.ts';
import { findRoute, redirectPath } from '../src/content/routes.ts';
import { checkPage, type PageCheck } from './check-page.ts';
import { isFile } from './release-paths.ts';
import type { Rendered } from './renderer.ts';

export interface PageFaults extends PageCheck {
  /** Faults of the entries that the page has looked at. */
  issues: ContentIssue[];
}

/** What keeps a rendered page from going live: the same in a run, in a check before it, and in a preview. */
export function findPageFaults(
  path: string,
  { body, reads }: Pick<Rendered, 'body' | 'reads'>,
  issues: ReadonlyMap<string, ContentIssue[]>,
  exists: (path: string) => boolean,
): PageFaults {
  const check = path.endsWith('/')
    ? checkPage(decoder.decode(body), exists)
    : { faults: [], links: [], anchors: new Set<string>() };
  return { ...check, issues: reads.flatMap((key) => issues.get(key) ?? []) };
}

const decoder = new TextDecoder();

/** Whether a link to a path leads somewhere. */
export const existsIn = (content: Content) => (path: string) =>
  isFile(path) || findRoute(content, redirectPath({ from: path })) !== undefined;
