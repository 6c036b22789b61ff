import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, loginAs, loginAsAdmin } from './harness/admin-client.ts';
import { movePlan } from './harness/move-plan.ts';
import { startPostgres } from './harness/postgres.ts';
import { runSql } from './harness/run-sql.ts';
import { samples } from './harness/samples.ts';
import { startTestCms, type TestCms } from './harness/test-cms.ts';

const { database } = inject('cms');
const faqs = '/content-manager/collection-types/api::faq.faq';
let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined;
let cms: TestCms;
let admin: AdminClient;
let author: AdminClient;

beforeAll(async () => {
  postgres = database === 'postgres' ? await startPostgres() : undefined;
  cms = await startTestCms(postgres?.url);
  admin = await loginAsAdmin(cms);
  author = await loginAs(cms, 'strapi-author');
});

afterAll(async () => {
  await cms.stop();
  await postgres?.stop();
});

const sql = (statement: string) => runSql(cms.dataFolder, postgres?.url, statement);

async function count(query: string): Promise<number> {
  return Number((await sql(`select count(*) as number from ${query}`))[0]?.number);
}

const generation = async () =>
  Number((await sql('select value from content_generations'))[0]?.value);

const listed = (ids: string[]) => ids.map((id) => `'${id}'`).join(', ');

/** Pages that all list the same entries, and these entries. */
async function pagesWithEntries(pageCount: number) {
  const entries: string[] = [];
  for (let index = 0; index < 3; index += 1)
    entries.push(await admin.createPublished('Faq', samples.faq));
  const pages: string[] = [];
  for (let index = 0; index < pageCount; index += 1) {
    const page = samples.landingPage(`at-once-${Date.now()}-${index}`);
    pages.push(await admin.createPublished('LandingPage', { ...page, faqs: { connect: entries } }));
  }
  return { entries, pages };
}

test('98: pages and their entries are published, taken off and saved at once, each exactly once', async () => {
  const { entries, pages } = await pagesWithEntries(3);
  const before = await generation();
  const versions = await count('entry_versions');
  const rounds = Array.from({ length: 5 }, (_, round) => round);
  // More at once than there are connections to the database.
  const publishing = rounds.flatMap((round) => [
    ...pages.map((id) => admin.publish('LandingPage', id, { lede: `Round ${round}` })),
    ...entries.map((id) => admin.publish('Faq', id, { answer: `Round ${round}` })),
  ]);
  const saving = rounds.flatMap((round) => [
    ...pages.map((id) => author.update('LandingPage', id, { topicsLine: `Round ${round}` })),
    ...entries.map((id) => author.update('Faq', id, { question: `Round ${round}?` })),
  ]);
  const bulk = rounds.map(() =>
    admin.request('POST', `${faqs}/actions/bulkPublish?locale=en`, { documentIds: entries }),
  );
  const answers = await Promise.all([...publishing, ...saving, ...bulk]);
  expect(answers.map(({ status, error }) => [status, error?.message])).toEqual(
    answers.map(() => [200, undefined]),
  );
  const published = publishing.length + bulk.length * entries.length;
  expect((await generation()) - before).toBe(published);
  expect((await count('entry_versions')) - versions).toBe(published);
  for (const [table, ids] of [
    ['faqs', entries],
    ['landing_pages', pages],
  ] as const)
    for (const stage of ['null', 'not null'])
      expect(
        await count(
          `${table} where document_id in (${listed([...ids])}) and published_at is ${stage}`,
        ),
      ).toBe(ids.length);
});

test('98: what is planned, deleted and discarded meanwhile waits its turn, and nothing fails', async () => {
  const { entries, pages } = await pagesWithEntries(2);
  const wallTime = `${new Date().getUTCFullYear() + 1}-01-01T00:00`;
  for (const id of entries) {
    const path = `/schedule/api::faq.faq/${id}/unpublish?locale=en`;
    expect(
      (await admin.request('POST', path, { wallTime, timeZone: 'UTC' })).error,
    ).toBeUndefined();
    await movePlan(cms.dataFolder, postgres?.url, id, Date.now() + 500);
  }
  const [gone = ''] = entries;
  const answers = await Promise.all([
    ...pages.flatMap((id) => [
      admin.publish('LandingPage', id, { lede: 'At the same time' }),
      admin.discard('LandingPage', id),
      admin.publish('LandingPage', id),
    ]),
    ...entries.slice(1).map((id) => admin.publish('Faq', id)),
    admin.remove('Faq', gone),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect(await count(`scheduled_actions where entry_id = '${gone}' and state = 'planned'`)).toBe(0);
  expect(await count(`faqs where document_id = '${gone}'`)).toBe(0);
});

test('98: a bulk publish of which one is refused leaves nothing of itself', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 12; index += 1)
    ids.push(
      (await admin.create('Faq', { ...samples.faq, question: `In bulk ${index}?` })).data
        .documentId,
    );
  // What only a publish demands is missing in the first.
  const { error } = await admin.update('Faq', ids[0] ?? '', { answer: null });
  expect(error).toBeUndefined();
  const before = await generation();
  const bulk = await admin.request('POST', `${faqs}/actions/bulkPublish?locale=en`, {
    documentIds: ids,
  });
  expect(bulk.status).toBe(400);
  // Another publish waits for whatever is still at work.
  await admin.createPublished('Faq', samples.faq);
  expect(
    await count(`faqs where document_id in (${listed(ids)}) and published_at is not null`),
  ).toBe(0);
  expect(await generation()).toBe(before + 1);
});

interface PostgresClient {
  connect(): Promise<void>;
  query(sql: string): Promise<{ rows: Record<string, unknown>[] }>;
  end(): Promise<void>;
}

test.runIf(database === 'postgres')(
  '98: a publish that the database ends as a deadlock is done again, and counted once',
  async () => {
    const id = await admin.createPublished('Faq', samples.faq);
    const { Client } = createRequire(import.meta.url)('pg') as {
      Client: new (options: { connectionString: string | undefined }) => PostgresClient;
    };
    const other = new Client({ connectionString: postgres?.url });
    await other.connect();
    const deadlocks = async () =>
      Number((await sql('select sum(deadlocks) as number from pg_stat_database'))[0]?.number);
    const before = { generation: await generation(), deadlocks: await deadlocks() };
    await other.query('begin');
    await other.query(
      `select id from faqs where document_id = '${id}' and published_at is not null for update`,
    );
    const publishing = admin.publish('Faq', id, { question: 'After a deadlock?' });
    const waiting =
      "pg_stat_activity where wait_event_type = 'Lock' and query not like '%pg_stat%'";
    await expect.poll(() => count(waiting), { interval: 10 }).toBe(1);
    // The CMS holds this lock; it began to wait first, so it is the first to be told.
    await other.query('select id from content_generations for update');
    await other.query('rollback');
    await other.end();
    const answer = await publishing;
    expect([answer.status, answer.data.question]).toEqual([200, 'After a deadlock?']);
    expect(await generation()).toBe(before.generation + 1);
    expect(await count(`entry_versions where entry_id = '${id}'`)).toBe(2);
    expect(await count(`content_changes where entry_id = '${id}'`)).toBe(2);
    await expect.poll(deadlocks).toBe(before.deadlocks + 1);
  },
);
