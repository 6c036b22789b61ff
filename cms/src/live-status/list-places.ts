import { type ContentType, contentTypes } from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';
import type { FindNameable } from '../access/nameable-entries';
import { listingFields } from '../documents/listing-fields';
import type { ListPlaces } from './contract';

/** Pages looked through for one list; who has more sees that there are more. */
const largest = 200;

interface Row {
  documentId: string;
  slug?: string;
  [field: string]: unknown;
}

/** On which pages each of some entries stands, and at which place, as the drafts have it; pages that may be named. */
export async function listPlaces(
  strapi: Core.Strapi,
  type: ContentType,
  ids: readonly string[],
  locale: string,
  findNameable: FindNameable,
): Promise<ListPlaces> {
  const { owner, fields } = listingFields(type);
  if (fields.length === 0 || ids.length === 0) return { places: {}, isComplete: true };
  const uid: UID.ContentType = contentTypes[owner].uid;
  const rows: Row[] = await strapi.db.query(uid).findMany({
    where: {
      publishedAt: null,
      locale,
      $or: fields.map((field) => ({ [field]: { documentId: { $in: [...ids] } } })),
    },
    populate: Object.fromEntries(fields.map((field) => [field, { select: ['documentId'] }])),
    orderBy: { updatedAt: 'desc' },
    limit: largest + 1,
  });
  const places: ListPlaces['places'] = Object.fromEntries(ids.map((id) => [id, []]));
  const toRef = ({ documentId }: Row) => ({ uid, documentId, locale });
  const mayName = await findNameable(rows.map(toRef));
  for (const row of rows.slice(0, largest).filter((each) => mayName(toRef(each))))
    for (const field of fields)
      for (const [index, entry] of (row[field] as { documentId: string }[]).entries())
        places[entry.documentId]?.push({
          page: owner === 'Site' ? 'Home page' : row.slug || '(no address yet)',
          position: index + 1,
        });
  return { places, isComplete: rows.length <= largest };
}
