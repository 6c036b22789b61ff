import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ContentType, contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import type { EntrySchedule, ScheduledAction, SiteSchedule } from '../src/schedule/contract.ts';
import { type AdminClient, loginAs, loginAsAdmin } from './harness/admin-client.ts';
import { movePlan } from './harness/move-plan.ts';
import { startPostgres } from './harness/postgres.ts';
import { runSql } from './harness/run-sql.ts';
import { samples } from './harness/samples.ts';
import { randomTokens, startTestCms, type TestCms } from './harness/test-cms.ts';

const { database } = inject('cms');
let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined;
const tokens = randomTokens();
let cms: TestCms;
let admin: AdminClient;
let editor: AdminClient;
let author: AdminClient;

beforeAll(async () => {
  postgres = database === 'postgres' ? await startPostgres() : undefined;
  cms = await startTestCms(postgres?.url, tokens);
  admin = await loginAsAdmin(cms);
  editor = await loginAs(cms, 'strapi-editor');
  author = await loginAs(cms, 'strapi-author');
});
afterAll(async () => {
  await cms.stop();
  await postgres?.stop();
});

const sql = (statement: string) => runSql(cms.dataFolder, postgres?.url, statement);

const pathOf = (type: ContentType, id: string, rest = '', locale = 'en') =>
  `/schedule/${contentTypes[type].uid}/${id}${rest}?locale=${locale}`;
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();
const chosen = (instant: string) => ({ wallTime: instant.slice(0, 16), timeZone: 'UTC' });

const plan = (id: string, action = 'publish', instant = tomorrow(), client = admin) =>
  client.request('POST', pathOf('Faq', id, `/${action}`), chosen(instant));

async function scheduleOf(id: string, client = admin): Promise<EntrySchedule> {
  return (await client.request('GET', pathOf('Faq', id))).data as unknown as EntrySchedule;
}
async function plannedOf(id: string): Promise<ScheduledAction> {
  const [planned] = (await scheduleOf(id)).planned;
  if (planned === undefined) throw new Error('Nothing is planned.');
  return planned;
}

const siteSchedule = async (client = admin) =>
  (await client.request('GET', '/schedule')).data as unknown as SiteSchedule;

const draft = async (question: string) =>
  (await admin.create('Faq', { ...samples.faq, question })).data.documentId;

const moveTo = (id: string, time: number) => movePlan(cms.dataFolder, postgres?.url, id, time);

/** Lets the CMS know of what was moved behind its back, through a plan of another entry. */
async function wake(): Promise<void> {
  await plan(await draft('Only to wake the planner?'));
}

async function dueIn(id: string, milliseconds: number): Promise<void> {
  await moveTo(id, Date.now() + milliseconds);
  await wake();
}

const changesOf = (id: string) =>
  sql(
    `select action, actor, locale_code from content_changes where entry_id = '${id}' order by generation`,
  );

async function isPublished(id: string): Promise<boolean> {
  const rows = await sql(
    `select id from faqs where document_id = '${id}' and published_at is not null`,
  );
  return rows.length > 0;
}

const ended = async (id: string, within = 120_000): Promise<ScheduledAction> => {
  await expect
    .poll(async () => (await scheduleOf(id)).last, { timeout: within, interval: 100 })
    .not.toBeNull();
  return (await scheduleOf(id)).last as ScheduledAction;
};

