import {
  type BlockedGroup,
  type ContentIssue,
  type ContentType,
  defaultLocale,
  fieldName,
  type Locale,
  type PageReason,
} from '@lectern/shared-types';
import { entryKey, parseEntryKey } from '../src/content/content.ts';
import { addressIn } from './change-content.ts';
import type { Held } from './content-state.ts';
import { toPageReasons } from './page-reasons.ts';
import type { PublisherState } from './publisher-state.ts';

/** Everything that is wrong with published content, by fault. */
export interface SiteFaults {
  /** The gravest first, as many as can be sent again and again. */
  groups: BlockedGroup[];
  groupCount: number;
  pageCount: number;
}

/** Paths that are named of each fault. */
const namedPages = 5;
/** Longest that the faults may be as JSON, in characters. */
const longest = 32_000;

interface Group {
  reason: PageReason;
  isHeld: boolean;
  pages: Set<string>;
}

export const noFaults: SiteFaults = { groups: [], groupCount: 0, pageCount: 0 };

/** Groups what is wrong by what has to be corrected: one fault may hold up ten thousand pages. */
export function toSiteFaults(state: PublisherState): SiteFaults {
  const groups = new Map<string, Group>();
  const heldUp = new Set<string>();
  const add = (reason: PageReason, isHeld: boolean, pages: Iterable<string>) => {
    const group = groups.get(reason.text) ?? { reason, isHeld, pages: new Set<string>() };
    groups.set(reason.text, group);
    group.isHeld ||= isHeld;
    for (const path of pages) {
      group.pages.add(path);
      if (isHeld) heldUp.add(path);
    }
  };
  const { content, faulty } = state;
  for (const [key, held] of content?.held ?? [])
    for (const reason of held.reasons) add(reason, true, pagesOf(state, key, held));
  for (const [path, { reasons, isShown }] of faulty)
    for (const reason of reasons) add(reason, !isShown, [path]);
  for (const [key, issues] of content?.notices ?? [])
    for (const reason of toReasons(state, issues)) add(reason, false, pagesShowing(state, key));

  for (const key of content?.departed ?? [])
    if (key.startsWith(`Site ${defaultLocale} `)) add(rootlessReason(key), true, []);
  for (const reason of toReasons(state, state.shadowed)) add(reason, true, []);

  const sorted = [...groups.values()]
    .sort(
      (one, other) =>
        Number(other.isHeld) - Number(one.isHeld) || other.pages.size - one.pages.size,
    )
    .map(toGroup);
  return { groups: firstOf(sorted), groupCount: groups.size, pageCount: heldUp.size };
}

/** What is wrong with one entry, in one locale or in any, and with pages that do not show its version. */
export function faultsOfEntry(
  state: PublisherState,
  type: ContentType,
  documentId: string,
  locales: readonly (Locale | null)[],
): BlockedGroup[] {
  const groups: BlockedGroup[] = [];
  const add = (reasons: readonly PageReason[], isHeld: boolean, pages: readonly string[]) => {
    for (const reason of reasons) groups.push(toGroup({ reason, isHeld, pages: new Set(pages) }));
  };
  for (const locale of locales) {
    const key = entryKey(type, locale, documentId);
    const { held, notices } = state.content ?? {};
    const own = held?.get(key);
    if (state.content?.departed.has(key))
      add([departedReason(key)], true, pagesShowing(state, key));
    if (own !== undefined) add(own.reasons, true, pagesOf(state, key, own));
    add(toReasons(state, notices?.get(key) ?? []), false, pagesShowing(state, key));
    const isOwn = (issue: ContentIssue) => type === 'Redirect' && issue.documentId === documentId;
    add(toReasons(state, state.shadowed.filter(isOwn)), true, []);
    for (const [path, { reasons, lacks }] of state.faulty)
      if (lacks.has(key)) add(reasons, true, [path]);
  }
  return groups;
}

/** Of an entry that is not published any more. */
const departedReason = (key: string): PageReason => ({
  text: 'So many pages are to go from the site that an administrator has to confirm it on the welcome page. Until then visitors see them.',
  ...nowhere,
  ...parseEntryKey(key),
});

const rootlessReason = (key: string): PageReason => ({
  text: `Site (${defaultLocale}): is not published, and the site cannot be without it; visitors see it as it was. Publish it again.`,
  ...nowhere,
  ...parseEntryKey(key),
});

const nowhere = { type: null, documentId: null, locale: null, field: null };

const toReasons = ({ content }: PublisherState, issues: readonly ContentIssue[]): PageReason[] =>
  content ? toPageReasons({ issues, faults: [] }, [], content.content) : [];

/** Live pages that show an entry that is held back, and where it would stand itself. */
function pagesOf(state: PublisherState, key: string, { view }: Held): string[] {
  const entry = parseEntryKey(key);
  const address = entry && view && addressIn(entry, view);
  return [...pagesShowing(state, key), ...(address === undefined ? [] : [address])];
}

/** Live pages that show an entry. */
function pagesShowing({ reads, shown }: PublisherState, key: string): string[] {
  return [...(reads.get(key) ?? [])].filter((path) => path.endsWith('/') && shown.shows(path, key));
}

const toGroup = ({ reason, isHeld, pages }: Group): BlockedGroup => ({
  reason: reason.text,
  type: reason.type,
  documentId: reason.documentId,
  locale: reason.locale,
  field:
    reason.type === null || reason.field === null
      ? null
      : fieldName(reason.type, reason.field.split('.').map(toPart)),
  isHeld,
  pages: [...pages].slice(0, namedPages),
  pageCount: pages.size,
});

const toPart = (part: string) => (/^\d+$/.test(part) ? Number(part) : part);

/** As many as are not too long together. */
function firstOf(groups: readonly BlockedGroup[]): BlockedGroup[] {
  let length = 0;
  const end = groups.findIndex((group) => {
    length += JSON.stringify(group).length;
    return length > longest;
  });
  return end === -1 ? [...groups] : groups.slice(0, Math.max(1, end));
}
