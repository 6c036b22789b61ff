import { type ContentType, contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAs, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { runSql } from '../../cms/tests/harness/run-sql.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { checkDrafts } from './candidate-client.ts';
import { startPreviewPublisher } from './preview-client.ts';
import type { TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
let admin: AdminClient;
let publisher: TestPublisher;
let planId: string;

/** The button of the plan in the demo content, which other tests rely on. */
const demoLink = { label: 'Go Pro', url: 'https://mypymentor.example/pro' };

/** In no order of their own: pages come as they were last rendered. */
const sortByPath = <Page extends { path: string }>(pages: Page[]) =>
  pages.toSorted((one, other) => (one.path < other.path ? -1 : 1));

/** The pages of the demo content that list the plan "Pro". */
const englishPages = ['/python-for-backend-developers/', '/python-for-data-analysis/'];
const spanishPages = [
  '/es/python-para-analisis-de-datos/',
  '/es/python-para-desarrolladores-backend/',
];

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  const path = '/content-manager/collection-types/api::plan.plan?locale=en&filters[name][$eq]=Pro';
  const { data } = await admin.request('GET', path);
  planId = (data.results as { documentId: string }[])[0]?.documentId ?? '';
  publisher = await startPreviewPublisher(cms);
});

afterAll(async () => {
  await publisher.kill('SIGTERM');
  await publisher.remove();
});

const check = (type: ContentType, documentId: string) => checkDrafts(admin, [[type, documentId]]);

async function showing(type: ContentType, documentId: string) {
  const answer = await fetch(`${publisher.controlUrl}/entries/${type}/${documentId}`);
  expect(answer.status).toBe(200);
  const { pages } = (await answer.json()) as { pages: { path: string; url: string }[] };
  return pages.map(({ path }) => path);
}

