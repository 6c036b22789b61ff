import { contentTypes } from '@lectern/shared-types';
import type { Page } from 'playwright-core';
import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  inject,
  onTestFinished,
  test,
} from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { pngImage, samples } from '../../cms/tests/harness/samples.ts';
import { openAdmin } from './admin-session.ts';
import { violations } from './axe.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
const pagePath = '/python-for-backend-developers/';
const { uid: planUid } = contentTypes.Plan;
const link = { label: 'Go Pro', url: 'https://mypymentor.example/pro' };
let admin: AdminClient;
let publisher: TestPublisher;
let planId: string;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  const path = `/content-manager/collection-types/${planUid}?locale=en&filters[name][$eq]=Pro`;
  const { data } = await admin.request('GET', path);
  planId = (data.results as { documentId: string }[])[0]?.documentId ?? '';
  publisher = await createPublisher(cms);
  await publisher.start();
  await publisher.until(({ state }) => state === 'idle');
});

afterEach(async () => {
  await admin.publish('Plan', planId, { price: 12, callToAction: link });
});
afterAll(async () => {
  await publisher.kill('SIGTERM');
  await publisher.remove();
});

const pageText = async () => (await fetch(publisher.siteUrl + pagePath)).text();

const panel = (page: Page) => page.getByRole('region', { name: 'Live status' });
const stateIn = (page: Page) => panel(page).getByRole('status');

/** Waits until the panel says something, without a reload. */
const untilPanelSays = (page: Page, words: RegExp) =>
  stateIn(page).filter({ hasText: words }).waitFor();

/** Rows of "Published last", its heading first. */
const changesOn = (page: Page) =>
  page.locator('[data-strapi-widget-id="global::changes"]').getByRole('row');

const panels = ['section[aria-label="Live status"]', 'section[aria-label="Used on"]'];

