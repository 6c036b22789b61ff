import { type Link, type PageFault, toLinkFault } from './check-page.ts';
import { anchorKey } from './plan-pages.ts';

/** Where links can lead to on each page that is live, by path. */
export type AnchorIndex = Map<string, ReadonlySet<string>>;

/** Links to places that other pages do not have. */
export function findLostLinks(
  links: readonly Link[],
  anchorsOf: (path: string) => ReadonlySet<string> | undefined,
): PageFault[] {
  return links.flatMap((link) => {
    if (link.anchor === undefined) return [];
    const places = anchorsOf(link.path);
    // A redirect has no places of its own: browsers take the anchor along to where it leads.
    if (places === undefined || places.size === 0 || places.has(link.anchor)) return [];
    return [toLinkFault(link, 'is not on that page')];
  });
}

/** Keys of the places on a page that have come or gone. */
export function movedAnchors(
  path: string,
  before: ReadonlySet<string> | undefined,
  after: ReadonlySet<string>,
): string[] {
  if (before === undefined) return [];
  return [...before.symmetricDifference(after)].map((anchor) => anchorKey(path, anchor));
}
