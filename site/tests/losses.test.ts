import { contentTypes } from '@lectern/shared-types';
import type { Page } from 'playwright-core';
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { pngImage, samples } from '../../cms/tests/harness/samples.ts';
import { openAdmin } from './admin-session.ts';
import { violations } from './axe.ts';

const cms = inject('cms');
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

async function published(
  type: 'Plan' | 'LandingPage' | 'Framework',
  data: Record<string, unknown>,
) {
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
/** It is told as news, and not as an error. */
async function untilLeft(page: Page) {
  const outcome = { hasText: 'Everything was left as it is.' };
  await page.getByRole('status').filter(outcome).first().waitFor();
  expect(await page.getByRole('alert').filter(outcome).count()).toBe(0);
}
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
  await untilLeft(page);
  expect(await isPublished('LandingPage', target)).toBe(true);
  await unpublish();
  await dialog(page).getByRole('button', { name: 'Unpublish anyway' }).click();
  await expect.poll(() => isPublished('LandingPage', target)).toBe(false);
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
  const unpublish = async () => {
    await page.getByRole('button', { name: 'Unpublish' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Confirm' }).click();
  };
  await unpublish();
  await dialog(page).getByRole('button', { name: 'Leave it as it is' }).click();
  await untilLeft(page);
  expect(await isPublished('Plan', plans[0] ?? '')).toBe(true);
  await unpublish();
  await dialog(page).getByText('no longer show Plan "Asked one"').waitFor();
  await dialog(page).getByText('no longer show Plan "Asked two"').waitFor();
  expect(await violations(page, '[role="alertdialog"]')).toEqual([]);
  await dialog(page).getByRole('button', { name: 'Unpublish anyway' }).click();
  for (const id of plans) await expect.poll(() => isPublished('Plan', id)).toBe(false);
});

test('68: the media library asks before an image is replaced that visitors see', async () => {
  const { data } = await admin.upload(pngImage(4), 'asked-image.png', 'image/png', 'Asked');
  const framework = await published('Framework', { ...samples.framework, logo: data.id });
  await published('LandingPage', {
    ...samples.landingPage('asked-image'),
    headings: { frameworks: 'Frameworks' },
    frameworks: [framework],
  });
  const width = async () =>
    Reflect.get((await admin.request('GET', `/upload/files/${data.id}`)).data, 'width');
  const { page, takePicture } = await openAdmin(cms, 'strapi-editor');
  await page.goto(`${cms.url}/admin/plugins/upload`);
  await page.getByText('asked-image.png').first().click();
  const replace = async () => {
    await page.getByRole('button', { name: 'Replace' }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Continue' }).click();
    const buffer = Buffer.from(pngImage(9));
    await (await chooser).setFiles({ name: 'b.png', mimeType: 'image/png', buffer });
    await dialog(page).getByText('The page /asked-image/ would show the new picture').waitFor();
  };
  await replace();
  expect(await violations(page, '[role="alertdialog"]')).toEqual([]);
  await takePicture('losses-image');
  await dialog(page).getByRole('button', { name: 'Leave it as it is' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  expect(await width()).toBe(4);
  await replace();
  await dialog(page).getByRole('button', { name: 'Replace anyway' }).click();
  await expect.poll(width).toBe(9);
});
