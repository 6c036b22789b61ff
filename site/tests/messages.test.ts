import { contentTypes } from '@lectern/shared-types';
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { openAdmin } from './admin-session.ts';

const cms = inject('cms');
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

async function openDraft(type: 'Faq' | 'LandingPage', data: Record<string, unknown>) {
  const { documentId } = (await admin.create(type, data)).data;
  onTestFinished(async () => void (await admin.remove(type, documentId)));
  const session = await openAdmin(cms, 'strapi-editor');
  await session.openEntry(contentTypes[type].uid, documentId);
  return session.page;
}

test('all that is wrong with a field is told at the field, and the entry is named once', async () => {
  const page = await openDraft('Faq', { ...samples.faq, question: 'Told once?' });
  await page
    .getByRole('textbox', { name: /^Answer/ })
    .fill('<br>, ![b](/b.png), [c](nowhere), [d](www.example.org) and [e](?f)');
  await page.getByRole('button', { name: 'Save' }).click();
  const field = page.locator('[id$="-error"]', { hasText: 'Holds' });
  for (const part of [/Holds HTML/, /Holds an image/, /And 2 more here\./])
    await field.filter({ hasText: part }).waitFor();
  const told = page
    .getByRole('alert')
    .filter({ hasText: 'Question and answer "Told once?" (en): Answer holds' });
  expect((await told.innerText()).match(/Told once/g)).toHaveLength(1);
});

test.each([
  ['Año Nuevo', 'ano-nuevo'],
  ['Python For Data', 'python-for-data'],
  ['PYTHON_101', 'python-101'],
  ['学习', 'python-for-backend'],
])('the address %s is refused in words, with one that is taken: %s', async (typed, example) => {
  const page = await openDraft('LandingPage', samples.landingPage('to-be-moved'));
  const address = page.getByRole('textbox', { name: /^Address \*?$|^Address\*?$/ }).first();
  const save = page.getByRole('button', { name: 'Save' });
  await address.fill(typed);
  await save.click();
  await page
    .getByText(
      `May hold only lower-case letters a to z, digits and single hyphens between them. Enter for example ${example}.`,
      { exact: true },
    )
    .waitFor();
  expect(await page.getByText('must match').count()).toBe(0);
  await address.fill(example);
  await save.click();
  await page.getByText('Saved document').waitFor();
});

test('a new page has the address that its title suggests, until another one is entered', async () => {
  const { page } = await openAdmin(cms, 'strapi-editor');
  const { uid } = contentTypes.LandingPage;
  const form = `/admin/content-manager/collection-types/${uid}/create`;
  await page.goto(`${cms.url}${form}?plugins[i18n][locale]=en`);
  const title = page.getByRole('textbox', { name: /^Title/ }).first();
  const address = page.getByRole('textbox', { name: /^Address/ }).first();
  // Strapi's own comes once the form is ready.
  await expect.poll(() => address.inputValue()).toMatch(/^landing-page/);
  await title.pressSequentially('Año Nuevo: C++ & Python');
  await expect.poll(() => address.inputValue()).toBe('ano-nuevo-c-python');
  await title.fill('Another title');
  await expect.poll(() => address.inputValue()).toBe('another-title');
  // Shortened to what was suggested on the way to it.
  await title.fill('Another titl');
  await title.fill('Another title');
  await expect.poll(() => address.inputValue()).toBe('another-title');
  await address.fill('another-titl');
  await title.fill('A third title');
  await expect.poll(() => title.inputValue()).toBe('A third title');
  expect(await address.inputValue()).toBe('another-titl');
});
