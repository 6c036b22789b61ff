import { inject } from 'vitest';
import { startPostgres } from './postgres.ts';
import { runSql } from './run-sql.ts';
import { startTestCms, type TestCms } from './test-cms.ts';

/** A CMS that one test file has to itself, with a database of its own of the kind that is tested. */
export interface OwnCms extends TestCms {
  /** Undefined for SQLite. */
  databaseUrl: string | undefined;
  /** Runs one statement behind the back of the CMS. */
  sql(statement: string): Promise<Record<string, unknown>[]>;
}

export async function startOwnCms(settings: Record<string, string> = {}): Promise<OwnCms> {
  const postgres = inject('cms').database === 'postgres' ? await startPostgres() : undefined;
  const databaseUrl = postgres?.url;
  const cms = await startTestCms(databaseUrl, settings);
  return {
    ...cms,
    databaseUrl,
    sql: (statement) => runSql(cms.dataFolder, databaseUrl, statement),
    stop: async () => {
      await cms.stop();
      await postgres?.stop();
    },
  };
}
