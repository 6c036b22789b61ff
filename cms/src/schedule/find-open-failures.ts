import type { Core } from '@strapi/strapi';
import { type ActionRow, actionUid } from './scheduled-actions';

/**
 * What has failed and is still to be dealt with, latest first: nothing has happened to the entry
 * since, and the same was not planned anew.
 */
export async function findOpenFailures(
  strapi: Core.Strapi,
  types: readonly string[],
  limit: number,
): Promise<ActionRow[]> {
  const { connection, metadata } = strapi.db;
  const actions = metadata.get(actionUid).tableName;
  const changes = metadata.get('api::publishing.content-change').tableName;
  const plannedAnew = connection(`${actions} as later`)
    .whereRaw('later.entry_id = failed.entry_id and later.type = failed.type')
    .whereRaw('later.action = failed.action and later.id > failed.id')
    .whereRaw("coalesce(later.locale_code, '') = coalesce(failed.locale_code, '')")
    .whereNot('later.state', 'cancelled');
  const changed = connection(`${changes} as change`)
    .whereRaw('change.entry_id = failed.entry_id and change.type = failed.type')
    .whereRaw('change.time > failed.done_at')
    .whereRaw('(change.locale_code is null or change.locale_code = failed.locale_code)');
  const ids = await connection(`${actions} as failed`)
    .where('failed.state', 'failed')
    .whereIn('failed.type', [...types])
    .whereNotExists(plannedAnew)
    .whereNotExists(changed)
    .orderBy([
      { column: 'failed.done_at', order: 'desc' },
      { column: 'failed.id', order: 'desc' },
    ])
    .limit(limit)
    .pluck('failed.id');
  return strapi.db.query(actionUid).findMany({
    where: { id: { $in: ids } },
    orderBy: [{ doneAt: 'desc' }, { id: 'desc' }],
  });
}
