import { contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from './harness/admin-client.ts';
import { movePlan } from './harness/move-plan.ts';
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

/** Drafts with a plan for a time that is over, of which the CMS knows as soon as it is woken. */
async function planMany(count: number, question: string): Promise<void> {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const ids = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const created = await admin.create('Faq', { ...samples.faq, question: `${question} ${n}` });
      const id = created.data.documentId;
      const path = `/schedule/${contentTypes.Faq.uid}/${id}/publish?locale=en`;
      const chosen = { wallTime: tomorrow.slice(0, 16), timeZone: 'UTC' };
      expect((await admin.request('POST', path, chosen)).status).toBe(200);
      return id;
    }),
  );
  const due = Date.now();
  // One, and the others as that one: all at the same moment.
  await movePlan(cms.dataFolder, cms.databaseUrl, ids[0] ?? '', due);
  await sql(
    `update scheduled_actions set due_at = (select due_at from scheduled_actions where entry_id = '${ids[0]}')
     where state = 'planned' and title like '${question}%'`,
  );
}

const endedOf = (question: string) =>
  sql(
    `select state, done_at, reason from scheduled_actions where title like '${question}%' and state <> 'planned'`,
  );

/** Makes each publish of such an entry fail in the database, as a fault of the CMS itself does. */
async function breakPublishing(question: string): Promise<() => Promise<void>> {
  if (cms.databaseUrl === undefined) {
    await sql(
      `create trigger broken before insert on content_changes when new.title like '${question}%'
       begin select raise(abort, 'broken on purpose'); end`,
    );
    return async () => void (await sql('drop trigger broken'));
  }
  await sql(
    `create function broken() returns trigger language plpgsql as $$
     begin raise exception 'broken on purpose'; end $$`,
  );
  await sql(
    `create trigger broken before insert on content_changes for each row
     when (new.title like '${question}%') execute function broken()`,
  );
  return async () => void (await sql('drop function broken cascade'));
}

test('93: 120 plans for one moment are done one after the other, without a pause', async () => {
  await planMany(120, 'One of many');
  await cms.restart();
  await expect.poll(async () => (await endedOf('One of many')).length, { interval: 500 }).toBe(120);
  const ended = await endedOf('One of many');
  expect(new Set(ended.map(({ state }) => state))).toEqual(new Set(['done']));
  const times = ended.map(({ done_at }) => new Date(done_at as string | number).getTime()).sort();
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  // The planner's pause between two looks is half a minute.
  expect(Math.max(...gaps)).toBeLessThan(25_000);
});

test('93: 60 plans that fail for ever hold up no other, say why, and are done when they can be', async () => {
  const repair = await breakPublishing('Never');
  onTestFinished(async () => void (await repair().catch(() => undefined)));
  await planMany(60, 'Never');
  await planMany(10, 'Behind those');
  await cms.restart();
  await expect.poll(async () => (await endedOf('Behind those')).length, { interval: 500 }).toBe(10);
  const waiting = await sql(
    `select state, reason from scheduled_actions where title like 'Never%' and state = 'planned'`,
  );
  expect(waiting).toHaveLength(60);
  expect(waiting.filter(({ reason }) => String(reason).startsWith('Could not count'))).toHaveLength(
    60,
  );
  await repair();
  await cms.restart();
  await expect.poll(async () => (await endedOf('Never')).length, { interval: 500 }).toBe(60);
});
