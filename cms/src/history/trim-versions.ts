import type { Core } from '@strapi/strapi';
import { environment } from '../environment';
import { versionUid } from './keep-versions';

const hour = 3_600_000;
const day = 24 * hour;

/**
 * Forgets versions beyond the number that is kept of each entry and locale, and those that are too
 * old. The latest one of an entry stays, however old, until the entry is deleted, unless none is
 * kept at all.
 */
export async function trimVersions(strapi: Core.Strapi): Promise<void> {
  const { HISTORY_VERSIONS, HISTORY_DAYS } = environment;
  const table = strapi.db.metadata.get(versionUid).tableName;
  const oldest = new Date(Date.now() - HISTORY_DAYS * day);
  const of = 'over (partition by type, entry_id, locale_code order by generation desc, id desc)';
  await strapi.db.connection.raw(
    `delete from ?? where id in (
      select id from (
        select id, time, row_number() ${of} as place, first_value(action) ${of} as latest from ??
      ) as ranked
      where place > ? or (time < ? and (place > 1 or latest = 'delete'))
    )`,
    [table, table, HISTORY_VERSIONS, oldest],
  );
}

/** Trims once an hour, never on the way of a publish; returns how to stop that. */
export function keepTrimming(strapi: Core.Strapi): () => void {
  const timer = setInterval(() => {
    trimVersions(strapi).catch((error: unknown) => strapi.log.error(error));
  }, hour);
  timer.unref();
  return () => clearInterval(timer);
}
