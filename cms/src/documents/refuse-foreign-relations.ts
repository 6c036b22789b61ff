import { contentTypeOf, contentTypes, defaultLocale } from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';
import type { DocumentContext } from './document-middleware';
import { isContentRelation } from './populate-all';
import { refuseField } from './refuse-field';

/**
 * Entries are listed by their document ids, which Strapi looks up in the language and stage that is
 * written. The number of a row would list whatever it is: a published version, another language.
 * @throws ValidationError at the field that lists a row which is not a draft in the same language
 */
export async function refuseForeignRelations(
  strapi: Core.Strapi,
  { contentType, params }: DocumentContext,
  data: Record<string, unknown>,
): Promise<void> {
  for (const [field, attribute] of Object.entries(contentType.attributes)) {
    if (!isContentRelation(attribute)) continue;
    const ids = [...new Set(rowIdsIn(data[field]))];
    if (ids.length === 0) continue;
    const locale = Object(params).locale ?? defaultLocale;
    if ((await countDrafts(strapi, attribute.target, ids, locale)) < ids.length)
      throw refuseField(
        field,
        'lists an entry by a number that is not that of its draft in this language. Name it by its "documentId"',
      );
  }
}

function countDrafts(
  strapi: Core.Strapi,
  uid: UID.ContentType,
  ids: readonly string[],
  locale: string,
): Promise<number> {
  const type = contentTypeOf(uid);
  const isLocalized = type !== undefined && contentTypes[type].isLocalized;
  return strapi.db.query(uid).count({
    where: {
      id: { $in: ids.filter(isRowId) },
      publishedAt: null,
      ...(isLocalized ? { locale } : {}),
    },
  });
}

/** Rows that are listed by their numbers, in each of the notations that Strapi takes. */
function rowIdsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(rowIdsIn);
  if (typeof value === 'number') return [String(value)];
  // Strapi takes a text that begins with a digit for a number.
  if (typeof value === 'string') return /^\s*[+-]?\d/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  const { documentId, id, set, connect } = value as Record<string, unknown>;
  if (typeof documentId === 'string' && documentId !== '') return [];
  const isOne = documentId !== undefined || id !== undefined;
  return isOne ? [String(id)] : [set, connect].flatMap(rowIdsIn);
}

/** True for what can be the number of a row in both databases. */
export const isRowId = (id: unknown): boolean =>
  /^\d{1,10}$/.test(String(id)) && Number(id) < 2 ** 31;
