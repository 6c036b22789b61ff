import type { ContentType, Locale } from '@lectern/shared-types';
import { createAsk } from '../../src/cms/client.ts';
import type { ContentSource } from '../../src/cms/load-content.ts';
import { copyMedia, mediaIn } from '../../src/cms/media.ts';
import { readDraft } from '../../src/cms/read-drafts.ts';
import { toViews } from '../../src/cms/to-content.ts';
import { type Content, entryKey } from '../../src/content/content.ts';
import { landingPagePath, localeOf } from '../../src/content/routes.ts';
import { type ContentUpdate, entryAt, updateContent } from '../../src/content/update-content.ts';
import { byEntry, type ContentState, nothingPending } from '../content-state.ts';
import { existsIn, findPageFaults, type PageFaults } from '../find-page-faults.ts';
import { type AnchorIndex, findLostLinks, readersOfMoved } from '../lost-links.ts';
import { type PageReason, toPageReasons } from '../page-reasons.ts';
import { planChanged, type ReadIndex } from '../plan-pages.ts';
import type { Rendered, Renderer } from '../renderer.ts';
import { copyContent, type FollowedContent } from './followed-content.ts';

/** An entry whose draft may be published. */
export interface CandidateEntry {
  type: ContentType;
  documentId: string;
  locale: Locale;
}

/** A page as it would be. */
export interface CandidatePage {
  path: string;
  locale: Locale;
  /** Undefined when it cannot be rendered, or would be gone. */
  body: Uint8Array | undefined;
  isNew: boolean;
  isRemoved: boolean;
  /** What would keep it at its last good version; none for one that would go live. */
  faults: PageReason[];
}

/** What publishing the draft of one entry would make of the pages. */
export interface Candidate {
  /** The pages that the entry can change, in the order in which they were rendered. */
  pages: CandidatePage[];
  /** How many there are, of which no more than 200 are rendered. */
  pagesInAll: number;
  /** What is wrong with the entry itself. */
  faults: PageReason[];
}

interface CandidateOptions {
  source: ContentSource;
  followed: FollowedContent;
  /** The live state: faults, what pages have looked at, which pages are live. */
  live: () => {
    issues: ContentState['issues'];
    reads: ReadIndex;
    anchors: AnchorIndex;
    isLive: (path: string) => boolean;
  };
}

/** A fault of the site's settings is on every page: more of them would tell nothing new. */
const mostPages = 200;

/** Renders what publishing a draft would change, beside the live content and never within it. */
export function createCandidate({ source, followed, live }: CandidateOptions) {
  let queue: Promise<unknown> = Promise.resolve();

  const render = async (entry: CandidateEntry): Promise<Candidate> => {
    const update = await readUpdate(source, entry);
    const { renderer, content } = await followed.catchUp();
    const candidate = copyContent(content);
    const merged = withOtherLocales(update, content, entry);
    const changes = updateContent(candidate, [merged], content.generation);
    const { issues: known, reads, anchors, isLive } = live();
    const issues = new Map(known);
    for (const locale of [entry.locale, null])
      issues.delete(entryKey(entry.type, locale, entry.documentId));
    const own = [...update.issues, ...changes.issues].filter(isOf(entry));
    for (const [key, faults] of byEntry(own)) {
      issues.set(key, faults);
      changes.keys.add(key);
    }
    const pending = { ...nothingPending(), keys: changes.keys, addresses: changes.addresses };
    const plan = planChanged(candidate, pending, reads, isLive);
    const paths = new Set(plan.render.filter(isPage));
    const seen = new Map<string, PageFaults & Pick<Rendered, 'reads'>>();
    const pages: CandidatePage[] = [];
    try {
      await renderer.update([merged], content.generation);
      // Where a place that links lead to comes or goes, the pages with these links are looked at as well.
      for (const path of paths) {
        if (pages.length === mostPages) break;
        const rendered = await renderOne(renderer, path);
        // A page that takes too long ends the thread, which starts again at the live content.
        if (rendered instanceof Error) await renderer.update([merged], content.generation);
        if (rendered instanceof Error) {
          pages.push({ ...pageAt(path), isNew: !isLive(path), faults: [failure(rendered, entry)] });
          continue;
        }
        const { body, reads: ownReads } = rendered;
        const found = findPageFaults(path, rendered, issues, existsIn(candidate));
        seen.set(path, { ...found, reads: ownReads });
        const faults = toPageReasons(found, ownReads, candidate);
        pages.push({ ...pageAt(path), body, isNew: !isLive(path), faults });
        const readers = readersOfMoved(path, anchors.get(path), found.anchors, reads);
        for (const reader of readers.filter(isPage)) paths.add(reader);
      }
      await renderer.update([inverse(merged, content)], content.generation);
    } catch (error) {
      followed.reset();
      throw error;
    }
    for (const page of pages) {
      const own = seen.get(page.path);
      const lost = findLostLinks(
        own?.links ?? [],
        (path) => seen.get(path)?.anchors ?? anchors.get(path),
      );
      page.faults.push(...toPageReasons({ issues: [], faults: lost }, own?.reads ?? [], candidate));
    }
    const left = paths.size - pages.length;
    for (const path of plan.remove.filter(isPage)) pages.push({ ...pageAt(path), isRemoved: true });
    const faults = toPageReasons({ issues: own, faults: [] }, [], candidate);
    const unplaced = ownPath(entry, update);
    if (faults.length > 0 && unplaced !== undefined && !pages.some(({ path }) => path === unplaced))
      pages.push({ ...pageAt(unplaced), isNew: !isLive(unplaced), faults });
    return { pages, pagesInAll: pages.length + left, faults };
  };

  return {
    /**
     * One after the other, since each puts its draft into the renderer and takes it out again.
     * @throws ContentReadError when the draft cannot be read; Error before the first content is there
     */
    render: (entry: CandidateEntry): Promise<Candidate> => {
      const candidate = queue.then(() => render(entry));
      queue = candidate.catch(() => undefined);
      return candidate;
    },
    close: async () => {
      await queue;
      await followed.close();
    },
  };
}

