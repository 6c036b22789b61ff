import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, inject, onTestFinished, test } from 'vitest';
import { loginAsAdmin } from './harness/admin-client.ts';
import { startPostgres } from './harness/postgres.ts';
import { runSql } from './harness/run-sql.ts';
import { samples } from './harness/samples.ts';
import { startTestCms } from './harness/test-cms.ts';

/** Columns that held 255 characters once. */
const widened = [
  ['components_shared_links', 'url'],
  ['frameworks', 'homepage_url'],
  ['redirects', 'from'],
  ['redirects', 'to'],
  ['content_changes', 'actor'],
  ['entry_versions', 'actor'],
  ['scheduled_actions', 'actor_name'],
] as const;
const tables = [...new Set(widened.map(([table]) => table))];
const { database } = inject('cms');

test('65: a database with short columns gets long ones at the next start, and loses nothing', async () => {
  const postgres = database === 'postgres' ? await startPostgres() : undefined;
  if (postgres) onTestFinished(() => postgres.stop());
  const cms = await startTestCms(postgres?.url);
  onTestFinished(() => cms.stop());
  const admin = await loginAsAdmin(cms);
  await admin.createPublished('Redirect', samples.redirect('/short-columns/'));
  const sql = (statement: string) => runSql(cms.dataFolder, postgres?.url, statement);
  const rows = async () =>
    Object.fromEntries(
      await Promise.all(
        [...tables, 'plans_cmps', 'landing_pages_cmps'].map(async (table) => [
          table,
          await sql(`select * from ${table} order by id`),
        ]),
      ),
    );

  for (const [table, column] of widened)
    if (postgres) await sql(`alter table ${table} alter column "${column}" type varchar(255)`);
    else shorten(join(cms.dataFolder, 'cms.db'), table, column);
  await sql('delete from strapi_database_schema');
  const before = await rows();
  expect(before.components_shared_links?.length).toBeGreaterThan(10);
  expect(before.redirects?.length).toBeGreaterThan(1);

  await cms.restart();

  const after = await rows();
  for (const [table, kept] of Object.entries(before)) expect(after[table]).toEqual(kept);
  const url = `https://example.org/${'a'.repeat(1980)}`;
  await admin.createPublished('Plan', { ...samples.plan, callToAction: { label: 'Buy', url } });
  const indexes = await sql(
    postgres
      ? "select indexname as name from pg_indexes where tablename = 'redirects'"
      : "select name from pragma_index_list('redirects')",
  );
  expect(indexes).toContainEqual({ name: 'redirects_from_index' });
});

/** Writes the type that a column had before into the description of its table. */
function shorten(file: string, table: string, column: string): void {
  // Otherwise the descriptions of tables are protected.
  const options = { timeout: 5000, defensive: false };
  const connection = new DatabaseSync(file, options);
  try {
    connection.exec('pragma writable_schema = on');
    connection
      .prepare(
        "update sqlite_master set sql = replace(sql, ?, ?) where type = 'table' and name = ?",
      )
      .run(`\`${column}\` text`, `\`${column}\` varchar(255)`, table);
    const [type] = connection
      .prepare(`select type from pragma_table_info(?) where name = ?`)
      .all(table, column);
    connection.exec('pragma writable_schema = reset');
    expect(type).toBeDefined();
  } finally {
    connection.close();
  }
}
