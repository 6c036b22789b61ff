import { contentTypeNames } from '@lectern/shared-types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from './harness/admin-client.ts';
import { graphql } from './harness/graphql.ts';
import { type OwnCms, startOwnCms } from './harness/own-cms.ts';
import { samples } from './harness/samples.ts';

let cms: OwnCms;
let admin: AdminClient;

beforeAll(async () => {
  cms = await startOwnCms();
  admin = await loginAsAdmin(cms);
});

afterAll(() => cms.stop());

const sql = (statement: string) => cms.sql(statement);

async function uniqueTables(): Promise<string[]> {
  const rows = await sql(
    cms.databaseUrl
      ? "select tablename as name from pg_indexes where indexname like '%_version_unique'"
      : "select tbl_name as name from sqlite_master where name like '%_version_unique'",
  );
  return rows.map(({ name }) => String(name)).sort();
}

/** One more version of an entry, as a fault of Strapi's or a script would make it. */
const copyRow = (documentId: string, stage: 'null' | 'not null') =>
  sql(`insert into plans (document_id, name, price, currency, billing_interval, locale, published_at, created_at, updated_at)
    select document_id, 'Surplus', price, currency, billing_interval, locale, published_at, created_at, updated_at
    from plans where document_id = '${documentId}' and published_at is ${stage} and locale = 'en'`);

async function plan(): Promise<string> {
  return admin.createPublished('Plan', { ...samples.plan, footnote: 'Kept' });
}

/** Everything that makes and removes rows of an entry. */
async function expectWorkingEntries(): Promise<void> {
  const id = await plan();
  const uid = 'api::plan.plan';
  const path = `/content-manager/collection-types/${uid}`;
  await admin.update('Plan', id, samples.plan, 'es');
  const answers = [
    await admin.publish('Plan', id, {}, 'es'),
    await admin.publish('Plan', id, { name: 'Again' }),
    await admin.request('POST', `${path}/actions/bulkPublish`, {
      documentIds: [id],
      locale: ['en', 'es'],
    }),
    await admin.update('Plan', id, { name: 'Changed' }),
    await admin.discard('Plan', id),
    await admin.request('POST', `${path}/clone/${id}?locale=en`, { ...samples.plan, name: 'Copy' }),
    await admin.unpublish('Plan', id),
    await admin.publish('Plan', id),
    await admin.remove('Plan', id),
  ];
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
}

test('50: the database itself refuses a second draft or published version, of every type', async () => {
  expect(await uniqueTables()).toHaveLength(contentTypeNames.length);
  const id = await plan();
  for (const stage of ['null', 'not null'] as const)
    await expect(copyRow(id, stage)).rejects.toThrow(/unique/i);
  await sql(`insert into redirects (document_id) values ('twice')`);
  await expect(sql(`insert into redirects (document_id) values ('twice')`)).rejects.toThrow(
    /unique/i,
  );
  await sql(`delete from redirects where document_id = 'twice'`);
  await expectWorkingEntries();
});

test('50: rows that break this are named at the start, with what to do, and the CMS runs', async () => {
  const id = await plan();
  const before = await sql(`select id from plans where document_id = '${id}' order by id`);
  await sql('drop index plans_version_unique');
  await copyRow(id, 'null');
  const rows = await sql(`select id from plans where document_id = '${id}' order by id`);
  expect(rows).toHaveLength(before.length + 1);

  await cms.restart();
  const surplus = rows.at(-1)?.id;
  expect(cms.output()).toMatch(
    new RegExp(
      `Could not make sure that each Plan has one draft .*: the entry ${id} in en has 2 drafts: row ${rows[0]?.id} “Team”, saved 20.* by admin.*; row ${surplus} “Surplus”, saved 20.* by the CMS\\. .*delete from plans where id = `,
    ),
  );
  expect(await sql(`select id from plans where document_id = '${id}' order by id`)).toEqual(rows);
  expect(await uniqueTables()).toHaveLength(contentTypeNames.length - 1);
  expect((await graphql(cms, '{ plans { name } }')).errors).toBeUndefined();

  await sql(`delete from plans where id = ${surplus}`);
  await cms.restart();
  expect(await uniqueTables()).toHaveLength(contentTypeNames.length);
});

test('50: the index outlives what Strapi does to the tables when the types have changed', async () => {
  const id = await plan();
  // A column that is missing, one of another type, and one that the type no longer has.
  for (const statement of [
    'alter table plans drop column footnote',
    'alter table plans add column footnote text',
    'alter table faqs drop column question',
    'alter table plans add column once varchar(255)',
  ])
    await sql(statement);
  await pretendOlderSchema('plans', 'once');
  await cms.restart();
  const columns = Object.keys((await sql('select * from plans limit 1'))[0] ?? {});
  expect([columns.includes('once'), columns.includes('footnote')]).toEqual([false, true]);
  expect(await uniqueTables()).toHaveLength(contentTypeNames.length);
  await expect(copyRow(id, 'null')).rejects.toThrow(/unique/i);
  await expectWorkingEntries();
});

/** Makes Strapi believe that it has seen other types at the last start, one with a field more. */
async function pretendOlderSchema(tableName: string, columnName: string): Promise<void> {
  const [row] = await sql('select schema from strapi_database_schema');
  const stored: { tables: { name: string; columns: { name: string }[] }[] } = cms.databaseUrl
    ? row?.schema
    : JSON.parse(String(row?.schema));
  const table = stored.tables.find(({ name }) => name === tableName);
  const [column] = table?.columns ?? [];
  if (column) table?.columns.push({ ...column, name: columnName });
  const text = JSON.stringify(stored).replaceAll("'", "''");
  await sql(`update strapi_database_schema set hash = 'older', schema = '${text}'`);
}
