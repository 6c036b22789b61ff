import type { Core } from '@strapi/strapi';

/** On SQLite, lets readers go on while one writes; the setting is kept in the database file. */
export async function enableWriteAheadLog(strapi: Core.Strapi): Promise<void> {
  if (strapi.db.dialect.client !== 'sqlite') return;
  await strapi.db.connection.raw('PRAGMA journal_mode = WAL');
}
