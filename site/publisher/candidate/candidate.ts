import type {
  ContentIssue,
  DraftEntry,
  Locale,
  PageReason,
  PublishCheck,
} from '@lectern/shared-types';
import type { ContentSource } from '../../src/cms/load-content.ts';
import type { MediaFile } from '../../src/cms/media.ts';
import { type Content, entryKey, type LandingPage } from '../../src/content/content.ts';
import { findRoute, landingPagePath, localeOf } from '../../src/content/routes.ts';
import { updateContent } from '../../src/content/update-content.ts';
import { byEntry, type ContentState, nothingPending } from '../content-state.ts';
import { existsIn, findPageFaults, type PageFaults } from '../find-page-faults.ts';
import { type AnchorIndex, findLostLinks, readersOfMoved } from '../lost-links.ts';
import { toPageReasons } from '../page-reasons.ts';
import { planChanged, type ReadIndex } from '../plan-pages.ts';
import type { Rendered, Renderer } from '../renderer.ts';
import { createChangedPages } from './changed-pages.ts';
import { copyContent, type FollowedContent } from './followed-content.ts';
import { readCandidates, toInverse, toUpdates } from './read-candidates.ts';

/** The live state: faults, what pages have looked at, which pages are live and what they are. */
export interface LiveState {
  issues: ContentState['issues'];
  media: ReadonlyMap<string, MediaFile>;
  reads: ReadIndex;
  anchors: AnchorIndex;
  isLive(path: string): boolean;
  /** A page as visitors get it. @throws Error when nothing is live at the path */
  readPage(path: string): Promise<Uint8Array>;
}

interface CandidateOptions {
  source: ContentSource;
  siteUrl: string;
  followed: FollowedContent;
  live: () => LiveState;
}

/** Pages that are rendered unless all are asked for: a change of the site's settings is on every page. */
const mostPages = 200;

