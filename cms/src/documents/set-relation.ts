import type { Core, UID } from '@strapi/strapi';

/**
 * Sets what one version of an entry lists, and not when it was saved: that says whether a draft
 * waits. `update` sets the time to now, whatever it is told; `updateMany` does not.
 */
export async function setRelation(
  strapi: Core.Strapi,
  uid: UID.ContentType,
  { id, updatedAt }: { id: number; updatedAt: string },
  field: string,
  ids: readonly number[],
): Promise<void> {
  const where = { id };
  const data = { [field]: { set: ids.map((each) => ({ id: each })) } };
  await strapi.db.query(uid).update({ where, data });
  await strapi.db.query(uid).updateMany({ where, data: { updatedAt } });
}
