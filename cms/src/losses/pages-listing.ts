import {
  type ContentType,
  contentTypes,
  defaultLocale,
  homePath,
  isLocale,
  landingPagePath,
} from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';
import { listingFields } from '../documents/listing-fields';
import type { Version } from './lost-addresses';

/** A published page that lists entries: a landing page, or the home page that a "Site" makes. */
export interface ListingPage {
  documentId: string;
  locale: string | null;
  path: string;
}

/** The published pages that list the published version of an entry. */
export async function pagesListing(
  strapi: Core.Strapi,
  type: ContentType,
  { documentId, locale }: Pick<Version, 'documentId' | 'locale'>,
): Promise<ListingPage[]> {
  const { owner, fields } = listingFields(type);
  if (fields.length === 0) return [];
  const uid: UID.ContentType = contentTypes[owner].uid;
  const rows: Version[] = await strapi.db.query(uid).findMany({
    where: {
      publishedAt: { $notNull: true },
      locale,
      $or: fields.map((field) => ({ [field]: { documentId } })),
    },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => ({
    documentId: row.documentId,
    locale: row.locale,
    path: owner === 'Site' ? homePath(localeOf(row)) : pathOf(row),
  }));
}

/** Where visitors see a landing page. */
export const pathOf = (page: Pick<Version, 'locale' | 'slug'>): string =>
  landingPagePath(localeOf(page), { slug: page.slug ?? '' });

const localeOf = ({ locale }: Pick<Version, 'locale'>) =>
  isLocale(locale) ? locale : defaultLocale;
