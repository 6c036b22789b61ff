import { contentTypes } from '@lectern/shared-types';
import type { BrowserContextOptions, Page, Route } from 'playwright-core';
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { pngImage, samples } from '../../cms/tests/harness/samples.ts';
import { type AdminSession, openAdmin } from './admin-session.ts';
import { violations } from './axe.ts';
import { openBrowser, openBrowserWithoutStorage } from './harness.ts';

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
const answerIn = (page: Page) => page.getByRole('textbox', { name: /^Answer/ });
const offer = (page: Page) => page.getByRole('region', { name: 'Not saved' });
/** Opens the form of an entry in a tab of its own. */
async function openTab(page: Page, id: string): Promise<Page> {
  const tab = await page.context().newPage();
  tab.setDefaultTimeout(120_000);
  await tab.goto(
    `${cms.url}/admin/content-manager/collection-types/${uid}/${id}?plugins[i18n][locale]=en`,
  );
  await tab.getByRole('button', { name: 'Save' }).waitFor();
  return tab;
}

/** Sends the form as the session ends, and logs in again. */
async function saveTooLate({ page, logIn, user }: AdminSession): Promise<void> {
  // As when the session was ended elsewhere: neither token is good for anything any more.
  await page.context().clearCookies();
  await page.evaluate(() => localStorage.removeItem('jwtToken'));
  // Sent whether or not another request of the page has found it out, and Strapi's dialog is in the way.
  await page.getByRole('button', { name: 'Save', includeHidden: true }).dispatchEvent('click');
  const ended = page.getByRole('alertdialog').getByText('Your session has ended');
  await ended.or(page.getByLabel('Email')).first().waitFor();
  if (await ended.isVisible()) await page.getByRole('button', { name: 'Confirm' }).click();
  await logIn(user);
}
const putBack = (page: Page) =>
  offer(page).getByRole('button', { name: 'Put it back into the form' }).click();
/** Once the form has been filled anew as often as Strapi does: nothing tells, so it looks some time long. */
const settled = (page: Page) => page.waitForTimeout(2_000);
const save = async (page: Page) => {
  // What tells of the save before may still be shown.
  const isAnswered = page.waitForResponse(
    (response) =>
      ['PUT', 'POST'].includes(response.request().method()) && response.url().includes('-types/'),
  );
  await page.getByRole('button', { name: 'Save' }).click();
  expect((await isAnswered).ok()).toBe(true);
  await page.getByText('Saved document').first().waitFor();
};

test('73: what is typed when the session ends is offered after the next login', async () => {
  const id = await draft('Before the session ends?');
  const session = await openAdmin(cms, 'strapi-author');
  const { page, openEntry } = session;
  await openEntry(uid, id);
  await questionIn(page).fill('Typed when it ended?');
  await saveTooLate(session);
  await openEntry(uid, id);
  await offer(page).waitFor();
  await expect.poll(() => questionIn(page).inputValue()).toBe('Before the session ends?');
  expect(await violations(page, 'section[aria-label="Not saved"]')).toEqual([]);
  await putBack(page);
  await expect.poll(() => questionIn(page).inputValue()).toBe('Typed when it ended?');
  await save(page);
  await openEntry(uid, id);
  await expect.poll(() => questionIn(page).inputValue()).toBe('Typed when it ended?');
  expect(await offer(page).count()).toBe(0);
});

test('73: what is typed into a window that is closed is offered, and forgotten when told so', async () => {
  const id = await draft('Before the window closes?');
  const { page, openEntry } = await openAdmin(cms, 'strapi-author');
  await openEntry(uid, id);
  await questionIn(page).fill('Typed and left?');
  await page.close({ runBeforeUnload: false });
  const other = await openTab(page, id);
  await offer(other).getByRole('button', { name: 'Discard it' }).click();
  await expect.poll(() => questionIn(other).inputValue()).toBe('Before the window closes?');
  // Browsers write what is stored a moment later.
  await settled(other);
  await other.reload();
  await questionIn(other).waitFor();
  expect(await offer(other).count()).toBe(0);
});

