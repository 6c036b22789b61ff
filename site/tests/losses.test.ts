import { contentTypes } from '@lectern/shared-types';
import type { Page } from 'playwright-core';
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { openAdmin } from './admin-session.ts';
import { violations } from './axe.ts';

const cms = inject('cms');
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

async function published(type: 'Plan' | 'LandingPage', data: Record<string, unknown>) {
  const id = await admin.createPublished(type, data);
  onTestFinished(async () => void (await admin.remove(type, id)));
  return id;
}
const isPublished = async (type: 'Plan' | 'LandingPage', id: string) => {
  const path = `/content-manager/collection-types/${contentTypes[type].uid}/${id}?locale=en`;
  return Reflect.get((await admin.request('GET', path)).data, 'status') !== 'draft';
};
const dialog = (page: Page) =>
  page.getByRole('alertdialog').filter({ hasText: 'What happens when' });
const menu = (page: Page) => page.getByRole('button', { name: 'More document actions' });

test('68: the form asks before a page goes that links lead to, and goes on where it is meant', async () => {
  const target = await published('LandingPage', samples.landingPage('asked-target'));
  await published('LandingPage', {
    ...samples.landingPage('asked-linking'),
    callToAction: { label: 'Go', url: '/asked-target/' },
  });
  const { page, openEntry, takePicture } = await openAdmin(cms, 'strapi-editor');
  await openEntry(contentTypes.LandingPage.uid, target);
  const unpublish = async () => {
    await menu(page).click();
    await page.getByRole('menuitem', { name: 'Unpublish', exact: true }).click();
  };
  await unpublish();
  await dialog(page).getByText('A link would lead nowhere').waitFor();
  await dialog(page).getByText('leads to /asked-target/, where nothing would be.').waitFor();
  expect(await violations(page, '[role="alertdialog"]')).toEqual([]);
  await takePicture('losses');
  await dialog(page).getByRole('button', { name: 'Leave it as it is' }).click();
  await page.getByText('Could not unpublish').first().waitFor();
  expect(await isPublished('LandingPage', target)).toBe(true);
  await unpublish();
  await dialog(page).getByRole('button', { name: 'Unpublish all the same' }).click();
  await expect.poll(() => isPublished('LandingPage', target), { timeout: 60_000 }).toBe(false);
  await dialog(page).waitFor({ state: 'detached' });
});

test('68: the list asks once about everything that is chosen', async () => {
  const plans = [
    await published('Plan', { ...samples.plan, name: 'Asked one' }),
    await published('Plan', { ...samples.plan, name: 'Asked two' }),
  ];
  await published('LandingPage', {
    ...samples.landingPage('asked-list'),
    headings: { plans: 'Plans' },
    plans,
  });
  const { page } = await openAdmin(cms, 'strapi-editor', { colorScheme: 'dark' });
  await page.goto(
    `${cms.url}/admin/content-manager/collection-types/${contentTypes.Plan.uid}?plugins[i18n][locale]=en&_q=Asked`,
  );
  for (const name of ['Asked one', 'Asked two'])
    await page.getByRole('row', { name }).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Unpublish' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Confirm' }).click();
  await dialog(page).getByText('no longer show Plan "Asked one"').waitFor();
  await dialog(page).getByText('no longer show Plan "Asked two"').waitFor();
  expect(await violations(page, '[role="alertdialog"]')).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Unpublish all the same' }).click();
  for (const id of plans)
    await expect.poll(() => isPublished('Plan', id), { timeout: 60_000 }).toBe(false);
});
