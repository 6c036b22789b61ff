import type { DraftEntry, PageReason } from '@lectern/shared-types';
import type { Content, LandingPage } from '../../src/content/content.ts';
import { findRoute, landingPagePath, type Route } from '../../src/content/routes.ts';
import { existsIn, findPageFaults, type PageFaults } from '../find-page-faults.ts';
import { findLostLinks, movedAnchors } from '../lost-links.ts';
import { toPageReasons } from '../page-reasons.ts';
import type { Rendered, Renderer } from '../renderer.ts';
import { type AppliedCandidates, isPage, type LiveState } from './apply-candidates.ts';
import type { createChangedPages } from './changed-pages.ts';

interface LookOverOptions {
  applied: AppliedCandidates;
  /** The live content. */
  content: Content;
  entries: readonly DraftEntry[];
  state: LiveState;
  /** Is told of every page that was rendered. */
  changed: Pick<ReturnType<typeof createChangedPages>, 'compare' | 'redirect'>;
  /** Most pages that are rendered. */
  limit: number;
  /** Ends it between two pages. */
  signal: AbortSignal;
}

interface LookedOver {
  /** What is wrong with each page, by path; empty for one that would go live. */
  faults: Map<string, PageReason[]>;
  /** Paths that pages have left for others. */
  moved: Set<string>;
  checked: number;
  pagesInAll: number;
}

/** Renders the pages that drafts can change, and says what is wrong with each. */
export async function lookOver(
  renderer: Renderer,
  { applied, content: live, entries, state, changed, limit, signal }: LookOverOptions,
): Promise<LookedOver> {
  const { content, drafts, updates, issues, refused, plan } = applied;
  const { anchors, reads } = state;
  const paths = new Set(plan.render);
  const seen = new Map<string, PageFaults & Pick<Rendered, 'reads'>>();
  const faults = new Map<string, PageReason[]>();
  const moved = new Set<string>();
  // Where a place that links lead to comes or goes, the pages with these links join.
  for (const path of paths) {
    if (faults.size === limit || signal.aborted) break;
    const rendered = await renderOne(renderer, path);
    if (rendered instanceof Error) {
      // A page that takes too long ends the thread, which starts again at the live content.
      await renderer.update(updates, live.generation);
      faults.set(path, [toFailure(rendered, entries)]);
      continue;
    }
    const found = findPageFaults(path, rendered, issues, existsIn(content));
    seen.set(path, { ...found, reads: rendered.reads });
    faults.set(path, toPageReasons(found, rendered.reads, content));
    const [route, now] = [findRoute(content, path), findRoute(live, path)];
    if (route?.kind === 'redirect') {
      const before = now?.kind === 'redirect' ? now.redirect.to : undefined;
      changed.redirect(path, route.redirect.to, before);
    } else {
      const livePath = livePathOf(path, route, now, live);
      if (livePath !== path && livePath !== undefined) moved.add(livePath);
      await changed.compare(path, rendered.body, livePath);
    }
    for (const key of movedAnchors(path, anchors.get(path), found.anchors))
      for (const reader of reads.get(key) ?? []) if (isPage(reader)) paths.add(reader);
  }
  for (const [path, { links, reads: ownReads }] of seen) {
    const lost = findLostLinks(links, (to) => seen.get(to)?.anchors ?? anchors.get(to));
    faults.get(path)?.push(...toPageReasons({ issues: [], faults: lost }, ownReads, content));
  }
  const checked = faults.size;
  // A page that cannot have its address is blocked where it would stand.
  for (const { type, locale, view } of drafts) {
    if (type !== 'LandingPage' || locale === null) continue;
    const own = refused.filter(
      (issue) => issue.documentId === view.documentId && issue.locale === locale,
    );
    const path = landingPagePath(locale, view as LandingPage);
    if (own.length > 0 && !faults.has(path))
      faults.set(path, toPageReasons({ issues: own, faults: [] }, [], content));
  }
  return { faults, moved, checked, pagesInAll: paths.size };
}

/** Where a page that would stand at a path is live now; undefined for a new one. */
function livePathOf(
  path: string,
  route: Route | undefined,
  now: Route | undefined,
  live: Content,
): string | undefined {
  if (route?.kind !== 'landing-page') return path;
  const { locale, page } = route;
  const before = live.locales.get(locale)?.LandingPage.get(page.documentId);
  if (before !== undefined) return landingPagePath(locale, before);
  return now?.kind === 'redirect' ? undefined : path;
}

const renderOne = (renderer: Renderer, path: string): Promise<Rendered | Error> =>
  renderer
    .render(path)
    .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));

/** Of several entries nobody knows which one it was. */
function toFailure({ message }: Error, entries: readonly DraftEntry[]): PageReason {
  const [first] = entries;
  const known = entries.length === 1 ? first : undefined;
  return {
    text: `It could not be rendered: ${message}`,
    type: known?.type ?? null,
    documentId: known?.documentId ?? null,
    locale: known?.locale ?? null,
    field: null,
  };
}