describe('at its time', () => {
  test('an entry is published, then unpublished, each once, in the name of who planned it', async () => {
    const id = await draft('Published at a time?');
    expect((await plan(id, 'publish', tomorrow(), editor)).status).toBe(200);
    await dueIn(id, 1500);
    const due = Date.parse((await plannedOf(id)).dueAt);
    expect(await isPublished(id)).toBe(false);
    const { state, doneAt, lateMilliseconds } = await ended(id);
    expect([state, lateMilliseconds]).toEqual(['done', null]);
    expect(Date.parse(doneAt ?? '')).toBeGreaterThanOrEqual(due);
    expect(await isPublished(id)).toBe(true);
    await plan(id, 'unpublish');
    await dueIn(id, 500);
    await expect.poll(() => isPublished(id)).toBe(false);
    await pause(500);
    const [first, second, ...others] = await changesOf(id);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ action: 'publish', locale_code: 'en' });
    expect(first?.actor).toMatch(/^Robin \w+, scheduled$/);
    expect(second).toMatchObject({
      action: 'unpublish',
      actor: 'First Administrator, scheduled',
    });
  });

  test('every type can be planned, also without languages and the single one', async () => {
    const site = (
      await admin.request('GET', `/content-manager/single-types/${contentTypes.Site.uid}?locale=en`)
    ).data;
    const redirect = await admin.create('Redirect', samples.redirect('/planned/'));
    for (const [type, id] of [
      ['Site', site.documentId],
      ['Redirect', redirect.data.documentId],
    ] as const) {
      const path = pathOf(type, String(id), '/publish');
      expect([type, (await admin.request('POST', path, chosen(tomorrow()))).status]).toEqual([
        type,
        200,
      ]);
      await dueIn(String(id), 0);
      const read = async () =>
        ((await admin.request('GET', pathOf(type, String(id)))).data as unknown as EntrySchedule)
          .last;
      await expect.poll(read).toMatchObject({ state: 'done' });
    }
  });
});

describe('a plan', () => {
  test('is changed and cancelled, and cannot be made twice', async () => {
    const id = await draft('Changed and cancelled?');
    await plan(id);
    const again = await plan(id);
    expect([again.status, again.error?.message]).toEqual([
      400,
      'Could not plan this: publishing is planned for this entry already. Change that plan, or cancel it.',
    ]);
    const { id: number } = await plannedOf(id);
    const later = new Date(Date.now() + 2 * 86_400_000).toISOString();
    const changed = await admin.request('PUT', pathOf('Faq', id, `/${number}`), chosen(later));
    expect(changed.status).toBe(200);
    expect((await plannedOf(id)).dueAt.slice(0, 16)).toBe(later.slice(0, 16));
    expect((await plan(id, 'unpublish', later)).error?.message).toContain('for the same time');
    expect((await admin.request('DELETE', pathOf('Faq', id, `/${number}`))).status).toBe(200);
    expect(await scheduleOf(id)).toMatchObject({ planned: [], last: null });
    for (const method of ['PUT', 'DELETE'])
      expect(
        (await admin.request(method, pathOf('Faq', id, `/${number}`), chosen(later))).error
          ?.message,
      ).toContain('carried out or cancelled meanwhile');
  });

  test('of two editors at once one gets through', async () => {
    const id = await draft('Planned by two at once?');
    const answers = await Promise.all(Array.from({ length: 6 }, () => plan(id)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400, 400, 400, 400, 400]);
  });

  test('for a time that has passed or does not exist is refused', async () => {
    const id = await draft('Refused?');
    const past = await plan(id, 'publish', '2020-01-01T10:00');
    expect([past.status, past.error?.message]).toEqual([
      400,
      'Could not plan this: that time has passed. Choose a later one, or do it at once.',
    ]);
    const missing = { wallTime: '2027-03-28T02:30', timeZone: 'Europe/Madrid' };
    const answer = await admin.request('POST', pathOf('Faq', id, '/publish'), missing);
    expect(answer.error?.message).toContain('Choose 01:30 (UTC+01:00) or 03:30 (UTC+02:00).');
  });

  test('goes with the entry that is deleted', async () => {
    const id = await draft('Deleted?');
    await plan(id);
    await admin.remove('Faq', id);
    const rows = await sql(`select state, slot from scheduled_actions where entry_id = '${id}'`);
    expect(rows).toEqual([{ state: 'cancelled', slot: null }]);
  });

  test('is of one language', async () => {
    const id = await draft('In one language?');
    await admin.update('Faq', id, { ...samples.faq, question: '¿En un idioma?' }, 'es');
    await admin.request('POST', pathOf('Faq', id, '/publish', 'es'), chosen(tomorrow()));
    expect((await scheduleOf(id)).planned).toEqual([]);
    await dueIn(id, 0);
    await expect
      .poll(() => changesOf(id))
      .toEqual([expect.objectContaining({ action: 'publish', locale_code: 'es' })]);
  });
});

