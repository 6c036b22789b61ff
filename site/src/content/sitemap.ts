import { type Content, entryKey } from './content.ts';
import { homePath, landingPagePath, type Route } from './routes.ts';
import { getContent, recordRead } from './store.ts';

/* The sitemap comes in parts, so that a changed page changes a small file, however large the site. */

/** Landing pages that a part holds on average, over all locales. */
const pagesPerPart = 250;

/** In the record of what a page has read: how many parts the sitemap has. */
export const sitemapPartsKey = 'sitemap parts';

/** How many parts there are; a power of two, so that it seldom changes. */
function countParts({ locales }: Content): number {
  const pages = [...locales.values()].reduce((sum, { LandingPage }) => sum + LandingPage.size, 0);
  return 2 ** Math.ceil(Math.log2(Math.max(1, Math.ceil(pages / pagesPerPart))));
}

const pathOf = (index: number, count: number) => `/sitemaps/${index + 1}-of-${count}.xml`;

/** Paths of all parts: `/sitemaps/1-of-4.xml`. */
export function sitemapPaths(content: Content = getContent()): string[] {
  recordRead(sitemapPartsKey);
  const count = countParts(content);
  return Array.from({ length: count }, (_, index) => pathOf(index, count));
}

/** The part that lists a landing page in all its locales. */
export function sitemapPathOf(documentId: string, content: Content = getContent()): string {
  const count = countParts(content);
  return pathOf(hashOf(documentId) % count, count);
}

/** What the part of the sitemap at a path lists, in the order of the addresses. */
export function routesInSitemap(own: string): [string, Route][] {
  const content = getContent();
  const count = countParts(content);
  const routes: [string, Route][] = [];
  for (const [locale, { LandingPage }] of content.locales) {
    if (own === pathOf(0, count)) routes.push([homePath(locale), { kind: 'home', locale }]);
    for (const page of LandingPage.values()) {
      if (pathOf(hashOf(page.documentId) % count, count) !== own) continue;
      recordRead(entryKey('LandingPage', locale, page.documentId));
      routes.push([landingPagePath(locale, page), { kind: 'landing-page', locale, page }]);
    }
  }
  return routes.sort(([one], [other]) => (one < other ? -1 : 1));
}

/** FNV-1a: spreads ids evenly and is the same everywhere. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}
