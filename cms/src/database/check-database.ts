import type { Core } from '@strapi/strapi';
import { environment } from '../environment';
import { explainFailure } from './explain-failure';

const { DATABASE_SCHEMA: schema, DATABASE_CONNECTIONS: connections } = environment;

/** What decides whether a database can be used. */
interface Found {
  database: string;
  user: string;
  schemaExists: boolean;
  mayUseSchema: boolean;
  encoding: string;
  isStandby: boolean;
  isReadOnly: boolean;
  /** Connections that this user may have at once. */
  mostConnections: number;
  /** One of our tables that this user may not change, and its owner. */
  foreignTable: string | null;
  foreignOwner: string | null;
  /** Process of the server that has answered. */
  process: number;
  /** Process that the connection was told of; another one where a pooler stands between. */
  toldProcess: number;
  /** Where a connection looks for tables that was told nothing. */
  ownSchema: string | null;
}

const question = `
  SELECT current_database() AS "database", current_user AS "user",
    namespace.oid IS NOT NULL AS "schemaExists",
    coalesce(has_schema_privilege(namespace.oid, 'CREATE')
      AND has_schema_privilege(namespace.oid, 'USAGE'), false) AS "mayUseSchema",
    current_setting('server_encoding') AS "encoding",
    pg_is_in_recovery() AS "isStandby",
    current_setting('transaction_read_only') = 'on' AS "isReadOnly",
    least(
      current_setting('max_connections')::int - CASE WHEN rolsuper THEN 0 ELSE
        current_setting('superuser_reserved_connections')::int
        + coalesce(current_setting('reserved_connections', true)::int, 0) END,
      CASE WHEN rolconnlimit < 0 OR rolsuper THEN NULL ELSE rolconnlimit END,
      CASE WHEN datconnlimit < 0 OR rolsuper THEN NULL ELSE datconnlimit END
    ) AS "mostConnections",
    min(tablename) AS "foreignTable", min(tableowner) AS "foreignOwner",
    pg_backend_pid() AS "process", current_schema() AS "ownSchema"
  FROM pg_roles
    JOIN pg_database ON datname = current_database()
    LEFT JOIN pg_namespace namespace ON nspname = :schema
    LEFT JOIN pg_tables ON schemaname = nspname AND tablename = ANY(:tables)
      AND NOT pg_has_role(tableowner, 'USAGE')
  WHERE rolname = current_user
  GROUP BY namespace.oid, rolsuper, rolconnlimit, datconnlimit`;

/**
 * Asks PostgreSQL, before Strapi does, whether it can be used as the settings say.
 * @throws Error with what to do
 */
export async function checkDatabase(strapi: Core.Strapi): Promise<void> {
  const { db, contentTypes, components } = strapi;
  if (db.dialect.client !== 'postgres') return;
  const kinds = [...Object.values(contentTypes), ...Object.values(components)];
  const tables = kinds.map(({ collectionName }) => collectionName);
  const found = await askDatabase(db.connection, tables).catch((error: unknown) => {
    const cause = explainFailure(error);
    if (cause === undefined) throw error;
    throw refusal(`PostgreSQL cannot be used: ${cause}`, error);
  });
  const fault = findFault(found);
  if (fault !== undefined) throw refusal(fault);
}

/** In one transaction, through which a pooler keeps to one process of the server. */
function askDatabase(
  connection: Core.Strapi['db']['connection'],
  tables: (string | undefined)[],
): Promise<Found> {
  return connection.transaction(async (trx) => {
    // Undone with the transaction; all connections of Strapi are told of the schema.
    await trx.raw('SET LOCAL search_path TO DEFAULT');
    const { rows } = await trx.raw(question, { schema, tables });
    const { processID: toldProcess } = await trx.client.acquireConnection();
    return { ...rows[0], toldProcess };
  });
}

function findFault(found: Found): string | undefined {
  const { database, user, encoding, mostConnections, foreignTable, foreignOwner } = found;
  const { ownSchema } = found;
  if (encoding !== 'UTF8')
    return `the database "${database}" keeps text as ${encoding}, which lacks letters that people write. Make another one with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0, bring what is in this one there with pg_dump and pg_restore, and correct DATABASE_URL`;
  if (found.isStandby)
    return `the server is a standby, which can only be read. Set DATABASE_URL to the server that it follows`;
  if (found.isReadOnly)
    return `the database "${database}" can only be read: default_transaction_read_only is on. Switch it off where it was set, as with ALTER DATABASE "${database}" RESET default_transaction_read_only or ALTER ROLE "${user}" RESET default_transaction_read_only`;
  if (mostConnections < connections)
    return `PostgreSQL gives the user "${user}" ${mostConnections} connections at most, and DATABASE_CONNECTIONS is ${connections}. Set DATABASE_CONNECTIONS to fewer, or there max_connections, or the limit of the user or the database, to more`;
  if (!found.schemaExists)
    return `the database has no schema "${schema}". Make it with CREATE SCHEMA "${schema}", or correct DATABASE_SCHEMA`;
  if (!found.mayUseSchema)
    return `the user "${user}" may not make and use tables in the schema "${schema}". Allow it with GRANT CREATE, USAGE ON SCHEMA "${schema}" TO "${user}", or set DATABASE_SCHEMA to a schema of its own`;
  if (found.process !== found.toldProcess && ownSchema !== schema)
    return `a pooler such as PgBouncer stands before PostgreSQL, and with it a connection may forget that the tables are in the schema "${schema}": without being told, it looks in ${ownSchema === null ? 'none' : `"${ownSchema}"`}. Tell it with ALTER ROLE "${user}" SET search_path TO "${schema}", then RECONNECT in the console of PgBouncer, or restart the pooler; or set DATABASE_URL to PostgreSQL itself`;
  if (foreignTable !== null)
    return `tables in the schema "${schema}", such as "${foreignTable}", belong to the user "${foreignOwner}", and "${user}" may not change them. Give each to it (ALTER TABLE "${schema}"."${foreignTable}" OWNER TO "${user}"), bring the backup back with pg_restore --no-owner as "${user}", or correct the user in DATABASE_URL`;
  return undefined;
}

const refusal = (reason: string, cause?: unknown) =>
  new Error(`Could not start the CMS: ${reason}.`, { cause });
