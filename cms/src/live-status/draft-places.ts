import {
  type ContentType,
  contentTypes,
  homePath,
  isLocale,
  landingPagePath,
  titleOf,
} from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';
import type { FindNameable } from '../access/nameable-entries';
import { listingFields } from '../documents/listing-fields';
import type { DraftPlace } from './contract';
import { toEntryLink } from './entry-link';

/** Drafts named at once; more are counted. */
const named = 20;

interface Row {
  documentId: string;
  slug?: string;
}

/** The drafts that list an entry and may be named, by title, each with where its published version stands. */
export async function draftPlaces(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string,
  locale: string | null,
  findNameable: FindNameable,
): Promise<{ drafts: DraftPlace[]; draftCount: number }> {
  const { owner, fields } = listingFields(type);
  if (fields.length === 0 || !isLocale(locale)) return { drafts: [], draftCount: 0 };
  const { title } = contentTypes[owner];
  const uid: UID.ContentType = contentTypes[owner].uid;
  const columns = ['documentId', title, ...(owner === 'LandingPage' ? ['slug'] : [])];
  const listing: Row[] = await strapi.db.query(uid).findMany({
    where: { publishedAt: null, locale, $or: fields.map((field) => ({ [field]: { documentId } })) },
    select: columns,
    orderBy: { [title]: 'asc' },
  });
  const toRef = (row: Row) => ({ uid, documentId: row.documentId, locale });
  const mayName = await findNameable(listing.map(toRef));
  const nameable = listing.filter((row) => mayName(toRef(row)));
  const rows = nameable.slice(0, named);
  const published: Row[] = await strapi.db.query(uid).findMany({
    where: {
      publishedAt: { $notNull: true },
      locale,
      documentId: { $in: rows.map((row) => row.documentId) },
    },
    select: columns,
  });
  const paths = new Map(
    published.map(({ documentId, slug }) => [
      documentId,
      slug === undefined ? homePath(locale) : landingPagePath(locale, { slug }),
    ]),
  );
  return {
    draftCount: nameable.length,
    drafts: rows.map((row) => ({
      link: toEntryLink(uid, row.documentId, locale),
      title: owner === 'Site' ? 'Home page' : titleOf(owner, row),
      path: paths.get(row.documentId) ?? null,
    })),
  };
}
