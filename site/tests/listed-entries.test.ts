import { contentTypes } from '@lectern/shared-types';
import type { Page } from 'playwright-core';
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { openAdmin } from './admin-session.ts';
import { violations } from './axe.ts';

const cms = inject('cms');
const { LandingPage, Faq, Site } = contentTypes;
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

/** Removes an entry when the test has ended. */
const removeLater = (uid: string, id: string, locale: string) =>
  onTestFinished(async () => {
    const path = `/content-manager/collection-types/${uid}/${id}?locale=${locale}`;
    expect((await admin.request('DELETE', path)).status).toBe(200);
  });

/** A draft of a page that lists the draft of a question. */
async function pageWith(question: string, locale = 'en') {
  const faq = (await admin.create('Faq', { ...samples.faq, question }, locale)).data.documentId;
  removeLater(Faq.uid, faq, locale);
  const sample = samples.landingPage('listed-entries');
  const faqs = { connect: [{ documentId: faq, locale }] };
  const { data } = await admin.create('LandingPage', { ...sample, faqs }, locale);
  removeLater(LandingPage.uid, data.documentId, locale);
  return { pageId: data.documentId, faq };
}

const questionIn = (page: Page) => page.getByRole('textbox', { name: /^Question/ });
const listOf = (page: Page) => page.getByRole('combobox', { name: /^Questions and answers/ });

/** The tab that a click opens. */
async function tabFrom(page: Page, click: () => Promise<void>): Promise<Page> {
  const [tab] = await Promise.all([page.waitForEvent('popup'), click()]);
  await tab.getByRole('button', { name: 'Save' }).waitFor();
  return tab;
}
const openListed = (page: Page, name: string) =>
  tabFrom(page, () => page.getByRole('listitem').getByText(name).click());
const createListed = (page: Page) =>
  tabFrom(page, () => page.getByRole('link', { name: /Questions and answers/ }).click());

test.each(['en', 'es'])(
  '73: what is typed into an entry that a page lists is kept, in %s',
  async (locale) => {
    const { pageId, faq } = await pageWith('Before it is opened?', locale);
    const { page, openEntry } = await openAdmin(cms, 'strapi-editor');
    await openEntry(LandingPage.uid, pageId, locale);
    const tab = await openListed(page, 'Before it is opened?');
    expect(new URL(tab.url()).pathname.endsWith(`/${Faq.uid}/${faq}`)).toBe(true);
    expect(new URL(tab.url()).searchParams.get('plugins[i18n][locale]')).toBe(locale);
    await questionIn(tab).fill('Typed and left?');
    await tab.reload();
    await tab.getByRole('button', { name: 'Put it back into the form' }).click();
    expect(await questionIn(tab).inputValue()).toBe('Typed and left?');
  },
);

test('73: so it is with a page that the home page lists', async () => {
  const { page } = await openAdmin(cms, 'strapi-editor');
  await page.goto(`${cms.url}/admin/content-manager/single-types/${Site.uid}`);
  const tab = await openListed(page, 'Python for backend developers');
  expect(new URL(tab.url()).pathname).toContain(`/${LandingPage.uid}/`);
});

test('53: whoever saves an entry that a page lists is asked about what somebody else has saved', async () => {
  const { pageId, faq } = await pageWith('Before both?');
  const { page, openEntry } = await openAdmin(cms, 'strapi-editor');
  await openEntry(LandingPage.uid, pageId);
  const tab = await openListed(page, 'Before both?');
  await questionIn(tab).fill('Mine?');
  await admin.update('Faq', faq, { question: 'Theirs?' });
  await tab.getByRole('button', { name: 'Publish', exact: true }).click();
  await tab.getByRole('dialog', { name: /has saved another version/ }).waitFor();
});

test.each(['en', 'es'])(
  '73: a new entry for a page is made in a form of its own, and can be listed then, in %s',
  async (locale) => {
    const { pageId } = await pageWith('Listed before?', locale);
    const { page, openEntry, takePicture } = await openAdmin(cms, 'strapi-author');
    await openEntry(LandingPage.uid, pageId, locale);
    await page.getByRole('textbox', { name: /^Topics line/ }).fill('Typed on the page');
    await listOf(page).click();
    await page.getByRole('option').first().waitFor();
    expect(await page.getByText(/create a relation/i).count()).toBe(0);
    await page.keyboard.press('Escape');
    expect(await violations(page, 'a[href*="/create"]')).toEqual([]);
    await listOf(page).scrollIntoViewIfNeeded();
    await takePicture('listed-entries');

    const tab = await createListed(page);
    await questionIn(tab).fill('Made for the page?');
    await tab.getByRole('textbox', { name: /^Answer/ }).fill('An answer.');
    await tab.getByRole('button', { name: 'Save' }).click();
    await tab.waitForURL((url) => !url.pathname.endsWith('/create'));
    const [id = ''] = new URL(tab.url()).pathname.split('/').slice(-1);
    removeLater(Faq.uid, id, locale);

    // Searched for: the list shows the first ten of all that other tests have left.
    await listOf(page).click();
    await listOf(page).fill('Made for the page?');
    await page.getByRole('option', { name: /^Made for the page\?/ }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved document').first().waitFor();
    const path = `/content-manager/relations/${LandingPage.uid}/${pageId}/faqs?locale=${locale}`;
    const { results } = (await admin.request('GET', path)).data as unknown as {
      results: { question: string }[];
    };
    expect(results.map(({ question }) => question)).toContain('Made for the page?');
  },
);
