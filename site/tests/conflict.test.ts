import { contentTypes } from '@lectern/shared-types';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { openAdmin } from './admin-session.ts';
import { violations } from './axe.ts';

const cms = inject('cms');
const { uid } = contentTypes.Faq;
const made: string[] = [];
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});
afterAll(async () => {
  for (const id of made) await admin.remove('Faq', id);
});

async function create(question: string, isPublished = false): Promise<string> {
  const data = { ...samples.faq, question };
  const id = isPublished
    ? await admin.createPublished('Faq', data)
    : (await admin.create('Faq', data)).data.documentId;
  made.push(id);
  return id;
}

const draftOf = async (id: string) =>
  (await admin.request('GET', `/content-manager/collection-types/${uid}/${id}?locale=en`)).data;
const questionIn = (page: Page) => page.getByRole('textbox', { name: /^Question/ });
const dialogIn = (page: Page) =>
  page.getByRole('dialog', { name: /has saved another version of “.+”$/ });
const press = async (page: Page, name: string) => {
  await dialogIn(page).getByRole('button', { name, exact: true }).focus();
  await page.keyboard.press('Enter');
  await dialogIn(page).waitFor({ state: 'hidden' });
};

/** Two people open the same entry; the first saves, and the second has typed something else. */
async function openByTwo(id: string) {
  const [first, second] = await Promise.all([
    openAdmin(cms, 'strapi-author'),
    openAdmin(cms, 'strapi-editor'),
  ]);
  for (const { openEntry } of [first, second]) await openEntry(uid, id);
  await questionIn(first.page).fill('What the first typed?');
  await first.page.getByRole('button', { name: 'Save' }).click();
  await first.page.getByText('Saved document').waitFor();
  await questionIn(second.page).fill('What the second typed?');
  return { first, second };
}

