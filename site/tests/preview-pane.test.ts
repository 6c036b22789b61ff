import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { BrowserContextOptions, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import {
  type AdminClient,
  adminToken,
  loginAsAdmin,
} from '../../cms/tests/harness/admin-client.ts';
import { graphql } from '../../cms/tests/harness/graphql.ts';
import { violations } from './axe.ts';
import { listen, openBrowser } from './harness.ts';
import { linksTo, startPreviewPublisher } from './preview-client.ts';
import type { TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
const artefacts = join(import.meta.dirname, '.artefacts');
let admin: AdminClient;
let publisher: TestPublisher;
let planId: string;
let pageId: string;

beforeAll(async () => {
  await mkdir(artefacts, { recursive: true });
  admin = await loginAsAdmin(cms);
  planId = await idOf('plan.plan', 'name', 'Pro');
  pageId = await idOf('landing-page.landing-page', 'slug', 'python-for-backend-developers');
  publisher = await startPreviewPublisher(cms);
});

afterAll(async () => {
  await admin.discard('Plan', planId);
  await admin.discard('LandingPage', pageId);
  await publisher.kill('SIGTERM');
  await publisher.remove();
});

async function idOf(type: string, field: string, value: string): Promise<string> {
  const query = `locale=en&filters[${field}][$eq]=${value}`;
  const path = `/content-manager/collection-types/api::${type}?${query}`;
  const { data } = await admin.request('GET', path);
  return (data.results as { documentId: string }[])[0]?.documentId ?? '';
}

/** The form of an entry in the built admin, as an editor who is logged in sees it. */
async function openForm(path: string, options: BrowserContextOptions = {}) {
  const { page, problems } = await openBrowser({
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  // A session of the tests' administrator; Strapi allows few logins in a row.
  const cookie = { name: 'jwtToken', value: await adminToken(cms), url: cms.url };
  await page.context().addCookies([cookie]);
  await page.addInitScript(() => {
    const tour = { enabled: false, completedActions: [] };
    localStorage.setItem('STRAPI_GUIDED_TOUR', JSON.stringify(tour));
  });
  await page.goto(`${cms.url}/admin/content-manager/collection-types/${path}`);
  await page.getByRole('button', { name: 'Preview', exact: true }).waitFor();
  return { page, problems };
}

const planPath = (locale = 'en') => `api::plan.plan/${planId}?plugins[i18n][locale]=${locale}`;
const landingPath = () => `api::landing-page.landing-page/${pageId}?plugins[i18n][locale]=en`;

const paneOf = (page: Page) => page.getByRole('complementary', { name: 'Preview of the draft' });
const frameOf = (page: Page): FrameLocator => paneOf(page).frameLocator('iframe');

async function openPane(page: Page) {
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  await frameOf(page).locator('.lectern-draft').waitFor();
}

/** Waits until the page is scrolled to one of its parts, as far as there is page below it. */
async function untilShown(page: Page, selector: string): Promise<void> {
  const part = frameOf(page).locator(selector);
  const isShown = () =>
    part.evaluate((element) => {
      const { top } = element.getBoundingClientRect();
      const isAtEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
      return Math.abs(top) < 60 || (isAtEnd && top > 0 && top < innerHeight);
    });
  await expect.poll(isShown, { message: selector }).toBe(true);
}

const shot = (page: Page, name: string) =>
  page.screenshot({ path: join(artefacts, `preview-${name}.png`) });

test('the draft stands beside the form, shows what was saved, and never before', async () => {
  const { page, problems } = await openForm(planPath());
  await shot(page, 'closed');
  await openPane(page);
  const plans = frameOf(page).locator('#plans');
  await plans.getByText('$12', { exact: true }).waitFor();
  await untilShown(page, '#plans');
  await shot(page, 'desktop');

  await page.getByLabel('Price').fill('23.5');
  await page
    .getByText(
      'This is about the draft as it was saved. Save to look at what you have changed since.',
    )
    .waitFor();
  expect(await plans.getByText('$23.50').count()).toBe(0);
  await page.getByRole('button', { name: 'Save' }).click();
  await plans.getByText('$23.50').waitFor();
  await untilShown(page, '#plans');
  await page.getByText('Nothing stands in the way of publishing.').waitFor();
  await shot(page, 'saved');
  const live = await fetch(`${publisher.siteUrl}/python-for-backend-developers/`);
  expect(await live.text()).not.toContain('$23.50');

  await paneOf(page).getByRole('combobox', { name: 'Page' }).click();
  await page.getByRole('option', { name: /data analysis/ }).click();
  await paneOf(page).getByText('/python-for-data-analysis/').waitFor();
  await frameOf(page).locator('#plans').getByText('$23.50').waitFor();
  expect(problems.filter((problem) => /policy|frame|postMessage/i.test(problem))).toEqual([]);
});

test('the focused field decides what is shown, on a phone as on a desktop', async () => {
  const { page } = await openForm(landingPath());
  await openPane(page);
  for (const [field, selector] of [
    ['headings.faqs', '#faqs'],
    ['headings.reasons', '#reasons'],
    ['headings.plans', '#plans'],
    ['headings.pathSteps', '#path'],
    ['frameworks', '#frameworks'],
    ['closing.title', '.closing'],
  ] as const) {
    await page.locator(`[name="${field}"]`).focus();
    await untilShown(page, selector);
  }
  await page.locator('[name="title"]').focus();
  await untilShown(page, '.hero');
  await shot(page, 'landing-page');

  await paneOf(page).getByRole('button', { name: 'Phone' }).click();
  const widthOf = () =>
    frameOf(page)
      .locator('html')
      .evaluate(() => innerWidth);
  await expect.poll(widthOf).toBe(390);
  await page.locator('[name="headings.faqs"]').focus();
  await untilShown(page, '#faqs');
  await shot(page, 'phone');
  await paneOf(page).getByRole('button', { name: 'Desktop' }).click();
  await expect.poll(widthOf).toBe(1280);
});

test('every part of a page that the form names is there', async () => {
  const { page } = await openForm(landingPath());
  await openPane(page);
  for (const part of ['hero', 'particulars', 'verdict', 'closing', 'masthead', 'colophon'])
    expect(await frameOf(page).locator(`.${part}`).count(), part).toBe(1);
  for (const section of ['reasons', 'path', 'frameworks', 'testimonials', 'faqs', 'plans'])
    expect(await frameOf(page).locator(`#${section}`).count(), section).toBe(1);
});

test('by keyboard alone, with the focus where one expects it', async () => {
  const { page } = await openForm(planPath());
  const button = page.getByRole('button', { name: 'Preview', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  await frameOf(page).locator('.lectern-draft').waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  expect(await focused()).toBe('Preview of the draft');
  const reached: string[] = [];
  for (let step = 0; step < 5; step += 1) {
    await page.keyboard.press('Tab');
    reached.push(
      await page.evaluate(() => {
        const element = document.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
      }),
    );
  }
  expect(reached.join()).toMatch(/Page.*Phone.*Desktop.*Open in a new window.*Close the preview/);
  await page.keyboard.press('Escape');
  await expect.poll(() => paneOf(page).count()).toBe(0);
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);

  await openPane(page);
  await frameOf(page).locator('a').first().focus();
  await page.keyboard.press('Escape');
  await expect.poll(() => paneOf(page).count(), { message: 'also from within the page' }).toBe(0);
});

test('the language of the form is the language of the page', async () => {
  const { page } = await openForm(planPath('es'));
  await openPane(page);
  await frameOf(page).getByText('Borrador, sin publicar').first().waitFor();
  expect(await frameOf(page).locator('html').getAttribute('lang')).toBe('es');
  await shot(page, 'spanish');
});

test('an address that ran out is renewed without anybody noticing', async () => {
  const { page } = await openForm(planPath());
  await openPane(page);
  await page.context().clearCookies({ name: 'lectern-preview' });
  await frameOf(page).locator('a.brand').click();
  await frameOf(page).locator('.lectern-draft').waitFor();
  await frameOf(page).locator('#plans').waitFor();
});

test('a publish that would block pages is named before, and asked about', async () => {
  // The tests that follow have the same pages, whatever comes of this one.
  const mend = async () => {
    const callToAction = { label: 'Go Pro', url: 'https://mypymentor.example/pro' };
    await admin.publish('Plan', planId, { callToAction, price: 12 });
  };
  onTestFinished(mend);
  const { page } = await openForm(planPath());
  await page.locator('[name="callToAction.url"]').fill('/not-there/');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Publishing would block 2 pages:').waitFor();
  await shot(page, 'warning');
  const generation = async () =>
    (await graphql(cms, '{ contentGeneration { value } }')).data.contentGeneration.value;
  const before = await generation();

  const told = page.getByText('Press the button "Publish" to see which');
  // While Strapi still reads the form after the save, its button and its shortcut do nothing.
  await expect
    .poll(async () => {
      await page.keyboard.press('Control+Shift+Enter');
      return told.count();
    })
    .toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByText('Publishing would block 2 pages. Publish anyway?').waitFor();
  await dialog.getByText('Button → Address').first().waitFor();
  // It fades in.
  await page.waitForTimeout(500);
  await shot(page, 'question');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await generation()).toBe(before);

  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await dialog.getByRole('button', { name: 'Publish anyway' }).click();
  await expect.poll(generation).toBeGreaterThan(before);
  const { blocked } = await publisher.until((status) => status.blocked.length > 0);
  expect(blocked.map(({ pageCount }) => pageCount)).toEqual([2]);
  await mend();
  await publisher.until((status) => status.blocked.length === 0);
});

test('no other page can frame a preview, or make it do anything', async () => {
  const [link] = await linksTo(admin, 'LandingPage', pageId);
  const url = link?.url ?? '';
  const other = await listen(
    createServer((_, response) => {
      response.setHeader('content-type', 'text/html').end(`<iframe src="${url}"></iframe>`);
    }),
  );
  const { page, problems } = await openBrowser();
  await page.goto(other);
  await expect.poll(() => problems.join()).toMatch(/frame-ancestors/);
  expect(await page.frameLocator('iframe').locator('.lectern-draft').count()).toBe(0);

  await page.goto(url);
  await page.locator('.lectern-draft').waitFor();
  // The page's own window stands in for a parent of another origin.
  await page.evaluate(() => postMessage({ section: 'plans' }, '*'));
  await page.waitForTimeout(1000);
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test('axe finds nothing in the panel and the pane', async () => {
  const { page } = await openForm(planPath(), { bypassCSP: true });
  await openPane(page);
  await page.getByText('Nothing stands in the way of publishing.').waitFor();
  const parts = ['aside[aria-label="Preview of the draft"]', 'section[aria-label="Preview"]'];
  for (const part of parts) expect(await violations(page, part)).toEqual([]);
});
