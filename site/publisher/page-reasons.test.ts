import { expect, test } from 'vitest';
import { buildContent } from '../src/content/build-content.ts';
import type { Faq, Site } from '../src/content/content.ts';
import { markdownToHtml } from '../src/text/markdown.ts';
import { checkPage } from './check-page.ts';
import { toPageReasons } from './page-reasons.ts';

test('a link that stands on a page twice and leads nowhere is one reason', () => {
  const fault = {
    text: 'The link "Go" leads to /nowhere/, which does not exist.',
    href: '/nowhere/',
  };
  const content = {
    generation: 1,
    locales: new Map(),
    redirects: new Map(),
    addresses: new Map(),
  };
  const reasons = toPageReasons({ issues: [], faults: [fault, fault] }, [], content);
  expect(reasons.map(({ text }) => text)).toEqual([fault.text]);
});

/** What is said of a page that shows an answer, all of whose links lead nowhere. */
function reasonsOf(answer: string) {
  const none = { issues: [], faulty: [], notices: [], imageless: [] };
  const update = (type: 'Site' | 'Faq', view: object) => ({
    ...{ type, ids: new Set([type]), views: [{ locale: 'en', view: view as Site | Faq }] },
    ...none,
  });
  const site = { documentId: 'Site', brand: 'Brand' };
  const faq = { documentId: 'Faq', question: 'Where to?', answer };
  const { content } = buildContent([update('Site', site), update('Faq', faq)], 1);
  const { faults } = checkPage(`<h1>Title</h1>${markdownToHtml(answer)}`, () => false);
  return toPageReasons({ issues: [], faults }, ['Faq en Faq'], content);
}

test.each([
  '[a](/gone/)',
  '[a](</gone/>)',
  '[a]( /gone/ )',
  '[a](\n/gone/)',
  '[a](/gone/ "With a title")',
  '[a](/go\\-ne/)',
  '[a](/go&#110;e/)',
  '[a](/gone/?a=1&amp;b=2)',
  '[a](/año/)',
  '[a][r]\n\n[r]:/gone/',
  '[a][r]\n\n[r]:\n/gone/',
  '[a](#gone)',
  '`](/gone/)` and [b](/gone/)',
])('a dead link in an answer is traced to it, however it is written: %j', (answer) => {
  expect(reasonsOf(answer)).toMatchObject([{ type: 'Faq', documentId: 'Faq', field: 'answer' }]);
});
