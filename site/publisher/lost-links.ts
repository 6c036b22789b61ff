import { type Link, type PageFault, toLinkFault } from './check-page.ts';
import { anchorKey, type ReadIndex } from './plan-pages.ts';

/** Where links can lead to on each page that is right, by path. */
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

/** Pages with links to places that have come or gone on a page. */
export function readersOfMoved(
  path: string,
  before: ReadonlySet<string> | undefined,
  after: ReadonlySet<string>,
  reads: ReadIndex,
): string[] {
  if (before === undefined) return [];
  const moved = [...before, ...after].filter(
    (anchor) => !(before.has(anchor) && after.has(anchor)),
  );
  return moved.flatMap((anchor) => [...(reads.get(anchorKey(path, anchor)) ?? [])]);
}
