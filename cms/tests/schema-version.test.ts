import { once } from 'node:events';
import { expect, inject, onTestFinished, test } from 'vitest';
import { freePort } from './harness/free-port.ts';
import { startPostgres } from './harness/postgres.ts';
import { runSql } from './harness/run-sql.ts';
import { cmsEnvironment, spawnCms, startTestCms } from './harness/test-cms.ts';

const { database } = inject('cms');
const record = "key = 'lectern_schema_version'";

/** A CMS that was used and stopped, its database, and a way to start it again. */
async function stoppedCms() {
  const postgres = database === 'postgres' ? await startPostgres() : undefined;
  if (postgres) onTestFinished(() => postgres.stop());
  const cms = await startTestCms(postgres?.url);
  onTestFinished(() => cms.stop());
  await cms.kill();
  const sql = (statement: string) => runSql(cms.dataFolder, postgres?.url, statement);
  const start = async () => {
    const child = spawnCms({
      ...cmsEnvironment(cms.dataFolder, await freePort()),
      ...(postgres ? { DATABASE_URL: postgres.url } : {}),
    });
    onTestFinished(() => void child.kill());
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk;
      });
    return { child, ended: once(child, 'exit'), output: () => output };
  };
  return { cms, sql, start };
}

test('76: code that is older than its database does not start, and nothing is dropped', async () => {
  const { cms, sql, start } = await stoppedCms();
  // What newer code has added: Strapi drops columns and tables that it made and its code has no more.
  await sql('ALTER TABLE plans ADD COLUMN trial_days integer');
  await sql('UPDATE plans SET trial_days = 14');
  await sql('CREATE TABLE courses (id integer)');
  const [{ schema } = {}] = await sql('SELECT schema FROM strapi_database_schema');
  const stored = typeof schema === 'string' ? JSON.parse(schema) : schema;
  const plans = stored.tables.find(({ name }: { name: string }) => name === 'plans');
  const integer = { type: 'integer', args: [], notNullable: false, unsigned: false };
  plans.columns.push({ name: 'trial_days', defaultTo: null, ...integer });
  stored.tables.push({
    name: 'courses',
    indexes: [],
    foreignKeys: [],
    columns: [{ name: 'id', defaultTo: null, ...integer }],
  });
  const text = JSON.stringify(stored).replaceAll("'", "''");
  await sql(`UPDATE strapi_database_schema SET schema = '${text}', hash = 'newer'`);
  const [{ value: version } = {}] = await sql(
    `SELECT value FROM strapi_core_store_settings WHERE ${record}`,
  );
  const newer = Number(version) + 1;
  await sql(`UPDATE strapi_core_store_settings SET value = '${newer}' WHERE ${record}`);

  const refused = await start();
  const [status] = await refused.ended;
  expect(status).toBe(1);
  expect(refused.output()).toContain(
    `Could not start the CMS: its database was used by a newer version of this code (content types of version ${newer}, this code has ${version}), and what only that one knows would be deleted. Nothing was changed. Update the code, or bring back the backup of the database that was made before the update.`,
  );
  expect(await sql('SELECT DISTINCT trial_days FROM plans')).toEqual([{ trial_days: 14 }]);
  expect(await sql('SELECT * FROM courses')).toEqual([]);

  // The code that knows them is as new as the database; for this code they are gone, on purpose.
  await sql(`UPDATE strapi_core_store_settings SET value = '${version}' WHERE ${record}`);
  await cms.restart();
  await expect(sql('SELECT trial_days FROM plans')).rejects.toThrow(/trial_days/);
  await expect(sql('SELECT * FROM courses')).rejects.toThrow(/courses/);
});

test.each([
  ['older', `UPDATE strapi_core_store_settings SET value = '0' WHERE ${record}`],
  ['from before versions were kept', `DELETE FROM strapi_core_store_settings WHERE ${record}`],
])(
  '76: a database that is %s is taken over, and says so before its tables change',
  async (_, change) => {
    const { sql, start } = await stoppedCms();
    const read = () => sql(`SELECT value FROM strapi_core_store_settings WHERE ${record}`);
    const before = await read();
    await sql(change);
    // Where the tables cannot be brought to what the code says.
    await sql("UPDATE strapi_database_schema SET schema = '[]', hash = 'broken'");
    const failing = await start();
    await failing.ended;
    expect(await read()).toEqual(before);
  },
);