describe('53: two people save one entry', () => {
  test('53: the second sees both versions, cancels and loses nothing, then keeps their own', async () => {
    const id = await create('Before?');
    const { second } = await openByTwo(id);
    const { page, takePicture } = second;
    await page.getByRole('button', { name: 'Save' }).click();
    const row = dialogIn(page).getByRole('row').filter({ hasText: 'Question' });
    await row.waitFor();
    expect(await row.locator('del').innerText()).toMatch(/removed:\s*first/);
    expect(await row.locator('ins').innerText()).toMatch(/added:\s*second/);
    expect((await draftOf(id)).question).toBe('What the first typed?');
    await takePicture('conflict');
    expect(await violations(page, '[role="dialog"]')).toEqual([]);

    await page.keyboard.press('Escape');
    const outcome = { hasText: 'What you typed is still in the form' };
    await page.getByRole('status').filter(outcome).first().waitFor();
    expect(await page.getByRole('alert').filter(outcome).count()).toBe(0);
    await dialogIn(page).waitFor({ state: 'hidden' });
    await expect.poll(() => questionIn(page).inputValue()).toBe('What the second typed?');
    expect((await draftOf(id)).question).toBe('What the first typed?');

    await page.getByRole('button', { name: 'Save' }).click();
    await row.waitFor();
    await press(page, 'Keep mine');
    await page.getByText('Saved document').waitFor();
    expect((await draftOf(id)).question).toBe('What the second typed?');

    await questionIn(page).fill('And once more?');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await draftOf(id)).question).toBe('And once more?');
  });

  test('53: the second takes the version of the first', async () => {
    const id = await create('Before?');
    const { page } = (await openByTwo(id)).second;
    await page.getByRole('button', { name: 'Save' }).click();
    await press(page, 'Take theirs');
    await expect.poll(() => questionIn(page).inputValue()).toBe('What the first typed?');
    await questionIn(page).fill('What the second made of it?');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved document').waitFor();
    expect((await draftOf(id)).question).toBe('What the second made of it?');
  });

  test('53: publishing asks as well, and publishes nothing that was not seen', async () => {
    const id = await create('As it is live?', true);
    const { page } = (await openByTwo(id)).second;
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await dialogIn(page).waitFor();
    const published = async () =>
      (
        await admin.request(
          'GET',
          `/content-manager/collection-types/${uid}/${id}?locale=en&status=published`,
        )
      ).data.question;
    expect(await published()).toBe('As it is live?');
    await press(page, 'Keep mine');
    await expect.poll(published).toBe('What the second typed?');
  });

  test('53: what is against the rules is told at its field, and nothing that was typed is lost', async () => {
    const id = await create('Before?');
    const { page, openEntry } = await openAdmin(cms, 'strapi-author');
    await openEntry(uid, id);
    // As slow as a line can be: the form shows it as saved meanwhile.
    await page.route(`**/${id}?*`, async (route) => {
      if (route.request().method() === 'PUT') await page.getByText('Kept all the same?').count();
      await route.continue();
    });
    const tooLong = 'Kept all the same? '.repeat(40);
    await questionIn(page).fill(tooLong);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').first().waitFor();
    await expect.poll(() => questionIn(page).inputValue()).toBe(tooLong);
  });

  test('53: what goes live with others in spite of a change is that change alone', async () => {
    const questions = ['The first of three?', 'The second of three?', 'The third of three?'];
    const ids = await Promise.all(questions.map((question) => create(question)));
    const [one = '', two = '', three = ''] = ids;
    const { page, openEntry } = await openAdmin(cms, 'strapi-editor');
    await openEntry(uid, one);
    const list = `/content-manager/collection-types/${uid}`;
    const send = (method: string, path: string, body?: object) =>
      page.evaluate(
        async ([target, verb, sent]) => {
          const [, token = ''] = /jwtToken=([^;]+)/.exec(document.cookie) ?? [];
          const kept = localStorage.getItem('jwtToken') ?? sessionStorage.getItem('jwtToken');
          const response = await fetch(target, {
            method: verb,
            body: sent === '' ? null : sent,
            headers: {
              authorization: `Bearer ${kept === null ? token : JSON.parse(kept)}`,
              'content-type': 'application/json',
            },
          });
          return response.status;
        },
        [path, method, body === undefined ? '' : JSON.stringify(body)] as const,
      );
    expect(await send('GET', `${list}?locale=en&sort=createdAt:DESC&pageSize=100`)).toBe(200);
    await admin.update('Faq', two, { question: 'The second, changed?' });
    const answer = send('POST', `${list}/actions/bulkPublish?locale=en`, { documentIds: ids });
    const about = (title: string) =>
      dialogIn(page).filter({ has: page.getByRole('heading', { name: new RegExp(title) }) });
    await about('The second, changed').waitFor();
    await admin.update('Faq', three, { question: 'The third, changed meanwhile?' });
    await page.getByRole('button', { name: 'Do it anyway' }).click();
    await about('The third, changed meanwhile').waitFor();
    await press(page, 'Cancel');
    expect(await answer).toBe(409);
  });

  test('53: of two who add the same language the second is asked', async () => {
    const id = await create('In English?');
    const [first, second] = await Promise.all([
      openAdmin(cms, 'strapi-author'),
      openAdmin(cms, 'strapi-editor'),
    ]);
    for (const { openEntry } of [first, second]) await openEntry(uid, id, 'es');
    const fill = async ({ page }: typeof first, question: string) => {
      await questionIn(page).fill(question);
      await page.getByRole('textbox', { name: 'Answer' }).fill('Una respuesta.');
      await page.getByRole('button', { name: 'Save' }).click();
    };
    await fill(first, '¿La primera?');
    await first.page.getByText('Saved document').waitFor();
    await fill(second, '¿La segunda?');
    await dialogIn(second.page).getByRole('row').filter({ hasText: 'Question' }).waitFor();
    await press(second.page, 'Keep mine');
    await second.page.getByText('Saved document').waitFor();
    await fill(second, '¿Otra vez?');
    const spanish = `/content-manager/collection-types/${uid}/${id}?locale=es`;
    await expect
      .poll(async () => (await admin.request('GET', spanish)).data.question)
      .toBe('¿Otra vez?');
  });

  test('53: restoring a version asks as well', async () => {
    const id = await create('Before?', true);
    const { page, openEntry } = await openAdmin(cms, 'strapi-editor');
    await openEntry(uid, id);
    await page.getByRole('button', { name: 'Compare and restore' }).click();
    const versions = page.getByRole('dialog', { name: 'Compare versions' });
    await versions.getByText('Both versions say the same in every field.').waitFor();
    await admin.update('Faq', id, { question: 'Saved meanwhile?' });
    await versions.getByRole('button', { name: 'Restore as draft' }).click();
    await dialogIn(page).waitFor();
    await press(page, 'Cancel');
    expect((await draftOf(id)).question).toBe('Saved meanwhile?');
  });

  test('53: a list that shows what was before publishes nothing of what came after', async () => {
    const id = await create('As the list shows it?');
    const { page } = await openAdmin(cms, 'strapi-editor');
    await page.goto(
      `${cms.url}/admin/content-manager/collection-types/${uid}?_q=As the list shows it`,
    );
    const row = page.getByRole('row').filter({ hasText: 'As the list shows it?' });
    await row.getByRole('checkbox').click();
    await admin.update('Faq', id, { question: 'As the list does not show it?' });
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText(/saved another version of it/).waitFor();
    expect((await draftOf(id)).question).toBe('As the list does not show it?');
  });
});

test('an entry that is deleted while somebody types keeps its form, and says how to go on', async () => {
  const id = await create('Before it is deleted?', true);
  const { page, openEntry } = await openAdmin(cms, 'strapi-editor');
  await openEntry(uid, id);
  await questionIn(page).fill('Typed when it was deleted?');
  await admin.remove('Faq', id);
  await page
    .getByText(/The entry was deleted\. It can be brought back/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  const told = page.getByText(/^Could not do this: .+ deleted the entry at .+ Choose “Bring back”/);
  expect(await told.innerText()).toMatch(/^Could not do this: First Administrator deleted /);
  await expect.poll(() => questionIn(page).inputValue()).toBe('Typed when it was deleted?');

  await page.goto(`${cms.url}/admin/deleted-entries`);
  await page.getByRole('button', { name: 'Bring back “Before it is deleted?”' }).click();
  await page.getByRole('button', { name: 'Put it back into the form' }).click();
  expect(await questionIn(page).inputValue()).toBe('Typed when it was deleted?');
});