describe('an editor', () => {
  test('changes a price, publishes, sees it go live, and finds it on the page', async () => {
    const { page, openEntry, takePicture } = await openAdmin(cms, 'strapi-editor');
    await openEntry(planUid, planId);
    await untilPanelSays(page, /^Live since/);
    await page.getByLabel('Price').fill('31');
    await page.getByRole('button', { name: 'Save' }).click();
    await untilPanelSays(page, /Changes not published.*Live since/s);
    await takePicture('panel-changes-not-published');
    expect(await pageText()).toContain('$12<');
    expect(await violations(page, ...panels)).toEqual([]);

    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await untilPanelSays(page, /^Live since \d\d:\d\d:\d\d.*\(\d+(\.\d)?\ss\)$/);
    // At once, without waiting: what is called live is what visitors get.
    expect(await pageText()).toContain('$31<');
    const address = new URL(pagePath, 'https://site.example').href;
    const anchor = panel(page).getByRole('link', { name: pagePath });
    expect(await anchor.getAttribute('href')).toBe(address);
    const usedOn = page.getByRole('region', { name: 'Used on' });
    await usedOn.getByRole('link', { name: /^Python for backend developers/ }).waitFor();
    expect(await usedOn.getByRole('link', { name: pagePath }).getAttribute('href')).toBe(address);
    await takePicture('panel-live');
    expect(await violations(page, ...panels)).toEqual([]);

    // By keyboard, from the form to the page that shows it.
    await usedOn.getByRole('link', { name: /^Python for backend developers/ }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/api::landing-page\.landing-page/);
  });

  test('is told what is blocked and why, where the entry is edited and on the welcome page', async () => {
    const session = await openAdmin(cms, 'strapi-editor');
    const { page, openEntry, openWelcomePage, takePicture } = session;
    await openEntry(planUid, planId);
    await untilPanelSays(page, /^Live since/);
    // The tests that follow have the same plan, whatever comes of this one.
    onTestFinished(async () => void (await admin.publish('Plan', planId, { callToAction: link })));
    // Somebody else publishes what the site cannot show; the panel follows by itself.
    const answer = await admin.publish('Plan', planId, {
      price: 32,
      callToAction: { ...link, url: '/nowhere/' },
    });
    expect(answer.error).toBeUndefined();
    await untilPanelSays(page, /^Blocked.*\/nowhere\/, which does not exist/s);
    expect(await pageText()).toContain('$12<');
    await takePicture('panel-blocked');
    expect(await violations(page, ...panels)).toEqual([]);

    await openWelcomePage();
    const site = page.locator('[data-strapi-widget-id="global::release"]');
    await site.getByRole('heading', { name: 'Blocked' }).waitFor();
    await site.getByText('/nowhere/, which does not exist').waitFor();
    const latest = changesOn(page).nth(1);
    expect(await latest.innerText()).toMatch(/^Blocked.*Published: plan\s+“Pro”\s+\(en\)/s);
    await takePicture('welcome-blocked');
    expect(
      await violations(
        page,
        '[data-strapi-widget-id="global::release"] [role="status"]',
        '[data-strapi-widget-id="global::changes"] table',
      ),
    ).toEqual([]);
    await site.getByRole('link', { name: /^Open “Pro”/ }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/content-manager\/collection-types/);

    await openEntry(planUid, planId);
    await untilPanelSays(page, /^Blocked/);
    await admin.publish('Plan', planId, { callToAction: link });
    await untilPanelSays(page, /^Live since/);
    expect(await pageText()).toContain('$32<');
  });

  test('takes an entry off the site and puts it back', async () => {
    const { page, openEntry, takePicture } = await openAdmin(cms, 'strapi-editor');
    await openEntry(planUid, planId);
    await untilPanelSays(page, /^Live since/);
    await admin.unpublish('Plan', planId);
    await untilPanelSays(page, /^Draft only/);
    expect(await pageText()).not.toContain('$12<');
    await takePicture('panel-draft-only');
    await admin.publish('Plan', planId);
    await untilPanelSays(page, /^Live since/);
    expect(await pageText()).toContain('$12<');
  });

  test('is not told that visitors see what no page shows', async () => {
    const { page, openEntry, openWelcomePage } = await openAdmin(cms, 'strapi-editor');
    const faq = await admin.createPublished('Faq', { ...samples.faq, question: 'On no page?' });
    await openEntry(contentTypes.Faq.uid, faq);
    await untilPanelSays(page, /^Published; no page shows it.*once a page that lists it/s);
    const history = page.getByRole('region', { name: 'History' });
    await history.getByText('published; no page shows it').waitFor();
    // Somebody else saves the draft; the panel follows by itself.
    await admin.update('Faq', faq, { question: 'On no page yet?' });
    await untilPanelSays(page, /^Changes not published\s*Published; no page shows it/s);
    expect(await violations(page, ...panels)).toEqual([]);
    const on = await admin.createPublished('LandingPage', {
      ...samples.landingPage('shows-it-at-last'),
      faqs: [faq],
    });
    await untilPanelSays(page, /Visitors see the version.*Live since/s);
    await panel(page).getByRole('link', { name: '/shows-it-at-last/' }).waitFor();
    await admin.remove('LandingPage', on);
    await untilPanelSays(page, /no page shows it/);
    await admin.publish('Faq', faq);
    await openWelcomePage();
    const latest = changesOn(page).nth(1).filter({ hasText: 'On no page yet?' });
    await latest.getByText('Published; no page shows it').waitFor();
    await admin.remove('Faq', faq);
  });

  test('reads on the welcome page what was published by whom, and how soon it was live', async () => {
    const { page, openWelcomePage, takePicture } = await openAdmin(cms, 'strapi-editor');
    await openWelcomePage();
    const site = page.locator('[data-strapi-widget-id="global::release"]');
    await site.getByText('Everything that is published is live').waitFor();
    await site.getByText(/Release 0\d+-g\d+, since/).waitFor();
    await admin.publish('Plan', planId, { price: 33 });
    const latest = changesOn(page).nth(1).filter({ hasText: 'Live after' });
    await latest.filter({ hasText: /First Administrator/ }).waitFor();
    expect(await latest.innerText()).toMatch(
      /^Live after \d+(\.\d)?\ss.*Published: plan\s+“Pro”\s+\(en\).*First Administrator.*\d\d:\d\d:\d\d/s,
    );
    expect(await changesOn(page).count()).toBe(11);
    await takePicture('welcome');
    // Nothing of Strapi's own.
    expect(await page.locator('[data-strapi-widget-id]').count()).toBe(3);
    for (const text of ['Introducing the new Media Library', 'Discover your application'])
      expect(await page.getByText(text).count()).toBe(0);
  });

  test('is told when the publisher cannot be reached, and when it is back', async () => {
    const session = await openAdmin(cms, 'strapi-editor');
    const { page, openEntry, openWelcomePage, takePicture } = session;
    await openEntry(planUid, planId);
    await untilPanelSays(page, /^Live since/);
    await publisher.kill();
    await untilPanelSays(page, /^Publisher unreachable since \d\d:\d\d:\d\d/);
    await takePicture('panel-unreachable');
    expect(await violations(page, panels[0] ?? '')).toEqual([]);
    await openWelcomePage();
    await page.getByText(/^Publisher unreachable since/).waitFor();
    await takePicture('welcome-unreachable');
    await openEntry(planUid, planId);
    await publisher.start();
    await untilPanelSays(page, /^Live since/);
  });

  test('reads beside the field what is wrong with it', async () => {
    const { page, openEntry, takePicture } = await openAdmin(cms, 'strapi-editor');
    await openEntry(planUid, planId);
    await page.getByLabel('Price').fill('1.2345');
    await page.getByRole('button', { name: 'Save' }).click();
    const price = page.getByLabel('Price');
    await page.getByText(/^Must be 0 or more, with at most two decimals\./).waitFor();
    expect(await price.getAttribute('aria-invalid')).toBe('true');
    const description = await price.evaluate(
      (field) => document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent,
    );
    expect(description).toMatch(/^Must be 0 or more, with at most two decimals\. Enter/);
    await takePicture('field-error');

    const image = await admin.upload(pngImage(8), 'mute.png', 'image/png');
    const avatar = image.data.id;
    const { data } = await admin.create('Testimonial', { ...samples.testimonial, avatar });
    await openEntry(contentTypes.Testimonial.uid, data.documentId);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText(/^Alternative text is empty\. Describe what the image shows/).waitFor();
    await takePicture('field-error-image');
  });

  test('sees in lists on which pages entries stand and at which place', async () => {
    const { page, takePicture } = await openAdmin(cms, 'strapi-editor');
    await page.goto(`${cms.url}/admin/content-manager/collection-types/${planUid}`);
    const row = page.getByRole('row').filter({ hasText: 'Pro' }).first();
    await row.getByText(/^python-for-[a-z-]+,$/).waitFor();
    await row.getByText(/^no\. \d$/).waitFor();
    const columns = await page.locator('thead th').allInnerTexts();
    expect(columns.map((text) => text.trim().toLowerCase()).filter(Boolean)).toEqual([
      'name',
      'price',
      'billed',
      'pages',
      'last change',
      'languages',
      'status',
    ]);
    await takePicture('list');
  });
});

test('an author saves drafts, sees what is live, and cannot publish', async () => {
  const { page, openEntry, openWelcomePage, takePicture } = await openAdmin(cms, 'strapi-author');
  await openWelcomePage();
  await page.getByText('Everything that is published is live').waitFor();
  await openEntry(planUid, planId);
  await untilPanelSays(page, /^Live since/);
  await page.getByLabel('Price').fill('34');
  await page.getByRole('button', { name: 'Save' }).click();
  await untilPanelSays(page, /Changes not published.*Live since/s);
  const publish = page.getByRole('button', { name: 'Publish', exact: true });
  expect((await publish.count()) === 0 || (await publish.isDisabled())).toBe(true);
  await takePicture('author');
  expect(await pageText()).toContain('$12<');
});

test('a form tells beside every group of fields what it is for', async () => {
  const { page, openEntry } = await openAdmin(cms, 'strapi-editor');
  await openEntry(planUid, planId);
  await page.getByText('What is included, one a line, 1 to 20 of them.').waitFor();
  await page.getByText('Where the plan is taken up.').waitFor();
});
