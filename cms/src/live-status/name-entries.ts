import { contentTypeNames, contentTypes, titleOf } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';

/** An entry with what it calls itself in each locale. */
export interface NamedEntry {
  uid: string;
  documentId: string;
  titles: Map<string | null, string>;
}

/** Finds entries of whatever type by their document ids. */
export async function nameEntries(
  strapi: Core.Strapi,
  ids: readonly string[],
): Promise<Map<string, NamedEntry>> {
  const named = new Map<string, NamedEntry>();
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
