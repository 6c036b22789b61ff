import {
  contentTypeNames,
  contentTypes,
  defaultLocale,
  isLocale,
  type Locale,
  landingPagePath,
  titleOf,
} from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';

/** An entry with what it calls itself in each locale. */
export interface NamedEntry {
  uid: string;
  documentId: string;
  titles: ReadonlyMap<string | null, string>;
}

/** Finds entries of whatever type by their document ids. */
export async function nameEntries(
  strapi: Core.Strapi,
  ids: readonly string[],
): Promise<Map<string, NamedEntry>> {
  const named = new Map<string, NamedEntry & { titles: Map<string | null, string> }>();
  if (ids.length === 0) return named;
  for (const type of contentTypeNames) {
    const { uid, title } = contentTypes[type];
    const rows: { documentId: string; locale: string | null }[] = await strapi.db
      .query(uid)
      .findMany({
        where: { documentId: { $in: [...new Set(ids)] }, publishedAt: null },
        select: ['documentId', 'locale', title],
      });
    for (const row of rows) {
      const entry = named.get(row.documentId) ?? {
        uid,
        documentId: row.documentId,
        titles: new Map(),
      };
      named.set(row.documentId, entry);
      entry.titles.set(row.locale, titleOf(type, row));
    }
  }
  return named;
}

/** The landing page at a path; undefined for the other pages of the site. */
export async function pageAt(strapi: Core.Strapi, path: string): Promise<NamedEntry | undefined> {
  const locale = localeOfPath(path);
  const slug = path.split('/').findLast((part) => part !== '');
  const { uid } = contentTypes.LandingPage;
  const page: { documentId: string; slug: string } | null = await strapi.db.query(uid).findOne({
    where: { slug, locale, publishedAt: { $notNull: true } },
    select: ['documentId', 'slug', 'title'],
  });
  if (page === null || landingPagePath(locale, page) !== path) return undefined;
  const titles = new Map([[locale, titleOf('LandingPage', page)]]);
  return { uid, documentId: page.documentId, titles };
}

/** The locale of a page, by its path. */
export function localeOfPath(path: string): Locale {
  const first = path.split('/')[1];
  return isLocale(first) ? first : defaultLocale;
}
