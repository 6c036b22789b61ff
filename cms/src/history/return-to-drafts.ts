import type { Core, UID } from '@strapi/strapi';
import { setRelation } from '../documents/set-relation';

interface Placement {
  pageUid: UID.ContentType;
  pageId: string;
  field: string;
  position: number;
}
interface DraftPage {
  id: number;
  updatedAt: string;
  [field: string]: unknown;
}

/**
 * Puts an entry that was brought back into the drafts of the pages that listed it when they were
 * published, in its place: deleting it took it out of them. Published pages get it back when it is
 * published, as after any other absence, and are as little changed by it.
 */
export async function returnToDrafts(
  strapi: Core.Strapi,
  entry: { id: number; documentId: string; locale: string },
): Promise<void> {
  const placements: Placement[] = await strapi.db.query('api::placement.placement').findMany({
    where: { entryId: entry.documentId, localeCode: entry.locale },
  });
  for (const { pageUid, pageId, field, position } of placements) {
    const page: DraftPage | null = await strapi.db.query(pageUid).findOne({
      where: { documentId: pageId, locale: entry.locale, publishedAt: null },
      populate: { [field]: { select: ['id', 'documentId'] } },
    });
    if (page === null) continue;
    const listed = page[field] as { id: number; documentId: string }[];
    if (listed.some(({ documentId }) => documentId === entry.documentId)) continue;
    const ids = listed.map(({ id }) => id).toSpliced(position, 0, entry.id);
    await setRelation(strapi, pageUid, page, field, ids);
  }
}
