import { contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from './harness/admin-client.ts';
import { type OwnCms, startOwnCms } from './harness/own-cms.ts';
import { samples } from './harness/samples.ts';

/* What a database takes, and refuses at the commit, as it does when its disk is full just then. */

const { database } = inject('cms');
let cms: OwnCms;
let admin: AdminClient;

beforeAll(async () => {
  cms = await startOwnCms();
  admin = await loginAsAdmin(cms);
});
afterAll(() => cms.stop());

const sql = (statement: string) => cms.sql(statement);

/** Statements after which no commit of a change of an FAQ goes through, and those that undo them. */
const obstacles = {
  postgres: [
    [
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'could not extend file' USING errcode = '53100'; END $$`,
      `CREATE CONSTRAINT TRIGGER refuse AFTER INSERT OR UPDATE ON faqs
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()`,
    ],
    ['DROP TRIGGER refuse ON faqs', 'DROP FUNCTION refuse'],
  ],
  sqlite: [
    [
      'CREATE TABLE obstacles (faq_id INTEGER REFERENCES faqs (id) DEFERRABLE INITIALLY DEFERRED)',
      'CREATE TRIGGER refuse_insert AFTER INSERT ON faqs BEGIN INSERT INTO obstacles VALUES (-1); END',
      'CREATE TRIGGER refuse_update AFTER UPDATE ON faqs BEGIN INSERT INTO obstacles VALUES (-1); END',
    ],
    ['DROP TRIGGER refuse_insert', 'DROP TRIGGER refuse_update', 'DROP TABLE obstacles'],
  ],
} as const;

test('a change whose commit is refused is told, and nothing of it is there', async () => {
  const list = `/content-manager/collection-types/${contentTypes.Faq.uid}?locale=en&pageSize=100`;
  const id = await admin.createPublished('Faq', { ...samples.faq, question: 'Stored?' });
  await admin.update('Faq', id, { question: 'Stored, and not published?' });
  const stored = async () => JSON.stringify((await admin.request('GET', list)).data);
  const before = await stored();
  const [obstruct, clear] = obstacles[database];
  for (const statement of obstruct) await sql(statement);
  for (const write of [
    () => admin.create('Faq', { ...samples.faq, question: 'Created in vain?' }),
    () => admin.update('Faq', id, { question: 'Changed in vain?' }),
    () => admin.publish('Faq', id),
  ]) {
    const { status, error } = await write();
    expect([status, error?.message]).toEqual([
      database === 'postgres' ? 507 : 400,
      expect.stringMatching(/^Could not (store|do) this: /),
    ]);
    expect(await stored()).toBe(before);
  }
  for (const statement of clear) await sql(statement);
  expect((await admin.publish('Faq', id)).status).toBe(200);
  expect(await stored()).not.toBe(before);
});
