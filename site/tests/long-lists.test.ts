import { contentTypes } from '@lectern/shared-types';
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { openAdmin } from './admin-session.ts';

const cms = inject('cms');
const { uid } = contentTypes.LandingPage;
const questions = ['One?', 'Two?', 'Three?', 'Four?', 'Five?', 'Six?', 'Seven?'];
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

async function draftOfAll(): Promise<string> {
  const faqs = [];
  for (const question of questions) {
    const { data } = await admin.create('Faq', { ...samples.faq, question });
    faqs.push(data.documentId);
    onTestFinished(async () => void (await admin.remove('Faq', data.documentId)));
  }
  const { data } = await admin.create('LandingPage', {
    ...samples.landingPage('long-list'),
    faqs: { connect: faqs.map((documentId) => ({ documentId, locale: 'en' })) },
  });
  onTestFinished(async () => void (await admin.remove('LandingPage', data.documentId)));
  return data.documentId;
}

/** What the draft lists, in its order. */
async function listed(pageId: string): Promise<unknown[]> {
  const path = `/content-manager/relations/${uid}/${pageId}/faqs?locale=en&pageSize=100`;
  const { results } = (await admin.request('GET', path)).data as unknown as {
    results: { question: string }[];
  };
  return results.map(({ question }) => question).reverse();
}

test('an entry of a long list stands where it was moved to', async () => {
  const pageId = await draftOfAll();
  const { page, openEntry } = await openAdmin(cms, 'strapi-editor');
  await openEntry(uid, pageId);
  const rows = page.getByRole('listitem').filter({ hasText: /^\w+\?/ });
  await rows.filter({ hasText: 'Five?' }).getByRole('button', { name: 'Drag' }).focus();
  // Its row is drawn anew with each step, and keeps the focus.
  await page.keyboard.press('Space');
  for (const place of [4, 3]) {
    await page.keyboard.press('ArrowUp');
    await page.getByText(`Five?, moved. New position in list: ${place} of 7.`).waitFor();
  }
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const moved = ['One?', 'Two?', 'Five?', 'Three?', 'Four?', 'Six?', 'Seven?'];
  await expect.poll(() => listed(pageId)).toEqual(moved);
});
