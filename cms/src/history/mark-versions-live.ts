import type { Core } from '@strapi/strapi';
import { versionUid } from './keep-versions';

interface Seen {
  /** Generation that the live site was seen to show. */
  generation: number;
  /** Generations that were seen, where some up to that one are held back; all of them when absent. */
  among?: readonly number[];
  liveAt: Date;
  release: string | null;
}

/**
 * Writes down which versions the live site was seen to show, and in which release. A version that
 * was followed by another one, or taken off, before anybody could see it never was live.
 */
export async function markVersionsLive(
  strapi: Core.Strapi,
  { generation, among, liveAt, release }: Seen,
): Promise<void> {
  const { connection, metadata } = strapi.db;
  const changes = metadata.get('api::publishing.content-change').tableName;
  const versions = metadata.get(versionUid).tableName;
  const unseen = connection(versions)
    .whereNull('live_at')
    .where('generation', '<=', generation)
    .whereNotExists(
      connection(`${changes} as later`)
        .whereRaw('later.type = ??.type and later.entry_id = ??.entry_id', [versions, versions])
        .whereRaw('later.generation > ??.generation', [versions])
        .where('later.generation', '<=', generation)
        .whereRaw('(later.locale_code is null or later.locale_code = ??.locale_code)', [versions]),
    );
  if (among !== undefined) unseen.whereIn('generation', [...among]);
  await unseen.update({ live_at: liveAt, release });
}
