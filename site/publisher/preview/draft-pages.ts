import { addressOf, isLocale, type Locale, type PageReason } from '@lectern/shared-types';
import type { ContentSource } from '../../src/cms/load-content.ts';
import { entryKey } from '../../src/content/content.ts';
import { findRoute, landingPagePath, localeOf } from '../../src/content/routes.ts';
import { existsIn, findPageFaults } from '../find-page-faults.ts';
import { toPageReasons } from '../page-reasons.ts';
import type { Renderer } from '../renderer.ts';
import { createRendererOnDemand, draftsIdleTime } from '../renderer-on-demand.ts';
import { type Drafts, refreshDrafts } from './refresh-drafts.ts';

/** What drafts make of an address. */
type DraftPage =
  | {
      kind: 'page';
      status: 200 | 404;
      path: string;
      locale: Locale;
      html: string;
      faults: PageReason[];
    }
  /** Nothing to be seen but what is wrong. */
  | { kind: 'faults'; path: string; locale: Locale; faults: PageReason[] }
  | { kind: 'redirect'; location: string };

export interface DraftPages {
  /**
   * Renders a page from the drafts as they are saved at the moment.
   * @param address a path of the site, or `/preview/<locale>/<document id>/` for a landing page
   *   whatever its path is
   * @throws ContentReadError when the CMS cannot be read
   */
  render(address: string): Promise<DraftPage>;
  /** To be called when something was read that may be there by now, such as an image. */
  forget(): void;
  close(): Promise<void>;
}

const missingPage = '/404/';

/** Drafts with a renderer of their own, started when the first page is asked for. */
export function createDraftPages(
  source: ContentSource,
  startRenderer: () => Promise<Renderer>,
): DraftPages {
  let drafts: Drafts | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  const demand = createRendererOnDemand({
    start: startRenderer,
    idleTime: draftsIdleTime,
    onEnd: () => {
      drafts = undefined;
    },
  });

  const renderNow = async (address: string): Promise<DraftPage> => {
    const renderer = await demand.get();
    drafts = await refreshDrafts(source, renderer, drafts);
    return renderFrom(drafts, renderer, address);
  };
  return {
    // One after the other: a page must not be rendered while the content under it changes.
    render: (address) => {
      const page = queue.then(() => renderNow(address));
      queue = page.catch(() => undefined);
      return page;
    },
    forget: () => {
      drafts = undefined;
    },
    close: async () => {
      await queue;
      await demand.close();
    },
  };
}

async function renderFrom(
  { content, issues }: Drafts,
  renderer: Renderer,
  address: string,
): Promise<DraftPage> {
  const own = ownPage(address);
  const locale = own?.locale ?? localeOf(address);
  const faultsOf = (key: string) =>
    toPageReasons({ issues: issues.get(key) ?? [], faults: [] }, [], content);

  const entries = content.locales.get(locale);
  if (entries === undefined) {
    const site = [...issues.values()].flat().filter((issue) => issue.type === 'Site');
    const here = site.filter((issue) => issue.locale === locale);
    const faults = toPageReasons({ issues: here, faults: [] }, [], content);
    return { kind: 'faults', path: address, locale, faults };
  }
  const page = own && entries.LandingPage.get(own.documentId);
  if (own && !page) {
    const faults = faultsOf(entryKey('LandingPage', locale, own.documentId));
    if (faults.length > 0) return { kind: 'faults', path: address, locale, faults };
  }
  const path = page ? landingPagePath(locale, page) : addressOf(address);
  const route = findRoute(content, path);
  if (route?.kind === 'redirect') return { kind: 'redirect', location: route.redirect.to };
  const shown = route === undefined ? missingPage : path;
  try {
    const rendered = await renderer.render(shown);
    const found = findPageFaults(shown, rendered, issues, existsIn(content));
    return {
      kind: 'page',
      status: route === undefined ? 404 : 200,
      path,
      locale,
      html: new TextDecoder().decode(rendered.body),
      faults: toPageReasons(found, rendered.reads, content),
    };
  } catch (error) {
    const text = `It could not be rendered: ${error instanceof Error ? error.message : error}`;
    const fault = { text, type: null, documentId: null, locale: null, field: null };
    return { kind: 'faults', path, locale, faults: [fault] };
  }
}

/** The landing page that an address of the form `/preview/<locale>/<document id>/` stands for. */
function ownPage(address: string): { locale: Locale; documentId: string } | undefined {
  const [, locale, documentId] = /^\/preview\/([^/]+)\/([^/]+)\/$/.exec(address) ?? [];
  return isLocale(locale) && documentId !== undefined ? { locale, documentId } : undefined;
}
