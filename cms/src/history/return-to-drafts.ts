import type { Core, UID } from '@strapi/strapi';

interface Placement {
  pageUid: UID.ContentType;
  pageId: string;
  field: string;
  position: number;
}

/**
 * Puts an entry that was brought back into the drafts of the pages that listed it when they were
 * published, in its place: deleting it took it out of them. Published pages get it back when it is
 * published, as after any other absence.
 */
export async function returnToDrafts(
  strapi: Core.Strapi,
  entry: { id: number; documentId: string; locale: string },
): Promise<void> {
  const placements: Placement[] = await strapi.db.query('api::placement.placement').findMany({
    where: { entryId: entry.documentId, localeCode: entry.locale },
  });
  for (const { pageUid, pageId, field, position } of placements) {
    const page: Record<string, unknown> | null = await strapi.db.query(pageUid).findOne({
      where: { documentId: pageId, locale: entry.locale, publishedAt: null },
      populate: { [field]: { select: ['id', 'documentId'] } },
    });
    if (page === null) continue;
    const listed = page[field] as { id: number; documentId: string }[];
    if (listed.some(({ documentId }) => documentId === entry.documentId)) continue;
    const ids = listed.map(({ id }) => ({ id })).toSpliced(position, 0, { id: entry.id });
    await strapi.db.query(pageUid).update({
      where: { id: page.id },
      // As it was published: its time stamp stays, or the admin would call the page modified.
      data: { [field]: { set: ids }, updatedAt: page.updatedAt },
    });
  }
}
