import type { ChangedPage, ChangedPages, PageChange, SectionChange } from '@lectern/shared-types';
import { localeOf } from '../../src/content/routes.ts';
import { findBody } from '../find-body.ts';
import { comparePages } from './page-changes.ts';
import { readPage } from './page-text.ts';

interface ChangedPagesOptions {
  siteUrl: string;
  /** The page as visitors get it; undefined where they get none, or are sent on. */
  readLive: (path: string) => Promise<Uint8Array | undefined>;
  /** Where an image can be loaded from by its path on the site; null when nobody knows. */
  toImageUrl: (path: string) => string | null;
}

const nothing = { title: '', sections: [] };

/** What stands on every page: of a new one it is not news. */
const frame = new Set(['masthead', 'colophon']);

/** Collects what readers would see on pages, those that change in the same way together. */
export function createChangedPages({ siteUrl, readLive, toImageUrl }: ChangedPagesOptions) {
  const groups = new Map<string, ChangedPages>();
  const decoder = new TextDecoder();

  const add = (
    change: PageChange,
    sections: SectionChange[],
    page: Omit<ChangedPage, 'isBlocked' | 'locale' | 'liveUrl'>,
    livePath: string | undefined,
    target: string | null = null,
  ): void => {
    const key = JSON.stringify([change, sections, target]);
    const group = groups.get(key) ?? { change, sections, target, pages: [] };
    groups.set(key, group);
    const liveUrl = livePath === undefined ? null : new URL(livePath, siteUrl).href;
    group.pages.push({ ...page, locale: localeOf(page.path), liveUrl, isBlocked: false });
  };

  return {
    /** @param livePath where the same page is live now; undefined for a new one */
    compare: async (path: string, body: Uint8Array, livePath: string | undefined) => {
      const live = livePath === undefined ? undefined : await readLive(livePath);
      if (live !== undefined && livePath === path && Buffer.compare(live, body) === 0) return;
      const locale = localeOf(path);
      const html = decoder.decode(body);
      const after = readPage(html, locale);
      const page = { path, title: after.title };
      if (live === undefined) {
        const sections = comparePages(nothing, after, { toImageUrl });
        const own = sections.filter(({ name }) => !frame.has(name));
        return add('new', own, page, undefined);
      }
      const liveHtml = decoder.decode(live);
      const sections = comparePages(readPage(liveHtml, locale), after, { toImageUrl });
      if (livePath !== path) return add('moved', sections, page, livePath);
      if (sections.length > 0 || bodyOf(html) !== bodyOf(liveHtml))
        add('changed', sections, page, livePath);
    },
    /** @param before where visitors are sent now; undefined when they are not */
    redirect: (path: string, target: string, before: string | undefined): void => {
      if (target === before) return;
      const livePath = before === undefined ? undefined : path;
      add('redirect', [], { path, title: path }, livePath, target);
    },
    remove: async (path: string) => {
      const live = await readLive(path);
      const title = live ? readPage(decoder.decode(live), localeOf(path)).title : path;
      add('removed', [], { path, title }, path);
    },
    /**
     * By path, and not in the order of rendering, which differs from time to time.
     * @param blocked paths of pages that would stay as they are
     */
    toGroups: (blocked: ReadonlySet<string>): ChangedPages[] =>
      [...groups.values()]
        .map((group) => ({
          ...group,
          pages: group.pages
            .map((page) => ({ ...page, isBlocked: blocked.has(page.path) }))
            .toSorted((one, other) => byText(one.path, other.path)),
        }))
        .toSorted((one, other) => byText(firstPath(one), firstPath(other))),
  };
}

/** What readers have before them, drawings and all; not what is told to machines. */
const bodyOf = (html: string): string => html.slice(findBody(html).bodyTag);

const firstPath = ({ pages }: ChangedPages): string => pages[0]?.path ?? '';

const byText = (one: string, other: string): number => (one < other ? -1 : 1);