export type CandidateRenderer = ReturnType<typeof createCandidate>;

interface DraftUpdate extends ContentUpdate {
  /** The address that a landing page asks for, whether it can have it or not. */
  slug: string | undefined;
}

async function readUpdate(source: ContentSource, entry: CandidateEntry): Promise<DraftUpdate> {
  const ask = createAsk(source.cmsUrl, source.token, source.deadline);
  const { type, documentId, locale } = entry;
  const drafts = await readDraft(ask, type, documentId, locale);
  const here = drafts.filter((draft) => type === 'Redirect' || draft.locale === locale);
  const { toImage } = await copyMedia(mediaIn(here), source.cmsUrl, source.mediaFolder);
  const slug: unknown = here[0] && Reflect.get(here[0], 'slug');
  return {
    type,
    ids: new Set([documentId]),
    ...toViews(type, here, toImage),
    slug: typeof slug === 'string' && slug !== '' ? slug : undefined,
  };
}

/** Publishing one locale leaves the others as they are. */
function withOtherLocales(
  { type, ids, views, issues }: ContentUpdate,
  content: Content,
  entry: CandidateEntry,
): ContentUpdate {
  const others = viewsOf(type, content, entry.documentId).filter(
    ({ locale }) => type !== 'Redirect' && locale !== entry.locale,
  );
  return { type, ids, views: [...views, ...others], issues };
}

/** The update that brings an entry back to what it was. */
const inverse = ({ type, ids }: ContentUpdate, content: Content): ContentUpdate => ({
  type,
  ids,
  views: [...ids].flatMap((id) => viewsOf(type, content, id)),
  issues: [],
});

const viewsOf = (
  type: ContentType,
  content: Content,
  id: string,
): ContentUpdate['views'][number][] =>
  (type === 'Redirect' ? [null] : [...content.locales.keys()]).flatMap((locale) => {
    const view = entryAt(content, type, locale, id);
    return view === undefined ? [] : [{ locale, view }];
  });

const renderOne = (renderer: Renderer, path: string): Promise<Rendered | Error> =>
  renderer
    .render(path)
    .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));

const failure = ({ message }: Error, { type, documentId, locale }: CandidateEntry): PageReason => ({
  text: `It could not be rendered: ${message}`,
  type,
  documentId,
  locale,
  field: null,
});

const pageAt = (path: string): CandidatePage => ({
  path,
  locale: localeOf(path),
  body: undefined,
  isNew: false,
  isRemoved: false,
  faults: [],
});

/** Where a landing page would stand. */
const ownPath = ({ type, locale }: CandidateEntry, { slug }: DraftUpdate) =>
  type === 'LandingPage' && slug !== undefined ? landingPagePath(locale, { slug }) : undefined;

const isOf =
  ({ type, documentId }: CandidateEntry) =>
  (issue: { type: ContentType; documentId: string }) =>
    issue.type === type && issue.documentId === documentId;

const isPage = (path: string) => path.endsWith('/') && path !== '/404/';