test('73: what is sent as the session ends is offered although somebody else has saved meanwhile', async () => {
  const id = await draft('Before somebody else saves?');
  const session = await openAdmin(cms, 'strapi-author');
  const { page, openEntry } = session;
  await openEntry(uid, id);
  await questionIn(page).fill('Sent too late?');
  await saveTooLate(session);
  await admin.update('Faq', id, { question: 'Saved by somebody else?' });
  await openEntry(uid, id);
  await offer(page).waitFor();
  await expect.poll(() => questionIn(page).inputValue()).toBe('Saved by somebody else?');
  await putBack(page);
  await expect.poll(() => questionIn(page).inputValue()).toBe('Sent too late?');
});

test('73: what is typed into a new entry is offered after the next login, and not once it is saved', async () => {
  const session = await openAdmin(cms, 'strapi-author');
  const { page, openEntry } = session;
  await openEntry(uid, 'create');
  await questionIn(page).fill('A new question?');
  const answer = page.getByRole('textbox', { name: /^Answer/ });
  await answer.fill('A new answer.');
  await saveTooLate(session);
  await openEntry(uid, 'create');
  await putBack(page);
  await expect.poll(() => questionIn(page).inputValue()).toBe('A new question?');
  await expect.poll(() => answer.inputValue()).toBe('A new answer.');
  await save(page);
  await page.waitForURL((url) => !url.pathname.endsWith('/create'));
  const [id = ''] = new URL(page.url()).pathname.split('/').slice(-1);
  onTestFinished(async () => void (await admin.remove('Faq', id)));
  await openEntry(uid, 'create');
  await questionIn(page).waitFor();
  expect(await offer(page).count()).toBe(0);
});

test('73: typing on before deciding about what is offered loses neither', async () => {
  const id = await draft('Before both?');
  const { page, openEntry } = await openAdmin(cms, 'strapi-author');
  await openEntry(uid, id);
  await answerIn(page).fill('Typed first.');
  await openEntry(uid, id);
  await offer(page)
    .getByText(/was not saved: Answer\.\s*$/)
    .waitFor();
  await questionIn(page).fill('Typed second?');
  await openEntry(uid, id);
  for (const field of ['Question', 'Answer']) {
    await offer(page)
      .getByText(new RegExp(`was not saved: ${field}\\.\\s*$`))
      .waitFor();
    await putBack(page);
  }
  await offer(page).waitFor({ state: 'hidden' });
  await expect.poll(() => questionIn(page).inputValue()).toBe('Typed second?');
  await expect.poll(() => answerIn(page).inputValue()).toBe('Typed first.');
});

test('73: what is put back is what was offered, and what was typed in its place is offered in turn', async () => {
  const id = await draft('Before one key?');
  const { page, openEntry } = await openAdmin(cms, 'strapi-author');
  await openEntry(uid, id);
  await answerIn(page).fill('Typed for an hour.');
  await openEntry(uid, id);
  await offer(page).waitFor();
  await answerIn(page).fill('x');
  await putBack(page);
  await expect.poll(() => answerIn(page).inputValue()).toBe('Typed for an hour.');
  await putBack(page);
  await expect.poll(() => answerIn(page).inputValue()).toBe('x');
  await openEntry(uid, id);
  await offer(page).waitFor();
  await putBack(page);
  await expect.poll(() => answerIn(page).inputValue()).toBe('x');
  await putBack(page);
  await expect.poll(() => answerIn(page).inputValue()).toBe('Typed for an hour.');
});

test.each([
  ['an entry', (id: string) => id],
  ['a new one', () => 'create'],
])('73: what one tab has typed into %s stays when another one saves it', async (_, pathOf) => {
  const id = pathOf(await draft('Before two tabs?'));
  const { page, openEntry } = await openAdmin(cms, 'strapi-author');
  await openEntry(uid, id);
  const other = await openTab(page, id);
  await answerIn(page).fill('Typed in the first.');
  await questionIn(other).fill('Saved in the second?');
  const written = other.waitForResponse(
    (response) =>
      ['PUT', 'POST'].includes(response.request().method()) &&
      response.url().includes(`-types/${uid}`),
  );
  await other.getByRole('button', { name: 'Save' }).click();
  const { data } = await (await written).json();
  if (id === 'create')
    onTestFinished(async () => void (await admin.remove('Faq', data.documentId)));
  await openEntry(uid, id);
  await offer(page)
    .getByText(/was not saved: Answer\./)
    .waitFor();
  await putBack(page);
  await expect.poll(() => answerIn(page).inputValue()).toBe('Typed in the first.');
  await expect
    .poll(() => questionIn(page).inputValue())
    .toBe(id === 'create' ? '' : 'Saved in the second?');
});

