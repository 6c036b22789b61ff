import { contentTypes } from '@lectern/shared-types';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { openAdmin } from './admin-session.ts';
import { violations } from './axe.ts';
import { startPreviewPublisher } from './preview-client.ts';
import type { TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
const { uid } = contentTypes.Plan;
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

/** Everybody whose machine is dark gets the admin so. */
async function openDark() {
  const session = await openAdmin(cms, 'strapi-editor', { colorScheme: 'dark' });
  expect(await brightness(session.page)).toBeLessThan(100);
  return session;
}
const brightness = (page: Page) =>
  page.evaluate(() => {
    const [red = 255] = /\d+/.exec(getComputedStyle(document.body).backgroundColor) ?? [];
    return Number(red);
  });

async function changedPlan(name: string): Promise<string> {
  const id = await admin.createPublished('Plan', { ...samples.plan, name });
  onTestFinished(async () => void (await admin.remove('Plan', id)));
  const page = samples.landingPage(name.toLowerCase().replaceAll(' ', '-'));
  const listing = { ...page, headings: { plans: 'Plans' }, plans: [id] };
  const pageId = await admin.createPublished('LandingPage', listing);
  onTestFinished(async () => void (await admin.remove('LandingPage', pageId)));
  await admin.publish('Plan', id, { price: 13 });
  await admin.update('Plan', id, { price: 14, callToAction: { label: 'Buy', url: '/nowhere/' } });
  return id;
}

test('73: beside the form everything of ours can be read in the dark', async () => {
  const id = await changedPlan('Dark form');
  const { page, openEntry, takePicture } = await openDark();
  await openEntry(uid, id);
  await page.getByText('Publishing would block 1 page').first().waitFor();
  await page.getByRole('region', { name: 'History' }).getByRole('listitem').first().waitFor();
  await page.getByLabel('Name').fill('Dark and not saved');
  const parts = ['Live status', 'Used on', 'Schedule', 'History', 'Preview'];
  expect(await violations(page, ...parts.map((name) => `section[aria-label="${name}"]`))).toEqual(
    [],
  );
  await takePicture('dark-form');
  await page.reload();
  await page.getByRole('region', { name: 'Not saved' }).waitFor();
  expect(await violations(page, 'section[aria-label="Not saved"]')).toEqual([]);

  await page.getByRole('button', { name: 'What will change' }).click();
  await page.getByRole('dialog', { name: 'What will change' }).locator('ins').first().waitFor();
  expect(await violations(page, '[role="dialog"]')).toEqual([]);
  await takePicture('dark-what-will-change');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Compare and restore' }).click();
  await page.getByRole('dialog', { name: 'Compare versions' }).getByRole('table').waitFor();
  expect(await violations(page, '[role="dialog"]')).toEqual([]);
  await takePicture('dark-compare');
  await page.keyboard.press('Escape');
});

test('73: the pages of ours can be read in the dark', async () => {
  await changedPlan('Dark page');
  const { page, openWelcomePage, takePicture } = await openDark();
  await openWelcomePage();
  const widgets = ['release', 'changes', 'planned'].map(
    (name) => `[data-strapi-widget-id="global::${name}"]`,
  );
  for (const widget of widgets) await page.locator(widget).waitFor();
  await page.locator(`${widgets[1]} table`).waitFor();
  await page.locator(`${widgets[2]} [role="group"]`).first().waitFor();
  expect(
    await violations(
      page,
      `${widgets[0]} [role="status"]`,
      `${widgets[1]} table`,
      `${widgets[2]} [role="group"]`,
    ),
  ).toEqual([]);
  await takePicture('dark-welcome');
  await page.goto(`${cms.url}/admin/what-will-change`);
  await page
    .getByText(/^Publishing /)
    .first()
    .waitFor();
  expect(await violations(page, 'main')).toEqual([]);
  await takePicture('dark-waiting');
  await page.goto(`${cms.url}/admin/deleted-entries`);
  await page
    .getByRole('button', { name: /^Bring back/ })
    .first()
    .waitFor();
  expect(await violations(page, 'main')).toEqual([]);
  await takePicture('dark-deleted');
});