describe('what publishing would block', () => {
  test('a draft that is fine stands in nobody’s way, and the live site does not notice the check', async () => {
    const before = await publisher.caughtUp();
    await admin.update('Plan', planId, { price: 77 });
    expect(await check('Plan', planId)).toMatchObject({ blocked: [], faults: [], checked: 2 });
    const page = await (await fetch(`${publisher.siteUrl}/python-for-backend-developers/`)).text();
    expect(page).not.toContain('$77');
    expect((await publisher.status()).release).toBe(before.release);
    await admin.discard('Plan', planId);
  });

  test('a link that leads nowhere is named with the page, the entry and the field', async () => {
    // The tests that follow have the same plan, whatever comes of this one.
    onTestFinished(async () => {
      await admin.publish('Plan', planId, { callToAction: demoLink });
    });
    const callToAction = { label: 'Buy', url: '/not-there/' };
    await admin.update('Plan', planId, { callToAction });
    const { blocked: pages } = await check('Plan', planId);
    const reason = {
      type: 'Plan',
      documentId: planId,
      locale: 'en',
      field: 'callToAction.url',
      text: expect.stringMatching(
        /^The link "Buy" leads to \/not-there\/, which does not exist\. It is in Plan "Pro" \(en\): Button → Address\./,
      ),
    };
    expect(sortByPath(pages)).toEqual(
      englishPages.map((path) => ({ path, locale: 'en', reasons: [reason] })),
    );
    // Nothing of the draft stays in the renderer: another entry on these pages stands in no way.
    const question = 'Is Python a good choice for the backend?';
    const faqs = await admin.request(
      'GET',
      `/content-manager/collection-types/api::faq.faq?locale=en&${new URLSearchParams({ 'filters[question][$eq]': question })}`,
    );
    const [faq] = faqs.data.results as { documentId: string }[];
    const faqId = faq?.documentId ?? '';
    await admin.update('Faq', faqId, { answer: 'Yes, it is.' });
    const other = await check('Faq', faqId);
    expect([other.blocked, other.checked]).toEqual([[], 1]);
    await admin.discard('Faq', faqId);
    // Published, it blocks just these pages for just that reason.
    await admin.publish('Plan', planId);
    const { blocked } = await publisher.caughtUp();
    expect(blocked.map(({ reason, pages }) => [reason, pages.toSorted()])).toEqual([
      [reason.text, englishPages],
    ]);
    await admin.publish('Plan', planId, { callToAction: demoLink });
    expect((await publisher.caughtUp()).blocked).toEqual([]);
  });

  test('a page that changes its address blocks the pages that link to the old one', async () => {
    const target = await admin.createPublished('LandingPage', samples.landingPage('moves-away'));
    const linking = await admin.createPublished('LandingPage', {
      ...samples.landingPage('links-to-it'),
      callToAction: { label: 'There', url: '/moves-away/' },
    });
    await publisher.caughtUp();
    await admin.update('LandingPage', target, { slug: 'moved' });
    const { blocked: pages } = await check('LandingPage', target);
    expect(pages.map(({ path, reasons }) => [path, reasons[0]?.documentId])).toEqual([
      ['/links-to-it/', linking],
    ]);
    // The check has left nothing behind: another one sees the live content.
    expect((await check('LandingPage', linking)).blocked).toEqual([]);
    await admin.discard('LandingPage', target);
    await admin.unpublish('LandingPage', linking);
    await admin.unpublish('LandingPage', target);
  });

  test('a page that loses a place blocks the pages that link to it', async () => {
    const closing = { title: 'The end', body: 'Of it.', callToAction: { label: 'Go', url: '/' } };
    const target = await admin.createPublished('LandingPage', {
      ...samples.landingPage('has-a-place'),
      closing,
    });
    const linking = await admin.createPublished('LandingPage', {
      ...samples.landingPage('leads-to-the-place'),
      callToAction: { label: 'There', url: '/has-a-place/#closing-heading' },
    });
    await publisher.caughtUp();
    await admin.update('LandingPage', target, { closing: null });
    const { blocked: pages } = await check('LandingPage', target);
    expect(pages.map(({ path, reasons }) => [path, reasons[0]?.documentId])).toEqual([
      ['/leads-to-the-place/', linking],
    ]);
    expect(pages[0]?.reasons[0]?.text).toContain(
      'which is not on that page. It is in Landing page',
    );
    for (const id of [linking, target]) await admin.remove('LandingPage', id);
  });

  test('a new page is looked over, too', async () => {
    const { data } = await admin.create('LandingPage', {
      ...samples.landingPage('brand-new'),
      callToAction: { label: 'Plans', url: '#plans' },
    });
    const { blocked: pages } = await check('LandingPage', data.documentId);
    expect(pages.map(({ path, reasons }) => [path, reasons[0]?.field])).toEqual([
      ['/brand-new/', 'callToAction.url'],
    ]);
    expect((await fetch(`${publisher.siteUrl}/brand-new/`)).status).toBe(404);
    await admin.remove('LandingPage', data.documentId);
  });

  // The tests reach the file of SQLite, not the database of a CMS that all of them share.
  test.runIf(cms.database === 'sqlite')('an address that is taken is named', async () => {
    const owner = await admin.createPublished('LandingPage', samples.landingPage('taken'));
    await publisher.caughtUp();
    const other = await admin.create('LandingPage', samples.landingPage('free'));
    const id = other.data.documentId;
    // The CMS refuses it; two editors at the same moment can both be told that it is free.
    expect((await admin.update('LandingPage', id, { slug: 'taken' })).status).toBe(400);
    await runSql(
      cms.dataFolder,
      undefined,
      `UPDATE landing_pages SET slug = 'taken' WHERE document_id = '${id}'`,
    );
    const { blocked: pages, faults } = await check('LandingPage', id);
    expect(pages).toMatchObject([
      { path: '/taken/', reasons: [{ documentId: id, field: 'slug' }] },
    ]);
    expect(faults[0]?.text).toMatch(/Address "taken" is taken by the landing page "Page taken"/);
    await admin.remove('LandingPage', id);
    await admin.remove('LandingPage', owner);
  });

  test.runIf(cms.database === 'sqlite')(
    'a draft that corrects what is wrong with the published version stands in nobody’s way',
    async () => {
      await runSql(
        cms.dataFolder,
        undefined,
        `UPDATE plans SET price = -1 WHERE document_id = '${planId}' AND locale = 'en' AND published_at IS NOT NULL`,
      );
      await publisher.kill('SIGTERM');
      await publisher.start();
      const { blocked } = await publisher.until(({ state }) => state === 'idle');
      expect(blocked.flatMap(({ pages }) => pages).sort()).toEqual(englishPages);
      expect(await check('Plan', planId)).toMatchObject({ blocked: [], faults: [] });
      await admin.publish('Plan', planId);
      expect((await publisher.caughtUp()).blocked).toEqual([]);
    },
  );

  test('however much one person asks, nobody else waits for all of it', async () => {
    const [author, editor] = [
      await loginAs(cms, 'strapi-author'),
      await loginAs(cms, 'strapi-editor'),
    ];
    const ask = (client: AdminClient) => checkDrafts(client, [['Plan', planId]]);
    let answers = 0;
    const asked = Array.from({ length: 40 }, () => ask(author).then(() => (answers += 1)));
    await ask(editor);
    expect(answers).toBeLessThan(20);
    await Promise.all(asked);
  });

  test('a draft that lacks something has faults of its own, on whatever page', async () => {
    const plan = await admin.create('Plan', { name: 'Halfway' });
    const halfway = await check('Plan', plan.data.documentId);
    expect(halfway.blocked).toEqual([]);
    expect(halfway.faults[0]?.text).toMatch(/^Plan "Halfway" \(en\): Price/);
    await admin.remove('Plan', plan.data.documentId);
  });

  test('without the key, or without an entry, nothing is looked up', async () => {
    const post = (key: string, body: string) =>
      fetch(`${publisher.controlUrl}/check`, {
        method: 'POST',
        headers: { 'x-lectern-key': key },
        body,
      });
    expect((await post('wrong', '{}')).status).toBe(401);
    const entries = ['{"type":"Plan"}', '{"type":"__proto__","documentId":"a","locale":"en"}'];
    for (const body of [
      '',
      '{',
      '{"entries":[]}',
      ...entries.map((each) => `{"entries":[${each}]}`),
    ])
      expect((await post(cms.publisherKey, body)).status, body).toBe(400);
  });

  test('a publisher that cannot be asked is said to be so', async () => {
    await publisher.kill('SIGTERM');
    const entries = [{ uid: contentTypes.Plan.uid, documentId: planId, locale: 'en' }];
    const answer = await admin.request('POST', '/candidate/check', { entries });
    expect(answer.status).toBe(503);
    expect(answer.error?.message).toMatch(/^Could not ask the publisher: /);
    await publisher.start();
    await publisher.until(({ state }) => state === 'idle');
  });
});