test('73: what several tabs have typed is offered one after the other once they are closed', async () => {
  const id = await draft('Before several tabs?');
  const { page, openEntry } = await openAdmin(cms, 'strapi-author');
  await openEntry(uid, id);
  await answerIn(page).fill('Typed in the first.');
  const other = await openTab(page, id);
  await questionIn(other).fill('Typed in the second?');
  const third = await openTab(page, id);
  await settled(third);
  expect(await offer(third).count()).toBe(0);
  await page.close({ runBeforeUnload: false });
  await offer(third)
    .getByText(/was not saved: Answer\.\s*$/)
    .waitFor();
  await putBack(third);
  await other.close({ runBeforeUnload: false });
  await offer(third)
    .getByText(/was not saved: Question\.\s*$/)
    .waitFor();
  await putBack(third);
  await expect.poll(() => questionIn(third).inputValue()).toBe('Typed in the second?');
  await expect.poll(() => answerIn(third).inputValue()).toBe('Typed in the first.');
});

test('73: a browser that does not tell which tabs are open offers what any of them has typed', async () => {
  const id = await draft('Before an open tab?');
  const { page, openEntry } = await openAdmin(cms, 'strapi-author');
  // As on an address without TLS.
  await page
    .context()
    .addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
  await openEntry(uid, id);
  const other = await openTab(page, id);
  await answerIn(page).fill('Typed in the first.');
  await questionIn(other).fill('Typed in the second?');
  await other.reload();
  for (const field of ['Question', 'Answer']) {
    await offer(other)
      .getByText(new RegExp(`was not saved: ${field}\\.\\s*$`))
      .waitFor();
    await offer(other).getByRole('button', { name: 'Discard it' }).click();
  }
  await answerIn(page).fill('Typed on in the first.');
  await questionIn(other).fill('Saved in the second?');
  await save(other);
  await page.reload();
  await offer(page).waitFor();
  await putBack(page);
  await expect.poll(() => answerIn(page).inputValue()).toBe('Typed on in the first.');
});

test('73: what is typed into a copy is of the copy, and what is typed into an entry of the entry', async () => {
  const id = await draft('The original?');
  const { page, openEntry } = await openAdmin(cms, 'strapi-author');
  const copy = `clone/${id}`;
  await openEntry(uid, copy);
  await questionIn(page).fill('The copy?');
  await openEntry(uid, id);
  await expect.poll(() => questionIn(page).inputValue()).toBe('The original?');
  await settled(page);
  expect(await offer(page).count()).toBe(0);
  await answerIn(page).fill('Typed into the original.');
  await openEntry(uid, copy);
  await offer(page)
    .getByText(/was not saved: Question\.\s*$/)
    .waitFor();
  await putBack(page);
  const written = page.waitForResponse((response) => response.url().includes(`/${copy}?`));
  await page.getByRole('button', { name: 'Save' }).click();
  const { data } = await (await written).json();
  onTestFinished(async () => void (await admin.remove('Faq', data.documentId)));
  await page.getByText('Cloned document').first().waitFor();
  await settled(page);
  expect(data).toMatchObject({ question: 'The copy?', answer: samples.faq.answer });
  for (const [path, offers] of [
    [copy, 0],
    [data.documentId, 0],
    [id, 1],
  ] as const) {
    await openEntry(uid, path);
    await settled(page);
    expect([path, await offer(page).count()]).toEqual([path, offers]);
  }
});

test('73: an address that nobody has typed is not offered', async () => {
  const { page, openEntry } = await openAdmin(cms, 'strapi-author');
  const title = page.getByRole('textbox', { name: /^Title/ }).first();
  const address = page.getByRole('textbox', { name: /^Address/ }).first();
  for (const _ of ['first', 'second']) {
    await openEntry(contentTypes.LandingPage.uid, 'create');
    await expect.poll(() => address.inputValue()).toMatch(/^landing-page/);
    await settled(page);
  }
  await title.fill('Of a new page');
  await expect.poll(() => address.inputValue()).toBe('of-a-new-page');
  await settled(page);
  expect(await offer(page).count()).toBe(0);
});

