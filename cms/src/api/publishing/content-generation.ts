import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';

const generationUid = 'api::publishing.generation';
const changeUid = 'api::publishing.content-change';

export interface ContentChange {
  /** Strapi uid of what changed. */
  type: string;
  entryId: string | null;
  /** Null when the change covers every locale. */
  localeCode: string | null;
  action: string;
}

export interface ContentGeneration {
  /** Number of changes so far. */
  value: number;
  /** Random id of the latest change: tells a restored database from the one that was read before. */
  changeId: string;
}

/**
 * Counts one change, in the transaction that makes it: either both are committed or neither.
 * The row lock on the one counter makes the order of numbers the order of commits.
 */
export async function recordChange(strapi: Core.Strapi, change: ContentChange): Promise<void> {
  await strapi.db.transaction(async ({ trx }) => {
    const table = strapi.db.metadata.get(generationUid).tableName;
    // Read by the statement that counts: a bulk action interleaves several changes in one transaction.
    const rows: { value: number }[] = await trx(table).increment('value', 1).returning('value');
    const [row, ...others] = rows;
    if (row === undefined || others.length > 0)
      throw new Error(
        `Could not count a content change: ${table} has ${rows.length} rows instead of one. Restart the CMS, which repairs it.`,
      );
    await strapi.db.query(changeUid).create({
      data: { ...change, generation: row.value, changeId: randomUUID() },
    });
  });
}

/** The current generation, as a reader compares it before and after it reads content. */
export async function readGeneration(strapi: Core.Strapi): Promise<ContentGeneration> {
  const row = await strapi.db.query(generationUid).findOne({ where: {} });
  const latest = await strapi.db.query(changeUid).findOne({ where: { generation: row.value } });
  return { value: row.value, changeId: latest?.changeId ?? 'none' };
}

/** Makes sure that there is exactly one counter row. */
export async function ensureGeneration(strapi: Core.Strapi): Promise<void> {
  const rows: { id: number; value: number }[] = await strapi.db
    .query(generationUid)
    .findMany({ orderBy: { value: 'desc' } });
  const [kept, ...surplus] = rows;
  if (kept === undefined) await strapi.db.query(generationUid).create({ data: { value: 0 } });
  for (const { id } of surplus) await strapi.db.query(generationUid).delete({ where: { id } });
}