describe('where an entry is live', () => {
  test('every page that shows it, in every locale, and right again after a restart', async () => {
    await publisher.caughtUp();
    const expected = [...spanishPages, ...englishPages];
    expect(await showing('Plan', planId)).toEqual(expected);
    await publisher.kill('SIGTERM');
    await publisher.start();
    await publisher.until(({ state }) => state === 'idle');
    expect(await showing('Plan', planId)).toEqual(expected);
  });

  test('a page that lists it no more is not named any more, nor one that never went live', async () => {
    const faq = await admin.createPublished('Faq', samples.faq);
    const connect = [{ documentId: faq, locale: 'en' }];
    const page = await admin.createPublished('LandingPage', {
      ...samples.landingPage('lists-it'),
      faqs: { connect },
    });
    await publisher.caughtUp();
    expect(await showing('Faq', faq)).toEqual(['/lists-it/']);
    await admin.publish('LandingPage', page, { faqs: { disconnect: connect } });
    await publisher.caughtUp();
    expect(await showing('Faq', faq)).toEqual([]);
    await admin.publish('LandingPage', page, { faqs: { connect } });
    await admin.unpublish('LandingPage', page);
    await publisher.caughtUp();
    expect(await showing('Faq', faq)).toEqual([]);
    expect((await fetch(`${publisher.controlUrl}/entries/Faq/..%2f`)).status).toBe(404);
    expect((await fetch(`${publisher.controlUrl}/entries/Nothing/abc`)).status).toBe(404);
    await admin.remove('LandingPage', page);
    await admin.remove('Faq', faq);
  });
});
