import type { PageReason } from '@lectern/shared-types';
import { type Content, entryKey, parseEntryKey } from '../src/content/content.ts';
import { findRoute } from '../src/content/routes.ts';
import type { Link, PageFault } from './check-page.ts';
import type { Held } from './content-state.ts';
import { existsIn, findPageFaults } from './find-page-faults.ts';
import { toPageReasons } from './page-reasons.ts';
import { addressKey, anchorKey, type ReadIndex } from './plan-pages.ts';
import { RenderError, type Rendered } from './renderer.ts';

/** What a page was found to be. */
export interface Finding {
  /** What it has looked at: entries, addresses, and places on other pages. */
  reads: ReadonlySet<string>;
  /** Entries that it shows, or would show. */
  shows: readonly string[];
  links: readonly Link[];
  anchors: ReadonlySet<string>;
  faults: readonly PageFault[];
  /** Why it is not right; nothing when it is. */
  reasons: readonly PageReason[];
  /** Whether there is a page at all, right or not. */
  isRendered: boolean;
  /** Whether what is live has to stay, since nobody knows all that it shows. */
  mustStay: boolean;
  /** Whether it is stored for the release that is being made. */
  isStored: boolean;
}

interface Surroundings {
  content: Content;
  held: ReadonlyMap<string, Held>;
  reads: ReadIndex;
  isLive: boolean;
}

/** Looks a page over, and notes what it has looked at. */
export function lookOver(
  path: string,
  rendered: Rendered | Error,
  { content, held, reads: index, isLive }: Surroundings,
): Finding {
  if (rendered instanceof Error) return lookOverFailed(path, rendered, content, index);
  const found = findPageFaults(path, rendered, noIssues, existsIn(content));
  const { links, anchors, faults } = found;
  const reads = new Set([...rendered.reads, ...links.flatMap(keysOf)]);
  noteReads(path, reads, index);
  const unknown = isLive ? rendered.reads.flatMap((key) => reasonsOfUnknown(held, key)) : [];
  const reasons = [...unknown, ...toPageReasons(found, rendered.reads, content)];
  return {
    reads,
    shows: rendered.reads,
    // Of a page that is right only those to places on other pages are looked at again.
    links: reasons.length > 0 ? links : links.filter(({ anchor }) => anchor !== undefined),
    anchors,
    faults,
    reasons,
    isRendered: true,
    mustStay: unknown.length > 0,
    isStored: false,
  };
}

/** What has to change for a page to become right: where its links lead, else whatever it has looked at. */
export function watchedBy({ faults, links, reads }: Finding): ReadonlySet<string> {
  const watched = new Set<string>();
  for (const { href } of faults) {
    const link = links.find((each) => each.href === href);
    if (link === undefined) return reads;
    for (const key of keysOf(link)) watched.add(key);
  }
  return watched.size > 0 ? watched : reads;
}

/** Key of the entry that stands at a path. */
export function entryKeyAt(content: Content, path: string): string | undefined {
  const route = findRoute(content, path);
  if (route?.kind === 'landing-page')
    return entryKey('LandingPage', route.locale, route.page.documentId);
  return route?.kind === 'redirect'
    ? entryKey('Redirect', null, route.redirect.documentId)
    : undefined;
}

/** Those of entries are no fault of pages: these show an earlier version. */
const noIssues: ReadonlyMap<string, never[]> = new Map();

const nothing = {
  links: [],
  anchors: new Set<string>(),
  faults: [],
  mustStay: false,
  isStored: false,
};

function lookOverFailed(path: string, error: Error, content: Content, index: ReadIndex): Finding {
  const own = entryKeyAt(content, path);
  const known =
    error instanceof RenderError
      ? error.reads
      : [...index].flatMap(([key, pages]) => (pages.has(path) ? key : []));
  const reads = new Set([...(own ? [own] : []), ...known]);
  noteReads(path, reads, index);
  const text = `It could not be rendered: ${error.message}`;
  const nowhere = { type: null, documentId: null, locale: null, field: null };
  const reason = { text, ...nowhere, ...(own ? parseEntryKey(own) : {}) };
  return { ...nothing, reads, shows: [...known], reasons: [reason], isRendered: false };
}

const keysOf = ({ path, anchor }: Link): string[] => [
  addressKey(path),
  ...(anchor === undefined ? [] : [anchorKey(path, anchor)]),
];

const reasonsOfUnknown = (held: ReadonlyMap<string, Held>, key: string): readonly PageReason[] => {
  const { isUnknown, reasons } = held.get(key) ?? { isUnknown: false, reasons: [] };
  return isUnknown ? reasons : [];
};

function noteReads(path: string, reads: Iterable<string>, index: ReadIndex): void {
  for (const key of reads) {
    const pages = index.get(key);
    if (pages === undefined) index.set(key, new Set([path]));
    else pages.add(path);
  }
}
