import { contentTypes } from '@lectern/shared-types';
import { expect, inject, onTestFinished, test } from 'vitest';
import { loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { openAdmin } from './admin-session.ts';
import { violations } from './axe.ts';

const cms = inject('cms');
const { uid } = contentTypes.LandingPage;

/** As Chromium is written here: month, day, year. */
const christmas = '12252025';

test.each([
  ['that the calendar does not have', '02312026'],
  ['that is not whole', '12'],
])('a date %s is refused at its field', async (_, typed) => {
  const admin = await loginAsAdmin(cms);
  const rating = { value: 4.5, scale: 5, count: 10, source: 'learners', asOf: '2026-05-31' };
  const slug = `date-${typed}`;
  const { data } = await admin.create('LandingPage', { ...samples.landingPage(slug), rating });
  onTestFinished(async () => void (await admin.remove('LandingPage', data.documentId)));
  const path = `/content-manager/collection-types/${uid}/${data.documentId}?locale=en`;
  const savedDate = async () => Object((await admin.request('GET', path)).data.rating).asOf;

  const { page, openEntry } = await openAdmin(cms, 'strapi-editor', {
    timezoneId: 'America/Los_Angeles',
  });
  await openEntry(uid, data.documentId);
  const date = page.getByLabel('As of');
  expect(await date.inputValue()).toBe('2026-05-31');
  const write = async (text: string) => {
    await date.fill('');
    await date.pressSequentially(text);
    await page.keyboard.press('Tab');
  };
  await write(typed);
  const message = page.getByText('This is not a complete date that the calendar has.');
  await message.waitFor();
  expect(await violations(page, 'div:has(> * > input[type="date"])')).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').first().waitFor();
  expect(await savedDate()).toBe('2026-05-31');

  await write(christmas);
  await message.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(savedDate).toBe('2025-12-25');
  await expect.poll(() => date.inputValue()).toBe('2025-12-25');
  await write('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(savedDate).toBeNull();
});