test('73: what was typed before is put back into its own fields alone, whatever was saved since', async () => {
  const id = await draft('Before what is left?');
  const { page, openEntry } = await openAdmin(cms, 'strapi-editor');
  await openEntry(uid, id);
  await questionIn(page).fill('Typed and left?');
  await openEntry(uid, id);
  await offer(page)
    .getByText(/was not saved: Question\.\s*$/)
    .waitFor();
  for (const [button, answer] of [
    ['Publish', 'Published since.'],
    ['Save', 'Saved since.'],
  ] as const) {
    await answerIn(page).fill(answer);
    await page.getByRole('button', { name: button, exact: true }).click();
    await page
      .getByText(/^(Published|Saved) document/)
      .first()
      .waitFor();
    await openEntry(uid, id);
    await offer(page)
      .getByText(/: Question\. The entry has been saved since\./)
      .waitFor();
  }
  await putBack(page);
  await expect.poll(() => questionIn(page).inputValue()).toBe('Typed and left?');
  await expect.poll(() => answerIn(page).inputValue()).toBe('Saved since.');
});

test('73: what is offered stays until somebody decides, whatever is saved in its place', async () => {
  const id = await draft('Before the same field?');
  const { page, openEntry } = await openAdmin(cms, 'strapi-author');
  await openEntry(uid, id);
  await questionIn(page).fill('Typed and left?');
  await openEntry(uid, id);
  await offer(page).waitFor();
  await questionIn(page).fill('Typed anew and saved?');
  await save(page);
  await openEntry(uid, id);
  await expect.poll(() => questionIn(page).inputValue()).toBe('Typed anew and saved?');
  await offer(page)
    .getByText(/: Question\. The entry has been saved since\./)
    .waitFor();
  await putBack(page);
  await expect.poll(() => questionIn(page).inputValue()).toBe('Typed and left?');
  await save(page);
  await openEntry(uid, id);
  await settled(page);
  expect(await offer(page).count()).toBe(0);
});

test('73: a form whose image is replaced in its dialog holds nothing that is not saved', async () => {
  const { data: image } = await admin.upload(pngImage(4), 'portrait.png', 'image/png', 'Ada');
  const { data } = await admin.create('Testimonial', { ...samples.testimonial, avatar: image.id });
  onTestFinished(async () => void (await admin.remove('Testimonial', data.documentId)));
  const { page, openEntry } = await openAdmin(cms, 'strapi-editor');
  await openEntry(contentTypes.Testimonial.uid, data.documentId);
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'b.png', mimeType: 'image/png', buffer: Buffer.from(pngImage(9)) });
  await dialog.getByRole('button', { name: 'Finish' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await settled(page);
  const saved = await admin.request('GET', `/upload/files/${image.id}`);
  expect(saved.data).toMatchObject({ width: 9 });
  expect(await page.getByRole('button', { name: 'Save' }).isEnabled()).toBe(false);
  await page.reload();
  await page.getByRole('button', { name: 'Save' }).waitFor();
  await settled(page);
  expect(await offer(page).count()).toBe(0);
});

test('73: what was typed is not offered any more after a week', async () => {
  const id = await draft('A week ago?');
  const { page, openEntry } = await openAdmin(cms, 'strapi-author');
  /** Makes what is kept in the browser older, and tells how much that is. */
  const age = (days: number) =>
    page.evaluate((milliseconds) => {
      const keys = Array.from({ length: localStorage.length }, (_, index) =>
        localStorage.key(index),
      );
      const kept = keys
        .filter((key) => key !== null)
        .filter((key) => key.startsWith('lectern-typing'));
      for (const key of kept) {
        const typing = JSON.parse(localStorage.getItem(key) ?? '');
        typing.time = new Date(Date.parse(typing.time) - milliseconds).toISOString();
        localStorage.setItem(key, JSON.stringify(typing));
      }
      return kept.length;
    }, days * 86_400_000);
  await openEntry(uid, id);
  await questionIn(page).fill('Typed long ago?');
  await expect.poll(() => age(6)).toBe(1);
  await openEntry(uid, id);
  await offer(page).waitFor();
  await age(2);
  await openEntry(uid, id);
  await questionIn(page).waitFor();
  expect(await offer(page).count()).toBe(0);
  expect(await age(0)).toBe(0);
});

