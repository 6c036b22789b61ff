import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

interface PostgresClient {
  connect(): Promise<void>;
  query(sql: string): Promise<{ rows: Record<string, unknown>[] }>;
  end(): Promise<void>;
}

/** Runs one statement on the database of a CMS under test, behind the back of the CMS. */
export async function runSql(
  dataFolder: string,
  databaseUrl: string | undefined,
  sql: string,
): Promise<Record<string, unknown>[]> {
  if (databaseUrl === undefined) {
    const database = new DatabaseSync(join(dataFolder, 'cms.db'), { timeout: 120_000 });
    try {
      return database.prepare(sql).all();
    } finally {
      database.close();
    }
  }
  // The package brings no types.
  const { Client } = createRequire(import.meta.url)('pg') as {
    Client: new (options: { connectionString: string }) => PostgresClient;
  };
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
