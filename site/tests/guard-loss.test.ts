import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { SiteStatus } from '../../cms/src/live-status/contract.ts';
import { type AdminClient, loginAs, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { runSql } from '../../cms/tests/harness/run-sql.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { startTestCms, type TestCms } from '../../cms/tests/harness/test-cms.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

/* Pages that are too many to go unasked. What nobody counts is done in the file of the database. */
describe.runIf(inject('cms').database === 'sqlite')('the guard against losing pages', () => {
  let cms: TestCms;
  let admin: AdminClient;
  let editor: AdminClient;
  let publisher: TestPublisher;

  beforeAll(async () => {
    cms = await startTestCms();
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
  });

  const sql = (statement: string) => runSql(cms.dataFolder, undefined, statement);
  const statusOf = async (path: string) => (await fetch(publisher.siteUrl + path)).status;
  const createPages = async (name: string, count: number) => {
    const slugs = Array.from({ length: count }, (_, index) => `${name}-${index}`);
    const ids: string[] = [];
    for (const slug of slugs)
      ids.push(await admin.createPublished('LandingPage', samples.landingPage(slug)));
    await publisher.caughtUp();
    return { ids, paths: slugs.map((slug) => `/${slug}/`) };
  };
  const waiting = () => publisher.until(({ removals }) => removals !== null);
  const seen = async (client: AdminClient) =>
    (await client.request('GET', '/live-status')).data as unknown as SiteStatus;
  const confirm = async (client: AdminClient) => {
    await expect
      .poll(async () => (await seen(client)).removals?.id, { timeout: 20_000 })
      .toBeTruthy();
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
    await publisher.until(({ removals }) => removals === null);
    await publisher.caughtUp();
    expect(await Promise.all(paths.map(statusOf))).toEqual(paths.map(() => 404));
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
    expect((await confirm(admin)).status).toBe(200);
    await publisher.until(({ removals }) => removals === null);
    await publisher.caughtUp();
    expect(await Promise.all(paths.map(statusOf))).toEqual(paths.map(() => 404));
    for (const id of ids) await admin.remove('LandingPage', id);
  });

  test('67, 87: a language whose settings are not published any more keeps its pages until it is meant', async () => {
    const spanish = '/es/python-para-desarrolladores-backend/';
    expect(await statusOf(spanish)).toBe(200);
    await sql(`DELETE FROM sites WHERE locale = 'es' AND published_at IS NOT NULL`);
    const { removals, failure } = await waiting();
    expect([removals?.locales, failure]).toEqual([['es'], null]);
    const faq = await admin.createPublished('Faq', { ...samples.faq, question: 'Nobody waits?' });
    await publisher.caughtUp();
    await publisher.kill('SIGTERM');
    await publisher.start();
    await waiting();
    expect([await statusOf('/es/'), await statusOf(spanish)]).toEqual([200, 200]);
    expect((await confirm(admin)).status).toBe(200);
    await publisher.until(({ removals }) => removals === null);
    await publisher.caughtUp();
    expect([await statusOf('/es/'), await statusOf(spanish), await statusOf('/')]).toEqual([
      404, 404, 200,
    ]);
    expect((await admin.publish('Site', 'site', {}, 'es')).error).toBeUndefined();
    await publisher.caughtUp();
    expect([await statusOf('/es/'), await statusOf(spanish)]).toEqual([200, 200]);
    await admin.remove('Faq', faq);
  });
});
