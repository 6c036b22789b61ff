import type { Core } from '@strapi/strapi';

/** What is used here of the driver's connection, which comes without types. */
interface Connection {
  pragma(setting: string): unknown;
  prepare(sql: string): object;
}

/** Statements kept ready; a publish of any type needs some 200. */
const keptStatements = 1000;

/**
 * Sets up the one connection to SQLite: readers outside go on while it writes, a commit survives a
 * power failure, and a statement is prepared once instead of at each of its uses, which is a sixth
 * of the work of a publish. The tables change before this only, while Strapi starts.
 */
export async function prepareSqliteConnection(strapi: Core.Strapi): Promise<void> {
  if (strapi.db.dialect.client !== 'sqlite') return;
  const { client } = strapi.db.connection;
  const connection: Connection = await client.acquireConnection();
  try {
    connection.pragma('journal_mode = WAL');
    // The driver's default in this mode, NORMAL, may lose the last commits in a power failure.
    connection.pragma('synchronous = FULL');
    connection.pragma('temp_store = MEMORY');
    keepStatements(connection);
  } finally {
    await client.releaseConnection(connection);
  }
}

function keepStatements(connection: Connection): void {
  const prepare = connection.prepare.bind(connection);
  const kept = new Map<string, object>();
  connection.prepare = (sql: string) => {
    if (!/^\s*(select|insert|update|delete)\b/i.test(sql)) return prepare(sql);
    const statement = kept.get(sql) ?? prepare(sql);
    // The order of a Map is that of insertion: the first is the one that was not used for longest.
    kept.delete(sql);
    kept.set(sql, statement);
    if (kept.size > keptStatements) kept.delete(kept.keys().next().value ?? '');
    return statement;
  };
}
