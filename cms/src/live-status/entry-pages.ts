import {
  type ContentType,
  contentTypes,
  type EntryPages,
  type Section,
  sectionNames,
  sections,
} from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';
import type { DraftPlace, EntryStatus } from './contract';
import { toEntryLink } from './entry-link';

/** Pages and drafts named at once; more are counted. */
const named = 20;
const patience = 5_000;

/** Asks the publisher which pages of the live release show an entry. */
export async function publishedPages(
  publisherUrl: string,
  type: ContentType,
  documentId: string,
  locale: string | null,
): Promise<EntryPages['pages'] | { error: string }> {
  const url = new URL(`/entries/${type}/${encodeURIComponent(documentId)}`, publisherUrl);
  const failed = (cause: string) => ({
    error: `Could not ask the publisher which pages show this entry: ${cause}.`,
  });
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
    if (!response.ok) return failed(`it answered with status ${response.status}`);
    const { pages } = (await response.json()) as EntryPages;
    return pages.filter((page) => locale === null || page.locale === locale);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

export const toPublished = (
  pages: EntryPages['pages'] | { error: string },
): EntryStatus['published'] =>
  Array.isArray(pages) ? { pages: pages.slice(0, named), count: pages.length } : pages;

/** The drafts that list an entry, by title. */
export async function draftPlaces(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string,
  locale: string | null,
): Promise<{ drafts: DraftPlace[]; draftCount: number }> {
  const owner = type === 'LandingPage' ? 'Site' : 'LandingPage';
  const fields =
    type === 'LandingPage'
      ? ['featuredPages']
      : sectionNames.filter((section: Section) => sections[section] === type);
  if (fields.length === 0) return { drafts: [], draftCount: 0 };
  const { title } = contentTypes[owner];
  const uid: UID.ContentType = contentTypes[owner].uid;
  const [rows, draftCount] = await strapi.db.query(uid).findWithCount({
    where: { publishedAt: null, locale, $or: fields.map((field) => ({ [field]: { documentId } })) },
    select: ['documentId', title],
    orderBy: { [title]: 'asc' },
    limit: named,
  });
  return {
    draftCount,
    drafts: rows.map((row: Record<string, string>) => ({
      link: toEntryLink(uid, row.documentId ?? '', locale),
      kind: strapi.contentType(uid).info.displayName,
      title: row[title] ?? '(untitled)',
    })),
  };
}
