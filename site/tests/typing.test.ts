import { contentTypes } from '@lectern/shared-types';
import type { Page } from 'playwright-core';
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { openAdmin } from './admin-session.ts';
import { violations } from './axe.ts';

const cms = inject('cms');
const { uid } = contentTypes.Faq;
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

async function draft(question: string): Promise<string> {
  const { data } = await admin.create('Faq', { ...samples.faq, question });
  onTestFinished(async () => void (await admin.remove('Faq', data.documentId)));
  return data.documentId;
}
const questionIn = (page: Page) => page.getByRole('textbox', { name: /^Question/ });
const offer = (page: Page) => page.getByRole('region', { name: 'Not saved' });

test('73: what is typed when the session ends is offered after the next login', async () => {
  const id = await draft('Before the session ends?');
  const { page, openEntry, user, logIn } = await openAdmin(cms, 'strapi-author');
  await openEntry(uid, id);
  await questionIn(page).fill('Typed when it ended?');
  // As when the session was ended elsewhere: neither token is good for anything any more.
  await page.context().clearCookies();
  await page.evaluate(() => localStorage.removeItem('jwtToken'));
  await page.getByRole('button', { name: 'Save' }).click();
  // Strapi says so first, unless another request of the page has found it out.
  const ended = page.getByRole('alertdialog').getByText('Your session has ended');
  await ended.or(page.getByLabel('Email')).first().waitFor();
  if (await ended.isVisible()) await page.getByRole('button', { name: 'Confirm' }).click();
  await logIn(user);
  await openEntry(uid, id);
  await offer(page).waitFor();
  expect(await questionIn(page).inputValue()).toBe('Before the session ends?');
  expect(await violations(page, 'section[aria-label="Not saved"]')).toEqual([]);
  await offer(page).getByRole('button', { name: 'Put it back into the form' }).click();
  expect(await questionIn(page).inputValue()).toBe('Typed when it ended?');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved document').first().waitFor();
  await openEntry(uid, id);
  expect(await questionIn(page).inputValue()).toBe('Typed when it ended?');
  expect(await offer(page).count()).toBe(0);
});

test('73: what is typed into a window that is closed is offered, and forgotten when told so', async () => {
  const id = await draft('Before the window closes?');
  const { page, openEntry } = await openAdmin(cms, 'strapi-author');
  await openEntry(uid, id);
  await questionIn(page).fill('Typed and left?');
  await page.close({ runBeforeUnload: false });
  const other = await page.context().newPage();
  await other.goto(
    `${cms.url}/admin/content-manager/collection-types/${uid}/${id}?plugins[i18n][locale]=en`,
  );
  await offer(other).getByRole('button', { name: 'Forget it' }).click();
  expect(await questionIn(other).inputValue()).toBe('Before the window closes?');
  await other.reload();
  await questionIn(other).waitFor();
  expect(await offer(other).count()).toBe(0);
});

test('73: with storage switched off the form works, and keeps nothing', async () => {
  const id = await draft('Without storage?');
  const { page, openEntry } = await openAdmin(cms, 'strapi-author');
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (key, value) {
      // Strapi's own session is kept in there as well.
      if (key.startsWith('lectern')) refuse();
      setItem.call(this, key, value);
    };
  });
  await openEntry(uid, id);
  await questionIn(page).fill('Saved without storage?');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved document').first().waitFor();
});
