import type { BlockedPage, ContentFault, PublisherStatus } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { environment } from '../environment';
import type { Blocked } from './contract';
import { toEntryLink } from './entry-link';
import { type NamedEntry, nameEntries, pageAt } from './name-entries';
import { localeOfPath } from './stuck-entries';

/** What cannot be published as it is: pages that stay as they were, and entries that no page shows. */
interface BlockedSources {
  pages: readonly BlockedPage[];
  faults: readonly ContentFault[];
}

/** The entry that is asked about, and the pages that it can be held back on. */
export interface About {
  documentId: string;
  locale: string | null;
  paths: ReadonlySet<string>;
}

/** One reason with all that it holds back. */
interface Reason {
  reason: string;
  pages: BlockedPage[];
  fault: ContentFault | undefined;
}

interface DescribeOptions {
  /** Most reasons that are described; the others are counted. */
  limit: number;
  /** Whether the entry of the page itself is named where nobody knows the one to change. */
  isAboutPages: boolean;
}

const namedPages = 5;

/** Everything that is blocked, or what of it is about one entry. */
export function sourcesOf({ blocked, faults }: PublisherStatus, about?: About): BlockedSources {
  if (about === undefined) return { pages: blocked, faults };
  const isHere = (locale: string | null) =>
    locale === null || about.locale === null || locale === about.locale;
  return {
    pages: blocked.filter(
      ({ path, entries }) =>
        isHere(localeOfPath(path)) && (entries.includes(about.documentId) || about.paths.has(path)),
    ),
    faults: faults.filter(
      ({ documentId, locale }) => documentId === about.documentId && isHere(locale),
    ),
  };
}

/** Says of each reason which pages it holds back, and which entry and field have to be changed. */
export async function describeBlocked(
  strapi: Core.Strapi,
  sources: BlockedSources,
  all: PublisherStatus,
  { limit, isAboutPages }: DescribeOptions,
): Promise<{ blocked: Blocked[]; blockedCount: number }> {
  const reasons = groupByReason(sources, all);
  const shown = reasons.slice(0, limit);
  const named = await nameEntries(
    strapi,
    shown.flatMap((reason) => idOf(reason) ?? []),
  );
  const blocked = await Promise.all(
    shown.map(async (reason) => {
      const { fault, pages } = reason;
      const [first] = pages;
      const locale = fault ? fault.locale : first ? localeOfPath(first.path) : null;
      const known = named.get(idOf(reason) ?? '');
      const entry = known ?? (isAboutPages && first ? await pageAt(strapi, first.path) : undefined);
      return {
        reason: reason.reason,
        field: fault?.field ?? null,
        entry: entry === undefined ? null : toEntry(entry, locale),
        pageCount: pages.length,
        pages: pages
          .slice(0, namedPages)
          .map(({ path }) => ({ path, url: new URL(path, environment.PUBLIC_SITE_URL).href })),
      };
    }),
  );
  return { blocked, blockedCount: reasons.length };
}

function groupByReason({ pages, faults }: BlockedSources, all: PublisherStatus): Reason[] {
  const faultOf = new Map(all.faults.map((fault) => [fault.reason, fault]));
  const reasons = new Map<string, Reason>();
  const add = (reason: string, page: BlockedPage | undefined) => {
    const known = reasons.get(reason) ?? { reason, pages: [], fault: faultOf.get(reason) };
    reasons.set(reason, known);
    if (page) known.pages.push(page);
  };
  for (const page of pages) for (const reason of page.reasons) add(reason, page);
  for (const { reason } of faults) add(reason, undefined);
  return [...reasons.values()];
}

const idOf = ({ fault, pages }: Reason): string | undefined =>
  fault?.documentId ?? pages[0]?.entries[0];

function toEntry({ uid, documentId, titles }: NamedEntry, locale: string | null): Blocked['entry'] {
  const title = titles.get(locale) ?? [...titles.values()][0] ?? '(untitled)';
  return { title, link: toEntryLink(uid, documentId, locale) };
}