test('an editor may plan; an author sees it and may not; others see nothing', async () => {
  const id = await draft('For whom?');
  expect((await plan(id, 'publish', tomorrow(), editor)).status).toBe(200);
  const { id: number } = await plannedOf(id);
  expect(await scheduleOf(id, editor)).toMatchObject({ mayPlan: true });
  const seen = await scheduleOf(id, author);
  expect([seen.mayPlan, seen.planned.length]).toEqual([false, 1]);
  expect((await siteSchedule(author)).planned.some(({ link }) => link.documentId === id)).toBe(
    true,
  );
  expect((await plan(id, 'unpublish', tomorrow(), author)).status).toBe(403);
  for (const method of ['PUT', 'DELETE']) {
    const path = pathOf('Faq', id, `/${number}`);
    expect((await author.request(method, path, chosen(tomorrow()))).status).toBe(403);
  }
  const role = await admin.request('POST', '/admin/roles', { name: 'Nothing', description: '' });
  const nobody = await loginAs(cms, String(role.data.code));
  for (const path of ['/schedule', pathOf('Faq', id)]) {
    expect((await nobody.request('GET', path)).status).toBe(403);
    expect((await fetch(cms.url + path)).status).toBe(401);
  }
  const other = await draft('Of another entry?');
  const foreign = await editor.request('DELETE', pathOf('Faq', other, `/${number}`));
  expect(foreign.status).toBe(400);
  expect((await plannedOf(id)).state).toBe('planned');
});

test('of more than a hundred plans the times are told of all, by time', async () => {
  const inYears = (years: number) => new Date(Date.now() + years * 366 * 86_400_000).toISOString();
  const [soon, later] = [inYears(1), inYears(2)];
  for (let n = 0; n < 51; n += 1) {
    const id = await draft(`One of many (${n})?`);
    await plan(id, 'unpublish', later);
    await plan(id, 'publish', soon);
  }
  const { planned, plannedTimes } = await siteSchedule();
  expect(planned).toHaveLength(100);
  expect(plannedTimes.filter((time) => time.startsWith(later.slice(0, 16)))).toHaveLength(51);
  expect(plannedTimes).toEqual(plannedTimes.toSorted());
  expect(planned.map(({ dueAt }) => dueAt)).toEqual(plannedTimes.slice(0, 100));
});

test('what has become invalid by then stays as it was, and says why until it is dealt with', async () => {
  const id = await admin.createPublished('Faq', { ...samples.faq, question: 'Valid still?' });
  await admin.update('Faq', id, { ...samples.faq, question: 'Valid still?', answer: '' });
  const before = await changesOf(id);
  await plan(id);
  await dueIn(id, 0);
  const failed = await ended(id);
  expect(failed.state).toBe('failed');
  expect(failed.reason).toMatch(/answer/i);
  expect(await changesOf(id)).toEqual(before);
  expect(await isPublished(id)).toBe(true);
  const isListed = async () =>
    (await siteSchedule()).failed.some(({ link }) => link.documentId === id);
  expect(await isListed()).toBe(true);
  await admin.publish('Faq', id, { answer: 'There again.' });
  expect(await isListed()).toBe(false);
});

test('after a downtime it is late but done, and says by how much', async () => {
  const id = await draft('Late?');
  await plan(id);
  await cms.kill();
  await moveTo(id, Date.now() - 3 * 60_000);
  await cms.restart();
  const { state, dueAt, doneAt, lateMilliseconds } = await ended(id);
  expect(state).toBe('done');
  expect(lateMilliseconds).toBeGreaterThan(3 * 60_000);
  expect(lateMilliseconds).toBe(Date.parse(doneAt ?? '') - Date.parse(dueAt));
  expect(Date.parse(doneAt ?? '')).toBeLessThanOrEqual(Date.now());
  expect(await isPublished(id)).toBe(true);
  expect(await changesOf(id)).toHaveLength(1);
  const late = (await siteSchedule()).late.find(({ link }) => link.documentId === id);
  expect(late).toMatchObject({ state: 'done', lateMilliseconds });
});

