import type { ContentIssue } from '@lectern/shared-types';
import type { Content } from '../src/content/content.ts';
import { leadsSomewhere } from '../src/content/routes.ts';
import { checkPage, type PageCheck } from './check-page.ts';
import type { Rendered } from './renderer.ts';

export interface PageFaults extends PageCheck {
  /** Faults of the entries that the page has looked at. */
  issues: ContentIssue[];
}

/** What keeps a rendered page from going live: the same in a run, in a check before it, and in a preview. */
export function findPageFaults(
  path: string,
  { body, reads, redirect }: Pick<Rendered, 'body' | 'reads' | 'redirect'>,
  issues: ReadonlyMap<string, ContentIssue[]>,
  exists: (path: string) => boolean,
): PageFaults {
  const known = reads.flatMap((key) => issues.get(key) ?? []);
  if (redirect !== undefined)
    return { ...nothing, links: redirect.links, issues: [...known, ...redirect.issues] };
  const check = path.endsWith('/') ? checkPage(decoder.decode(body), exists) : nothing;
  return { ...check, issues: known };
}

const nothing: PageCheck = { faults: [], links: [], anchors: new Set() };

const decoder = new TextDecoder();

/** Whether a link to a path leads somewhere. */
export const existsIn = (content: Content) => (path: string) => leadsSomewhere(content, path);
