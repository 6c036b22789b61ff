import { contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { EntryHistory } from '../src/history/contract.ts';
import type { EntryStatus } from '../src/live-status/contract.ts';
import type { SiteSchedule } from '../src/schedule/contract.ts';
import { type AdminClient, loginAsAdmin } from './harness/admin-client.ts';
import { type FakePublisher, startFakePublisher } from './harness/fake-publisher.ts';
import { graphql } from './harness/graphql.ts';
import { movePlan } from './harness/move-plan.ts';
import { startPostgres } from './harness/postgres.ts';
import { runSql } from './harness/run-sql.ts';
import { samples } from './harness/samples.ts';
import { startTestCms, type TestCms } from './harness/test-cms.ts';

/*
 * The CMS forgets what it has logged of content when 10,000 changes have followed. What it says of
 * older content must not depend on that.
 */
const { database } = inject('cms');
let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined;
let cms: TestCms;
let admin: AdminClient;
let publisher: FakePublisher;

beforeAll(async () => {
  postgres = database === 'postgres' ? await startPostgres() : undefined;
  cms = await startTestCms(postgres?.url);
  publisher = await startFakePublisher(cms.publisherPort, { release: null });
  admin = await loginAsAdmin(cms);
});
afterAll(async () => {
  await cms.stop();
  await publisher.close();
  await postgres?.stop();
});

const sql = (statement: string) => runSql(cms.dataFolder, postgres?.url, statement);
const counted = async () => Number((await sql('select value from content_generations'))[0]?.value);
/** What a publisher says whose site shows everything up to now. */
async function showingAll() {
  const liveGeneration = await counted();
  const query = `select change_id from content_changes where generation = ${liveGeneration}`;
  return { liveGeneration, liveChangeId: String((await sql(query))[0]?.change_id) };
}
const newFaq = (question: string) => admin.createPublished('Faq', { ...samples.faq, question });
const pathOf = (part: string, id: string) => `/${part}/${contentTypes.Faq.uid}/${id}?locale=en`;

async function statesOf(id: string): Promise<[string | null, boolean][]> {
  const { data } = await admin.request('GET', pathOf('history', id));
  const { versions } = data as unknown as EntryHistory;
  return versions.map(({ title, liveAt }) => [title, liveAt !== null]);
}

/** As if so many changes had been made that the log forgets all there were; then one more is live. */
async function outliveTheLog(): Promise<void> {
  const before = await counted();
  await sql(`update content_generations set value = ${before + 20_000}`);
  await cms.restart();
  const marker = await newFaq(`Published after ${before + 20_000} changes?`);
  await seeLive(marker);
}

/** Lets the publisher say that everything is live, and waits until the history has it of an entry. */
async function seeLive(id: string): Promise<void> {
  publisher.say({ ...(await showingAll()), release: '00000001-g1' });
  await expect.poll(async () => (await statesOf(id))[0]?.[1]).toBe(true);
}

test('94: a version that nobody saw stays so when the log forgets what followed it', async () => {
  const followed = await newFaq('Followed at once?');
  await admin.publish('Faq', followed, { question: 'Seen?' });
  const takenOff = await newFaq('Taken off at once?');
  await admin.unpublish('Faq', takenOff);
  const deleted = await newFaq('Deleted at once?');
  await admin.remove('Faq', deleted);
  await seeLive(followed);
  await outliveTheLog();
  expect(await statesOf(followed)).toEqual([
    ['Seen?', true],
    ['Followed at once?', false],
  ]);
  expect(await statesOf(takenOff)).toEqual([['Taken off at once?', false]]);
  expect((await statesOf(deleted)).at(-1)).toEqual(['Deleted at once?', false]);
});

test('94: whatever is settled is not looked at again', async () => {
  await seeLive(await newFaq('The last one?'));
  const unsettled = 'is_settled is null or is_settled = false';
  await expect.poll(() => sql(`select title from entry_versions where ${unsettled}`)).toEqual([]);
});

test('94: what is held back is marked once it is seen, and not before', async () => {
  const held = await newFaq('Held back?');
  const free = await newFaq('Free?');
  const fault = {
    ...{ type: 'Faq', documentId: held, locale: 'en', field: 'answer', reason: 'It is broken.' },
    ...{ isHeld: true, pages: [], pageCount: 0 },
  };
  for (const id of [held, free]) publisher.pages.set(`Faq/${id}`, []);
  publisher.blocked.set(`Faq/${held}`, [fault]);
  publisher.say({ ...(await showingAll()), blocked: [fault], blockedCount: 1 });
  await expect.poll(() => statesOf(free)).toEqual([['Free?', true]]);
  expect(await statesOf(held)).toEqual([['Held back?', false]]);
  publisher.blocked.clear();
  publisher.say({ blocked: [], blockedCount: 0 });
  await expect.poll(() => statesOf(held)).toEqual([['Held back?', true]]);
});

test('94: a failed plan that was dealt with does not come back when the log forgets how', async () => {
  const id = await newFaq('Planned and failed?');
  await admin.update('Faq', id, { ...samples.faq, question: 'Planned and failed?', answer: '' });
  const due = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16);
  const chosen = { wallTime: due, timeZone: 'UTC' };
  const path = `/schedule/${contentTypes.Faq.uid}/${id}/publish?locale=en`;
  expect((await admin.request('POST', path, chosen)).status).toBe(200);
  await movePlan(cms.dataFolder, postgres?.url, id, Date.now());
  await cms.restart();
  const isOpen = async () => {
    const { failed } = (await admin.request('GET', '/schedule')).data as unknown as SiteSchedule;
    return failed.some(({ link }) => link.documentId === id);
  };
  await expect.poll(isOpen).toBe(true);
  await admin.publish('Faq', id, { answer: 'There again.' });
  expect(await isOpen()).toBe(false);
  await outliveTheLog();
  expect(await isOpen()).toBe(false);
});

test('94: an entry that waits to go live is not "live" when the log forgets its publish', async () => {
  const live = await showingAll();
  const id = await newFaq('Waiting for long?');
  await sql(`update content_generations set value = ${live.liveGeneration + 20_000}`);
  await cms.restart();
  publisher.say(live);
  const state = async () => {
    const { data } = await admin.request('GET', pathOf('live-status', id));
    return (data as unknown as EntryStatus).state.name;
  };
  await expect.poll(state).toBe('publishing');
});

test.each([
  ['a change in the middle', 2, 2],
  ['several in a row', 2, 4],
  ['the first', 1, 1],
])('94: readers that follow are told that the log has forgotten %s', async (_, from, to) => {
  const { data } = await graphql(cms, '{ contentGeneration { value changeId } }');
  const { value, changeId } = data.contentGeneration;
  const since = async () => {
    const query = `{ contentChanges(value: ${value}, changeId: "${changeId}") { isComplete changes { generation } } }`;
    const { isComplete, changes } = (await graphql(cms, query)).data.contentChanges;
    return { isComplete, count: changes.length };
  };
  for (const question of ['One?', 'Two?', 'Three?', 'Four?', 'Five?']) await newFaq(question);
  expect(await since()).toEqual({ isComplete: true, count: 5 });
  // As it does with all but the last change of each entry, and with every delete.
  await sql(
    `delete from content_changes where generation between ${value + from} and ${value + to}`,
  );
  expect(await since()).toEqual({ isComplete: false, count: 0 });
});
