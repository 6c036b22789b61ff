import type { Core } from '@strapi/strapi';
import { schemaVersion } from '../generated/schema-version';

/** Where Strapi keeps settings of itself and of others. */
const table = 'strapi_core_store_settings';
const key = 'lectern_schema_version';

/**
 * Keeps in the database by which version of the content types it was used last. Strapi makes the tables
 * what its code says and drops the rest: so this is asked before, and a new database told after.
 * @throws Error when the database knows what this code does not
 */
export async function holdSchemaVersion({ db }: Core.Strapi): Promise<void> {
  if (!(await db.getSchemaConnection().hasTable(table))) return;
  const rows = () => db.getConnection(table).where({ key });
  const row: { value: string } | undefined = await rows().first('value');
  const used = Number(row?.value ?? 0);
  if (used > schemaVersion.number)
    throw new Error(
      `Could not start the CMS: its database was used by a newer version of this code (content types of version ${used}, this code has ${schemaVersion.number}), and what only that one knows would be deleted. Nothing was changed. Update the code, or bring back the backup of the database that was made before the update.`,
    );
  const value = String(schemaVersion.number);
  if (row === undefined) await db.getConnection(table).insert({ key, value, type: 'number' });
  else await rows().update({ value });
}
