import type { BlockedPage, ContentFault, PublisherStatus } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { environment } from '../environment';
import type { Blocked } from './contract';
import { toEntryLink } from './entry-link';
import { type NamedEntry, nameEntries } from './name-entries';
import { localeOfPath } from './stuck-entries';

/** What cannot be published as it is: pages that stay as they were, and entries that no page shows. */
export interface BlockedSources {
  pages: readonly BlockedPage[];
  faults: readonly ContentFault[];
}

/** Everything that is blocked, or what of it is about one entry. */
export function sourcesOf(
  { blocked, faults }: PublisherStatus,
  about?: { documentId: string; locale: string | null; paths: ReadonlySet<string> },
): BlockedSources {
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

/** Says of each reason which page it holds back, and which entry and field have to be changed. */
export async function describeBlocked(
  strapi: Core.Strapi,
  { pages, faults }: BlockedSources,
  all: PublisherStatus,
  limit: number,
): Promise<{ blocked: Blocked[]; blockedCount: number }> {
  const faultOf = new Map(all.faults.map((fault) => [fault.reason, fault]));
  const held = pages.flatMap(({ path, reasons, entries }) =>
    reasons.map((reason) => ({ path, reason, fault: faultOf.get(reason), entries })),
  );
  const explained = new Set(held.map(({ reason }) => reason));
  const alone = faults
    .filter(({ reason }) => !explained.has(reason))
    .map((fault) => ({ path: null, reason: fault.reason, fault, entries: [fault.documentId] }));
  const found = [...held, ...alone];
  const shown = found.slice(0, limit);
  const ids = shown.flatMap(({ fault, entries }) => fault?.documentId ?? entries[0] ?? []);
  const named = await nameEntries(strapi, ids);
  const blocked = shown.map(({ path, reason, fault, entries }) => {
    const locale = fault ? fault.locale : path === null ? null : localeOfPath(path);
    const entry = named.get(fault?.documentId ?? entries[0] ?? '');
    return {
      page: path === null ? null : { path, url: new URL(path, environment.PUBLIC_SITE_URL).href },
      reason,
      field: fault?.field ?? null,
      entry: entry === undefined ? null : toEntry(entry, locale),
    };
  });
  return { blocked, blockedCount: found.length };
}

function toEntry({ uid, documentId, titles }: NamedEntry, locale: string | null): Blocked['entry'] {
  const title = titles.get(locale) ?? [...titles.values()][0] ?? '(untitled)';
  return { title, link: toEntryLink(uid, documentId, locale) };
}