/** A browser in which a script has made the storage what it is. */
const openWith = (script: () => void) => async (options: BrowserContextOptions) => {
  const browser = await openBrowser(options);
  await browser.page.addInitScript(script);
  return browser;
};

test.each([
  ['is switched off in the settings', openBrowserWithoutStorage],
  [
    'throws when it is looked at',
    openWith(() => {
      const get = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      };
      Object.defineProperty(window, 'localStorage', { get });
    }),
  ],
  [
    'is full',
    openWith(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      };
    }),
  ],
])(
  '73: where storage %s the admin works, and says once that nothing typed is kept',
  async (_, open) => {
    const id = await draft('Without storage?');
    const { page, problems } = await openAdmin(cms, 'strapi-author', {}, open);
    await page.getByRole('link', { name: 'Content Manager' }).click();
    await page.getByRole('link', { name: 'Question and answer' }).first().click();
    await page.getByText('Without storage?').first().click();
    await questionIn(page).fill('Saved without storage?');
    const told = page.getByText('The storage of this browser is switched off or full.');
    await told.waitFor();
    await questionIn(page).fill('Saved without storage!');
    await save(page);
    expect(await told.count()).toBe(1);
    const { data } = await admin.request(
      'GET',
      `/content-manager/collection-types/${uid}/${id}?locale=en`,
    );
    expect(data).toMatchObject({ question: 'Saved without storage!' });
    // What the server refuses or has not is told of as well.
    expect(problems.filter((each) => !each.startsWith('Failed to load resource'))).toEqual([]);
  },
);

test.each(['refused by the network', 'answered by a proxy', 'done without an answer'])(
  '73: a save that is %s leaves the form as it was typed, and the next one saves it',
  async (how) => {
    const id = await draft('Before the network went?');
    const { page, openEntry } = await openAdmin(cms, 'strapi-author');
    await openEntry(uid, id);
    await questionIn(page).fill('Typed without a network?');
    await page.route('**/content-manager/**', async (route) => {
      if (how === 'answered by a proxy')
        return route.fulfill({
          status: 502,
          contentType: 'text/html',
          body: '<h1>Bad gateway</h1>',
        });
      if (how === 'done without an answer' && route.request().method() === 'PUT')
        await route.fetch();
      return route.abort('internetdisconnected');
    });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The CMS does not answer').first().waitFor();
    // Strapi shows it as saved until then, with a button that is disabled.
    await page.getByRole('button', { name: 'Save' }).and(page.locator(':enabled')).waitFor();
    await expect.poll(() => questionIn(page).inputValue()).toBe('Typed without a network?');
    await questionIn(page).fill('Typed on without a network?');
    await page.unroute('**/content-manager/**');
    await page.getByRole('button', { name: 'Save' }).click();
    if (how === 'done without an answer')
      await page.getByRole('button', { name: 'Keep mine' }).click();
    await page.getByText('Saved document').first().waitFor();
    await openEntry(uid, id);
    await expect.poll(() => questionIn(page).inputValue()).toBe('Typed on without a network?');
  },
);

test('73: a form that is saved, and cannot be read then, is there again with the network', async () => {
  const id = await draft('Before it was saved?');
  const { page, openEntry } = await openAdmin(cms, 'strapi-author');
  await openEntry(uid, id);
  await questionIn(page).fill('Saved, and not read?');
  await page.route(`**/${uid}/${id}?*`, (route) =>
    route.request().method() === 'GET' ? route.abort('internetdisconnected') : route.continue(),
  );
  const unread = page.waitForEvent('requestfailed', (request) => request.url().includes(id));
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved document').first().waitFor();
  await unread;
  await page.unroute(`**/${uid}/${id}?*`);
  await page.getByRole('button', { name: 'Save' }).and(page.locator(':disabled')).waitFor();
  await expect.poll(() => questionIn(page).inputValue()).toBe('Saved, and not read?');
});

