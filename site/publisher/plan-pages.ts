import type { Content } from '../src/content/content.ts';
import { allRoutes, findRoute } from '../src/content/routes.ts';
import { sitemapPartsKey, sitemapPathOf, sitemapPaths } from '../src/content/sitemap.ts';
import type { Pending } from './content-state.ts';

/** What has to happen to the pages of the live release. */
export interface PagePlan {
  render: string[];
  remove: string[];
}

/** Which page has looked at what, learned from rendering. */
export type ReadIndex = Map<string, Set<string>>;

/** In the record of what a page has looked at: whether something stands at an address. */
export const addressKey = (path: string) => `address ${path}`;

/** In the record of what a page has looked at: whether something on another page has a name. */
export const anchorKey = (path: string, anchor: string) => `anchor ${path}#${anchor}`;

/** Pages that exist whatever the content is. */
const fixedPaths = (content: Content) => [
  '/404/',
  '/sitemap.xml',
  ...sitemapPaths(content),
  '/robots.txt',
  '/llms.txt',
];

/** Whether some content makes a page, or has a redirect, at a path. */
export function hasPageAt(content: Content): (path: string) => boolean {
  const fixed = new Set(fixedPaths(content));
  return (path) => fixed.has(path) || findRoute(content, path) !== undefined;
}

/** Every page: after a start, or a change that cannot be followed. */
export function planAll(content: Content, live: Iterable<string>): PagePlan {
  const render = [...[...allRoutes(content)].map(([path]) => path), ...fixedPaths(content)];
  const wanted = new Set(render);
  return { render, remove: [...live].filter((path) => !wanted.has(path)) };
}

/** The pages that have looked at what changed, the new ones, and those that are gone. */
export function planChanged(
  content: Content,
  { keys, addresses }: Pending,
  reads: ReadIndex,
  isLive: (path: string) => boolean,
): PagePlan {
  const fixed = fixedPaths(content);
  const exists = hasPageAt(content);
  const candidates = new Set(addresses);
  const addReaders = (key: string) => {
    for (const path of reads.get(key) ?? []) candidates.add(path);
  };
  for (const key of [...keys, ...[...addresses].map(addressKey)]) addReaders(key);
  for (const key of keys) {
    const [type, , documentId = ''] = key.split(' ');
    if (type === 'LandingPage') candidates.add(sitemapPathOf(documentId, content));
  }
  if (!fixed.every(isLive)) {
    addReaders(sitemapPartsKey);
    for (const path of fixed) candidates.add(path);
  }
  return {
    render: [...candidates].filter(exists),
    remove: [...candidates].filter((path) => !exists(path) && isLive(path)),
  };
}
