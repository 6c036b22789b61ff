import {
  type ContentType,
  contentTypeOf,
  contentTypes,
  isLocale,
  landingPagePath,
  type PublisherStatus,
} from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { publishedPages } from './published-pages';
import { isStuck, stuckEntries } from './stuck-entries';

/** A change that the site can show, as far as it says what it is about. */
interface About {
  type: string;
  entryId: string | null;
  localeCode: string | null;
}

/**
 * Tells whether visitors may still see an older version of what a change is about: it is faulty, or
 * a page that shows it stays at its last good version. When the publisher cannot say which pages
 * show it, it may be one of those.
 */
export function createHeldBackCheck(
  strapi: Core.Strapi,
  publisherUrl: string | undefined,
  status: PublisherStatus,
): (change: About) => Promise<boolean> {
  const stuck = stuckEntries(status);
  const blocked = new Set(status.blocked.map(({ path }) => path));
  return async ({ type: uid, entryId, localeCode }) => {
    if (isStuck(stuck, entryId, localeCode)) return true;
    const type = contentTypeOf(uid);
    if (blocked.size === 0 || type === undefined || entryId === null) return false;
    const pages = await publishedPages(publisherUrl, type, entryId, localeCode);
    if (!Array.isArray(pages)) return true;
    const own = await ownPaths(strapi, type, entryId, localeCode);
    return [...pages.map(({ path }) => path), ...own].some((path) => blocked.has(path));
  };
}

/** Where a landing page stands, also one that was never live; nothing for other types. */
export async function ownPaths(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string,
  locale: string | null,
): Promise<string[]> {
  if (type !== 'LandingPage') return [];
  const rows: { slug: string; locale: string }[] = await strapi.db
    .query(contentTypes[type].uid)
    .findMany({
      where: { documentId, publishedAt: { $notNull: true }, ...(locale ? { locale } : {}) },
      select: ['slug', 'locale'],
    });
  return rows.flatMap((row) => (isLocale(row.locale) ? [landingPagePath(row.locale, row)] : []));
}