test.each([
  ['saved', 'Saved document', (route: Route) => route.continue()],
  ['refused', 'The CMS does not answer', (route: Route) => route.abort('internetdisconnected')],
])('73: what is typed while a save is under way stays when it is %s', async (_, told, answer) => {
  const id = await draft('Before it is sent?');
  const { page, openEntry } = await openAdmin(cms, 'strapi-author');
  await openEntry(uid, id);
  const { promise: isTyped, resolve: goOn } = Promise.withResolvers<void>();
  await page.route(`**/${uid}/${id}?*`, async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    await isTyped;
    await answer(route);
  });
  await questionIn(page).fill('Sent?');
  await page.getByRole('button', { name: 'Save' }).click();
  // Strapi shows it as saved once it is sent.
  await page.getByRole('button', { name: 'Save' }).and(page.locator(':disabled')).waitFor();
  await answerIn(page).fill('Typed meanwhile.');
  goOn();
  await page.getByText(told).first().waitFor();
  await page.unroute(`**/${uid}/${id}?*`);
  await save(page);
  await openEntry(uid, id);
  await expect.poll(() => questionIn(page).inputValue()).toBe('Sent?');
  await expect.poll(() => answerIn(page).inputValue()).toBe('Typed meanwhile.');
});

test('73: a page that is refused keeps all that was typed, in its parts and lists, too', async () => {
  const pageUid = contentTypes.LandingPage.uid;
  const list = `/content-manager/collection-types/${pageUid}?locale=en`;
  const slug = 'python-for-backend-developers';
  const { data } = await admin.request('GET', `${list}&filters[slug]=${slug}`);
  const [demo] = data.results as { documentId: string }[];
  const { page, openEntry } = await openAdmin(cms, 'strapi-author');
  await openEntry(pageUid, demo?.documentId ?? '');
  const introduction = page.getByRole('textbox', { name: /^Introduction/ }).first();
  const address = page.getByRole('textbox', { name: /^Address/ }).nth(1);
  await introduction.fill('Typed before it was refused.');
  await address.fill('www.example.org');
  const refused = page.waitForResponse((response) => response.request().method() === 'PUT');
  await page.getByRole('button', { name: 'Save' }).click();
  expect((await refused).status()).toBe(400);
  await page.getByText('is not a link').first().waitFor();
  await settled(page);
  await expect.poll(() => introduction.inputValue()).toBe('Typed before it was refused.');
  await expect.poll(() => address.inputValue()).toBe('www.example.org');
});

test('73: what is typed while a new entry is created stays in its form', async () => {
  const { page, openEntry } = await openAdmin(cms, 'strapi-author');
  await openEntry(uid, 'create');
  const { promise: isTyped, resolve: goOn } = Promise.withResolvers<void>();
  const isSent = Promise.withResolvers<void>();
  await page.route(`**/content-manager/collection-types/${uid}?*`, async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    isSent.resolve();
    await isTyped;
    await route.continue();
  });
  await questionIn(page).fill('Created?');
  await answerIn(page).fill('Sent.');
  await page.getByRole('button', { name: 'Save' }).click();
  await isSent.promise;
  await answerIn(page).fill('Typed meanwhile.');
  const created = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().includes(`/${uid}?`),
  );
  goOn();
  const { data } = await (await created).json();
  onTestFinished(async () => void (await admin.remove('Faq', data.documentId)));
  await page.waitForURL((url) => url.pathname.endsWith(data.documentId));
  await expect.poll(() => answerIn(page).inputValue()).toBe('Typed meanwhile.');
  await save(page);
  const stored = await admin.request(
    'GET',
    `/content-manager/collection-types/${uid}/${data.documentId}?locale=en`,
  );
  expect(stored.data).toMatchObject({ question: 'Created?', answer: 'Typed meanwhile.' });
});

test('73: what somebody discards is gone, whether it was sent before or not', async () => {
  const id = await draft('Published?');
  await admin.publish('Faq', id);
  const { page, openEntry } = await openAdmin(cms, 'strapi-editor');
  await openEntry(uid, id);
  await questionIn(page).fill('Saved?');
  await save(page);
  await answerIn(page).fill('Typed after it.');
  await page.getByRole('button', { name: 'More document actions' }).click();
  await page.getByRole('menuitem', { name: 'Discard changes' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Confirm' }).click();
  await expect.poll(() => questionIn(page).inputValue()).toBe('Published?');
  await expect.poll(() => answerIn(page).inputValue()).toBe(samples.faq.answer);
});
