import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { SiteStatus } from '../../cms/src/live-status/contract.ts';
import { type AdminClient, loginAs, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { startPostgres } from '../../cms/tests/harness/postgres.ts';
import { runSql } from '../../cms/tests/harness/run-sql.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { startTestCms, type TestCms } from '../../cms/tests/harness/test-cms.ts';
import { openAdmin } from './admin-session.ts';
import { violations } from './axe.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

/* Pages that are too many to go unasked. What nobody counts is done behind the CMS's back. */

const { database } = inject('cms');
let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined;
let cms: TestCms;
let admin: AdminClient;
let editor: AdminClient;
let publisher: TestPublisher;

beforeAll(async () => {
  postgres = database === 'postgres' ? await startPostgres() : undefined;
  cms = await startTestCms(postgres?.url);
  admin = await loginAsAdmin(cms);
  editor = await loginAs(cms, 'strapi-editor');
  publisher = await createPublisher(cms, {
    settings: { POLL_SECONDS: '1', READ_ALL_SECONDS: '2', LARGEST_LOSS: '0.5' },
  });
  await publisher.start();
  await publisher.caughtUp();
});
afterAll(async () => {
  await publisher.kill('SIGTERM');
  await publisher.remove();
  await cms.stop();
  await postgres?.stop();
});

const sql = (statement: string) => runSql(cms.dataFolder, postgres?.url, statement);
const statusOf = async (path: string) => (await fetch(publisher.siteUrl + path)).status;
const createPages = async (name: string, count: number) => {
  const slugs = Array.from({ length: count }, (_, index) => `${name}-${index}`);
  const ids: string[] = [];
  for (const slug of slugs)
    ids.push(await admin.createPublished('LandingPage', samples.landingPage(slug)));
  await publisher.caughtUp();
  return { ids, paths: slugs.map((slug) => `/${slug}/`) };
};
const untilAnswered = (paths: readonly string[], status: number) =>
  expect.poll(() => Promise.all(paths.map(statusOf))).toEqual(paths.map(() => status));
const waiting = () => publisher.until(({ removals }) => removals !== null);
const seen = async (client: AdminClient) =>
  (await client.request('GET', '/live-status')).data as unknown as SiteStatus;
const confirm = async (client: AdminClient) => {
  await expect.poll(async () => (await seen(client)).removals?.id).toBeTruthy();
  const { removals } = await seen(client);
  return client.request('POST', '/live-status/removals', { id: removals?.id });
};

test('87: pages that go at once stay, everything else is published, and an administrator decides', async () => {
  const { ids, paths } = await createPages('at-once', 12);
  await sql(`DELETE FROM landing_pages WHERE slug LIKE 'at-once-%' AND published_at IS NOT NULL`);
  const { removals, failure } = await waiting();
  expect([removals?.pageCount, failure]).toEqual([12, null]);
  const faq = await admin.createPublished('Faq', { ...samples.faq, question: 'Meanwhile?' });
  const page = await admin.createPublished('LandingPage', samples.landingPage('meanwhile'));
  await publisher.caughtUp();
  expect(await statusOf('/meanwhile/')).toBe(200);
  expect(await Promise.all(paths.map(statusOf))).toEqual(paths.map(() => 200));
  // Nor does a start let them go.
  await publisher.kill('SIGKILL');
  await publisher.start();
  expect((await waiting()).removals?.pageCount).toBe(12);
  expect((await seen(editor)).mayConfirm).toBe(false);
  expect((await confirm(editor)).status).toBe(403);
  const outdated = await admin.request('POST', '/live-status/removals', { id: 'another' });
  expect(outdated.error?.message).toMatch(/Look at it again/);
  expect(await statusOf('/at-once-0/')).toBe(200);

  expect((await confirm(admin)).status).toBe(200);
  await untilAnswered(paths, 404);
  expect((await publisher.status()).removals).toBeNull();
  expect(await statusOf('/meanwhile/')).toBe(200);
  for (const id of [...ids, page]) await admin.remove('LandingPage', id);
  await admin.remove('Faq', faq);
  await publisher.caughtUp();
});

test('87: the same loss in small steps does not pass', async () => {
  const { ids, paths } = await createPages('step', 12);
  for (const id of ids) {
    await admin.unpublish('LandingPage', id);
    await publisher.caughtUp();
  }
  const { removals } = await waiting();
  expect(removals?.pageCount).toBeGreaterThan(0);
  const statuses = await Promise.all(paths.map(statusOf));
  expect(new Set(statuses)).toEqual(new Set([200, 404]));
  // One that is published again does not wait any more.
  const last = ids.at(-1) ?? '';
  await admin.publish('LandingPage', last);
  await publisher.until((status) => status.removals?.pages.includes(paths.at(-1) ?? '') !== true);
  await admin.unpublish('LandingPage', last);
  await waiting();
  const { page, openWelcomePage, takePicture } = await openAdmin(cms, 'strapi-super-admin');
  await openWelcomePage();
  const widget = page.locator('[data-strapi-widget-id="global::release"]');
  await widget.getByText('To go from the site').waitFor();
  await takePicture('welcome-removals');
  const parts = ['ul', 'button'].map((part) => `[data-strapi-widget-id="global::release"] ${part}`);
  expect(await violations(page, ...parts)).toEqual([]);
  await widget.getByRole('button', { name: /^Take \d+ pages off the site$/ }).click();
  await page.getByRole('button', { name: 'Confirm' }).click();
  await widget.getByText('To go from the site').waitFor({ state: 'detached' });
  await untilAnswered(paths, 404);
  expect((await publisher.status()).removals).toBeNull();
  for (const id of ids) await admin.remove('LandingPage', id);
});

test('67, 87: a language whose settings are not published any more keeps its pages until it is meant', async () => {
  const spanish = '/es/python-para-desarrolladores-backend/';
  expect(await statusOf(spanish)).toBe(200);
  await sql(`DELETE FROM sites WHERE locale = 'es' AND published_at IS NOT NULL`);
  const untilItWaits = () =>
    publisher.until(({ removals }) => removals?.locales.includes('es') === true);
  const { removals, failure } = await untilItWaits();
  expect([removals?.pages.includes(spanish), failure]).toEqual([true, null]);
  const faq = await admin.createPublished('Faq', { ...samples.faq, question: 'Nobody waits?' });
  await publisher.caughtUp();
  await publisher.kill('SIGTERM');
  await publisher.start();
  await untilItWaits();
  expect([await statusOf('/es/'), await statusOf(spanish)]).toEqual([200, 200]);
  expect((await confirm(admin)).status).toBe(200);
  await untilAnswered(['/es/', spanish], 404);
  expect(await statusOf('/')).toBe(200);
  expect((await admin.publish('Site', 'site', {}, 'es')).error).toBeUndefined();
  await untilAnswered(['/es/', spanish], 200);
  await admin.remove('Faq', faq);
});

test('67: without published settings of the first language a start shows what was live, and says what to do', async () => {
  const { release } = await publisher.status();
  await sql(`DELETE FROM sites WHERE locale = 'en' AND published_at IS NOT NULL`);
  const isNamed = () =>
    publisher.until(({ blocked }) => blocked.some(({ reason }) => /Publish it again/.test(reason)));
  await isNamed();
  await publisher.kill('SIGTERM');
  await publisher.start();
  const { removals, failure } = await isNamed();
  expect([removals, failure]).toEqual([null, null]);
  expect([await statusOf('/'), await statusOf('/es/')]).toEqual([200, 200]);
  const page = await admin.createPublished('LandingPage', samples.landingPage('rootless'));
  await untilAnswered(['/rootless/'], 200);
  expect((await admin.publish('Site', 'site', {})).error).toBeUndefined();
  const { release: later } = await publisher.until(({ blockedCount }) => blockedCount === 0);
  expect(later).not.toBe(release);
  await admin.remove('LandingPage', page);
});
