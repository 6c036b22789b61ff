import { contentTypes } from '@lectern/shared-types';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { openAdmin } from './admin-session.ts';
import { violations } from './axe.ts';

const cms = inject('cms');
const { uid } = contentTypes.Plan;
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

async function draft(): Promise<string> {
  const { data } = await admin.create('Plan', { ...samples.plan, price: 7 });
  onTestFinished(async () => void (await admin.remove('Plan', data.documentId)));
  return data.documentId;
}
const savedPrice = async (id: string) =>
  (await admin.request('GET', `/content-manager/collection-types/${uid}/${id}?locale=en`)).data
    .price;
const priceIn = (page: Page) => page.getByRole('textbox', { name: /^Price/ });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();

describe.each(['en-US', 'es-ES'])('a price in a browser that speaks %s', (locale) => {
  test.each([
    ['12,50', 'cannot be read as a number.', '12.50', 12.5],
    ['1.234,56', 'cannot be read as a number.', '1234.56', 1234.56],
    ['1,250', 'cannot be read as a number.', '1250', 1250],
    ['1.500', 'can be read in two ways. Write 1500 or 1.50.', '1500', 1500],
    ['1.000', 'can be read in two ways. Write 1000 or 1.00.', '1000', 1000],
  ])('%s is refused at its field, and what to write is saved', async (...example) => {
    const [typed, reason, corrected, price] = example;
    const id = await draft();
    const { page, openEntry } = await openAdmin(cms, 'strapi-editor', { locale });
    await openEntry(uid, id);
    await priceIn(page).fill('');
    await priceIn(page).pressSequentially(typed);
    await page.keyboard.press('Tab');
    const message = page.getByText(`“${typed}” ${reason}`);
    await message.waitFor();
    expect(await violations(page, 'div:has(> * > input[name="price"])')).toEqual([]);
    await save(page);
    await page.getByRole('alert').first().waitFor();
    expect(await savedPrice(id)).toBe(7);
    await expect.poll(() => priceIn(page).inputValue()).toBe(typed);
    await message.waitFor();

    await priceIn(page).fill('');
    await priceIn(page).pressSequentially(corrected);
    await message.waitFor({ state: 'hidden' });
    await save(page);
    await expect.poll(() => savedPrice(id)).toBe(price);
    await expect.poll(async () => Number(await priceIn(page).inputValue())).toBe(price);
  });
});

test('a whole number with a point is refused at its field, and an empty one is none', async () => {
  const { data } = await admin.create('Testimonial', { ...samples.testimonial, rating: 4 });
  onTestFinished(async () => void (await admin.remove('Testimonial', data.documentId)));
  const { page, openEntry } = await openAdmin(cms, 'strapi-editor');
  await openEntry(contentTypes.Testimonial.uid, data.documentId);
  const rating = page.getByRole('textbox', { name: /^Rating/ });
  expect(await rating.inputValue()).toBe('4');
  await rating.fill('4.5');
  await page.getByText('Write a whole number, in digits alone: 12.').waitFor();
  await rating.fill('');
  await save(page);
  const saved = async () =>
    (
      await admin.request(
        'GET',
        `/content-manager/collection-types/${contentTypes.Testimonial.uid}/${data.documentId}?locale=en`,
      )
    ).data.rating;
  await expect.poll(saved).toBeNull();
});