/** Renders what publishing drafts would change, beside the live content and never within it. */
export function createCandidate({ source, siteUrl, followed, live }: CandidateOptions) {
  let queue: Promise<unknown> = Promise.resolve();

  const checkNow = async (entries: readonly DraftEntry[], limit: number): Promise<PublishCheck> => {
    const candidates = await readCandidates(source, entries);
    const { renderer, content } = await followed.catchUp();
    const candidate = copyContent(content);
    const updates = toUpdates(candidates, content);
    const changes = updateContent(candidate, updates, content.generation);
    const { issues: known, reads, anchors, isLive, ...state } = live();
    const issues = new Map(known);
    for (const { type, locale, view } of candidates.drafts)
      issues.delete(entryKey(type, locale, view.documentId));
    const asked = new Set(entries.map(({ documentId }) => documentId));
    const refused = changes.issues.filter(({ documentId }) => asked.has(documentId));
    for (const [key, faults] of byEntry(refused)) {
      issues.set(key, faults);
      changes.keys.add(key);
    }
    const pending = { ...nothingPending(), keys: changes.keys, addresses: changes.addresses };
    const plan = planChanged(candidate, pending, reads, isLive);
    const paths = new Set(plan.render.filter(isPage));
    const seen = new Map<string, PageFaults & Pick<Rendered, 'reads'>>();
    const faultsOf = new Map<string, PageReason[]>();
    const moved = new Set<string>();
    const images = new Map(candidates.media.map(({ path, url }) => [path, url]));
    const changed = createChangedPages({
      siteUrl,
      readLive: async (path) => (isLive(path) ? state.readPage(path) : undefined),
      toImageUrl: (path) => images.get(path) ?? state.media.get(path)?.url ?? null,
    });
    try {
      await renderer.update(updates, content.generation);
      // Where a place that links lead to comes or goes, the pages with these links are looked at as well.
      for (const path of paths) {
        if (faultsOf.size === limit) break;
        const rendered = await renderOne(renderer, path);
        // A page that takes too long ends the thread, which starts again at the live content.
        if (rendered instanceof Error) await renderer.update(updates, content.generation);
        if (rendered instanceof Error) {
          faultsOf.set(path, [failure(rendered, entries)]);
          continue;
        }
        const found = findPageFaults(path, rendered, issues, existsIn(candidate));
        seen.set(path, { ...found, reads: rendered.reads });
        faultsOf.set(path, toPageReasons(found, rendered.reads, candidate));
        const livePath = livePathOf(path, candidate, content);
        if (livePath !== path && livePath !== undefined) moved.add(livePath);
        await changed.compare(path, rendered.body, livePath);
        const readers = readersOfMoved(path, anchors.get(path), found.anchors, reads);
        for (const reader of readers.filter(isPage)) paths.add(reader);
      }
      await renderer.update(toInverse(updates, content), content.generation);
    } catch (error) {
      followed.reset();
      throw error;
    }
    for (const [path, { links, reads: ownReads }] of seen) {
      const lost = findLostLinks(links, (to) => seen.get(to)?.anchors ?? anchors.get(to));
      const reasons = toPageReasons({ issues: [], faults: lost }, ownReads, candidate);
      faultsOf.get(path)?.push(...reasons);
    }
    const checked = faultsOf.size;
    const gone = plan.remove.filter((path) => isPage(path) && !moved.has(path));
    for (const path of gone) await changed.remove(path);
    // A page that cannot have its address is blocked where it would stand.
    for (const { type, locale, view } of candidates.drafts) {
      const own = refused.filter(isAbout(locale, view.documentId));
      if (type !== 'LandingPage' || locale === null || own.length === 0) continue;
      const path = landingPagePath(locale, view as LandingPage);
      if (!faultsOf.has(path))
        faultsOf.set(path, toPageReasons({ issues: own, faults: [] }, [], candidate));
    }
    const blocked = [...faultsOf].filter(([, reasons]) => reasons.length > 0);
    return {
      blocked: blocked.map(([path, reasons]) => ({ path, locale: localeOf(path), reasons })),
      faults: toPageReasons(
        { issues: [...candidates.issues, ...refused], faults: [] },
        [],
        candidate,
      ),
      changes: changed.toGroups(new Set(blocked.map(([path]) => path))),
      checked: checked + gone.length,
      pagesInAll: paths.size + gone.length,
    };
  };

  return {
    /**
     * One after the other, since each puts its drafts into the renderer and takes them out again.
     * @param isWhole whether all pages are looked at, however many they are
     * @throws ContentReadError when the drafts cannot be read; Error before the first content is there
     */
    check: (entries: readonly DraftEntry[], isWhole: boolean): Promise<PublishCheck> => {
      const checked = queue.then(() => checkNow(entries, isWhole ? Infinity : mostPages));
      queue = checked.catch(() => undefined);
      return checked;
    },
    close: async () => {
      await queue;
      await followed.close();
    },
  };
}

export type CandidateRenderer = ReturnType<typeof createCandidate>;

/** Where what stands at a path of the candidate is live now; undefined for what is new. */
function livePathOf(path: string, candidate: Content, content: Content): string | undefined {
  const route = findRoute(candidate, path);
  const now = findRoute(content, path);
  if (route?.kind === 'redirect') return now?.kind === 'redirect' ? path : undefined;
  if (route?.kind !== 'landing-page') return path;
  const { locale, page } = route;
  const before = content.locales.get(locale)?.LandingPage.get(page.documentId);
  if (before !== undefined) return landingPagePath(locale, before);
  return now?.kind === 'redirect' ? undefined : path;
}

const renderOne = (renderer: Renderer, path: string): Promise<Rendered | Error> =>
  renderer
    .render(path)
    .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));

/** Of several entries nobody knows which one it was. */
function failure({ message }: Error, entries: readonly DraftEntry[]): PageReason {
  const [first] = entries;
  const known = entries.length === 1 && first ? first : undefined;
  return {
    text: `It could not be rendered: ${message}`,
    type: known?.type ?? null,
    documentId: known?.documentId ?? null,
    locale: known?.locale ?? null,
    field: null,
  };
}

const isAbout =
  (locale: Locale | null, documentId: string) =>
  (issue: ContentIssue): boolean =>
    issue.documentId === documentId && issue.locale === locale;

const isPage = (path: string) => path.endsWith('/') && path !== '/404/';
