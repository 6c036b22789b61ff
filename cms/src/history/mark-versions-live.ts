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
 * was followed by another one, or taken off, before anybody could see it never was live. Either way
 * it is settled and not looked at again, so that this costs as much as there is new, however long
 * the history is.
 */
export async function markVersionsLive(
  strapi: Core.Strapi,
  { generation, among, liveAt, release }: Seen,
): Promise<void> {
  const { connection, metadata } = strapi.db;
  const versions = metadata.get(versionUid).tableName;
  const open = () =>
    connection(versions).whereNull('is_settled').where('generation', '<=', generation);
  const later = connection(`${versions} as later`)
    .whereRaw('later.entry_id = ??.entry_id and later.type = ??.type', [versions, versions])
    .whereRaw('later.generation > ??.generation', [versions])
    .where('later.generation', '<=', generation)
    .whereRaw('(later.locale_code is null or later.locale_code = ??.locale_code)', [versions]);

  const shown = open()
    // Set by versions of this code that did not settle them.
    .whereNull('live_at')
    .whereNotExists(later)
    .where((version) => version.whereNull('taken_off_by').orWhere('taken_off_by', '>', generation));
  if (among !== undefined) shown.whereIn('generation', [...among]);
  await shown.update({ live_at: liveAt, release, is_settled: true });

  const overtaken = open();
  if (among !== undefined)
    overtaken.where((version) =>
      version.whereExists(later).orWhere('taken_off_by', '<=', generation),
    );
  await overtaken.update({ is_settled: true });
}