test('a clock that is set back while the CMS runs repeats nothing and skips nothing', async () => {
  const file = join(cms.dataFolder, 'clock');
  const setClock = (milliseconds: number) => writeFile(file, String(milliseconds));
  await setClock(0);
  await cms.restart({
    NODE_OPTIONS: '--import ./tests/preload/clock-to-set.mjs',
    CLOCK_FILE: file,
  });
  onTestFinished(() => cms.restart());
  const [before, between, after] = [
    await draft('Done before?'),
    await draft('Planned for a time that comes again?'),
    await draft('Done after?'),
  ];
  for (const id of [before, between, after]) await plan(id);
  const start = Date.now();
  await moveTo(after, start + 10_000);
  await dueIn(before, 1_000);
  expect((await ended(before)).state).toBe('done');
  await pause(start + 4_000 - Date.now());
  // The planner looks once more at what is due by now.
  await wake();
  await setClock(-4_000);
  await pause(100);
  // Already over on the clock as it was; the time of what was done comes again as well.
  await moveTo(between, start + 2_000);
  await wake();
  const { doneAt } = await ended(between);
  expect(Date.parse(doneAt ?? '')).toBeGreaterThanOrEqual(start + 2_000);
  const last = await ended(after);
  expect(Date.parse(last.doneAt ?? '')).toBeGreaterThanOrEqual(start + 10_000);
  expect(Date.now()).toBeGreaterThanOrEqual(start + 14_000);
  for (const id of [before, between, after]) expect(await changesOf(id)).toHaveLength(1);
});

test('killed around the due time, again and again, it is done exactly once', async () => {
  const planned = 8;
  const cut: number[] = [];
  for (const [round, fewest] of [0, 0, 1, 1, 2, 4].entries()) {
    const ids = await Promise.all(
      Array.from({ length: planned }, (_, n) => draft(`Killed in round ${round} (${n})?`)),
    );
    for (const id of ids) await plan(id);
    const due = Date.now() + 1500;
    for (const id of ids) await moveTo(id, due);
    await wake();
    await pause(Math.max(0, due - Date.now()));
    const listed = ids.map((id) => `'${id}'`).join(', ');
    const changes = () => sql(`select entry_id from content_changes where entry_id in (${listed})`);
    while ((await changes()).length < fewest) await pause(5);
    await cms.kill();
    const atKill = await changes();
    const states = await sql(
      `select entry_id from scheduled_actions where state = 'done' and entry_id in (${listed})`,
    );
    expect(states.map(({ entry_id }) => entry_id).toSorted()).toEqual(
      atKill.map(({ entry_id }) => entry_id).toSorted(),
    );
    cut.push(atKill.length);
    await cms.restart();
    for (const id of ids) {
      expect((await ended(id)).state).toBe('done');
      expect(await changesOf(id)).toHaveLength(1);
      expect(await isPublished(id)).toBe(true);
    }
  }
  // It was killed before all was done, at least once, and so had to take up what was left.
  expect(Math.min(...cut)).toBeLessThan(planned);
});

test.runIf(database === 'postgres')(
  'two processes on one database do it once',
  async () => {
    const second = await startTestCms(postgres?.url, tokens);
    try {
      const other = await loginAsAdmin({ ...second, dataFolder: cms.dataFolder });
      const ids = await Promise.all(Array.from({ length: 12 }, (_, n) => draft(`By two (${n})?`)));
      for (const id of ids) await plan(id);
      const due = Date.now() + 15_000;
      for (const id of ids) await moveTo(id, due);
      // Both look for what is next, and wake at the same moment.
      await wake();
      await plan(await draft('To wake the other?'), 'publish', tomorrow(), other);
      expect(Date.now()).toBeLessThan(due);
      for (const id of ids) {
        expect((await ended(id)).state).toBe('done');
        expect(await changesOf(id)).toHaveLength(1);
      }
    } finally {
      await second.stop();
    }
  },
  240_000,
);
