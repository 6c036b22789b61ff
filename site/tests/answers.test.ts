import { contentTypes, linksIn } from '@lectern/shared-types';
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { markdownToHtml } from '../src/text/markdown.ts';
import { openAdmin } from './admin-session.ts';
import { violations } from './axe.ts';

const cms = inject('cms');
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

/** What every button gives on the page. */
const shown: [button: string, html: string][] = [
  ['Bold', '<strong>word</strong>'],
  ['Italic', '<em>word</em>'],
  ['Heading', '<h4>word</h4>'],
  ['Bulleted list', '<li>word</li>'],
  ['Numbered list', '<ol>'],
  ['Quote', '<blockquote>'],
  ['Code', '<code>word</code>'],
  ['Link', '<a href="https://example.org">word</a>'],
];

test('66: every button above an answer gives what pages show, and there are no others', async () => {
  const { data } = await admin.create('Faq', { ...samples.faq, question: 'Every button?' });
  onTestFinished(async () => void (await admin.remove('Faq', data.documentId)));
  const { page, openEntry, takePicture } = await openAdmin(cms, 'strapi-author');
  await openEntry(contentTypes.Faq.uid, data.documentId);
  const answer = page.getByRole('textbox', { name: /^Answer/ });
  const marks = page.getByRole('group', { name: /^Marks for/ });
  const names = await marks
    .getByRole('button')
    .evaluateAll((all) =>
      all.map((one) => one.getAttribute('aria-label') ?? one.textContent ?? ''),
    );
  expect(names).toEqual(shown.map(([name]) => name));
  expect(await violations(page, '[role="group"][aria-label^="Marks for"]')).toEqual([]);
  for (const [name, html] of shown) {
    await answer.fill('word');
    await answer.selectText();
    await marks.getByRole('button', { name, exact: true }).click();
    if (name === 'Link') await page.keyboard.type('https://example.org');
    expect(markdownToHtml(await answer.inputValue())).toContain(html);
  }
  expect(linksIn(await answer.inputValue())).toEqual(['https://example.org']);
  await takePicture('answer');

  await answer.fill('word');
  await answer.selectText();
  await marks.getByRole('button', { name: 'Bold' }).click();
  await page.keyboard.press('ControlOrMeta+z');
  expect(await answer.inputValue()).toBe('word');

  await answer.fill('Saved with **marks**.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved document').first().waitFor();
  const saved = await admin.ask(
    'GET',
    `/content-manager/collection-types/${contentTypes.Faq.uid}/${data.documentId}?locale=en`,
  );
  expect(saved.data.answer).toBe('Saved with **marks**.');
});
