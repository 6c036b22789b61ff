import type { Core } from '@strapi/strapi';
import { environment } from '../environment';
import { explainFailure } from './explain-failure';

/**
 * Asks PostgreSQL, before Strapi does, whether it can be used as the settings say.
 * @throws Error with what to do
 */
export async function checkDatabase({ db }: Core.Strapi): Promise<void> {
  if (db.dialect.client !== 'postgres') return;
  const schema = environment.DATABASE_SCHEMA;
  const { rows } = await db.connection
    .raw(
      `SELECT current_user AS "user", has_schema_privilege(oid, 'CREATE') AS "mayCreate"
       FROM pg_namespace WHERE nspname = ?`,
      [schema],
    )
    .catch((error: unknown) => {
      const cause = explainFailure(error);
      if (cause === undefined) throw error;
      throw refusal(`PostgreSQL cannot be used: ${cause}`, error);
    });
  const [found] = rows as { user: string; mayCreate: boolean }[];
  if (found === undefined)
    throw refusal(
      `the database has no schema "${schema}". Make it with CREATE SCHEMA "${schema}", or correct DATABASE_SCHEMA`,
    );
  if (!found.mayCreate)
    throw refusal(
      `the user "${found.user}" may make no tables in the schema "${schema}". Allow it with GRANT CREATE, USAGE ON SCHEMA "${schema}" TO "${found.user}", or set DATABASE_SCHEMA to a schema of its own`,
    );
}

const refusal = (reason: string, cause?: unknown) =>
  new Error(`Could not start the CMS: ${reason}.`, { cause });
