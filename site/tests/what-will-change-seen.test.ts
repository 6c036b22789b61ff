import { contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { openAdmin } from './admin-session.ts';
import { violations } from './axe.ts';
import { findPlan } from './candidate-client.ts';
import { startPreviewPublisher } from './preview-client.ts';
import type { TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
let admin: AdminClient;
let publisher: TestPublisher;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  publisher = await startPreviewPublisher(cms);
});

afterAll(async () => {
  await publisher.kill('SIGTERM');
  await publisher.remove();
});

test('an editor reads beside the form what will change, by keyboard, and it is so once published', async () => {
  const planId = await findPlan(admin, 'Pro');
  const { page, openEntry, takePicture } = await openAdmin(cms, 'strapi-editor');
  await openEntry(contentTypes.Plan.uid, planId);
  await page.getByText('Publishing changes nothing that visitors see.').waitFor();
  const button = page.getByRole('button', { name: 'What will change' });
  expect(await button.count()).toBe(0);
  await page.getByLabel('Price').fill('15');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Publishing changes 2 pages.').waitFor();

  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'What will change' });
  const table = dialog.getByRole('table', { name: '2 pages change in the same way' });
  const rows = table.getByRole('row').filter({ hasText: 'USD per month' });
  await expect.poll(() => rows.count()).toBe(2);
  const price = rows.last();
  expect(await price.locator('del').innerText()).toMatch(/removed:\s*12/);
  expect(await price.locator('ins').innerText()).toMatch(/added:\s*15/);
  expect(await dialog.getByRole('link').allInnerTexts()).toEqual([
    '/python-for-backend-developers/',
    '/python-for-data-analysis/',
  ]);
  await takePicture('what-will-change-dialog');
  expect(await violations(page, '[role="dialog"]')).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await expect.poll(() => button.evaluate((element) => element.matches(':focus'))).toBe(true);

  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('Publishing changes nothing that visitors see.').waitFor();
  await publisher.caughtUp();
  const live = await (await fetch(`${publisher.siteUrl}/python-for-backend-developers/`)).text();
  expect(live).toContain('$15');
  await admin.publish('Plan', planId, { price: 12 });
});

test('an editor looks at everything that waits, and at what of it is chosen', async () => {
  const planId = await findPlan(admin, 'Pro');
  await publisher.caughtUp();
  await admin.update('Plan', planId, { price: 16 });
  const { data } = await admin.create('LandingPage', samples.landingPage('waits-for-it'));
  const { page, takePicture } = await openAdmin(cms, 'strapi-editor');
  await page.getByRole('navigation').getByRole('link', { name: 'What will change' }).click();
  const all = page.getByRole('checkbox', { name: /^All \d+$/ });
  const plan = page.getByRole('checkbox', { name: 'Pro (en)' });
  const fresh = page.getByRole('checkbox', { name: 'Page waits-for-it (en)' });
  await page.getByText(/^Publishing adds/).waitFor();
  // Whatever else waits in this CMS.
  await all.click();
  await page.getByText('Choose what is to be published.').waitFor();
  await fresh.click();
  await plan.focus();
  await page.keyboard.press('Space');
  await page.getByText('Publishing adds 1 page and changes 2 pages.').waitFor();
  await page.getByRole('heading', { name: '“Page waits-for-it” is a new page' }).waitFor();
  await takePicture('what-will-change-page');
  expect(await violations(page, 'main')).toEqual([]);
  await page.keyboard.press('Space');
  await page.getByText('Publishing adds 1 page.', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Pro', exact: true }).click();
  await page.getByRole('button', { name: 'Save' }).waitFor();
  expect(page.url()).toContain(planId);
  await admin.discard('Plan', planId);
  await admin.remove('LandingPage', data.documentId);
});

test('an editor is told when nobody can say, and asks once more', async () => {
  const planId = await findPlan(admin, 'Pro');
  await publisher.caughtUp();
  await publisher.kill('SIGTERM');
  const { page, openEntry } = await openAdmin(cms, 'strapi-editor');
  await openEntry(contentTypes.Plan.uid, planId);
  await page.getByRole('alert').getByText('Could not ask the publisher').waitFor();
  await publisher.start();
  await publisher.until(({ state }) => state === 'idle');
  const changesNothing = page.getByText('Publishing changes nothing that visitors see.');
  // What visitors see is known again, which may have asked once more already.
  await page.getByRole('button', { name: 'Try again' }).or(changesNothing).click();
  await changesNothing.waitFor();
});
