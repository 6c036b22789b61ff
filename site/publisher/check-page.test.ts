import { expect, test } from 'vitest';
import { checkPage } from './check-page.ts';

const page = (href: string) => `<h1>Title</h1><p id="plans"><a href="${href}">link</a></p>`;
const check = (href: string) => checkPage(page(href), (path) => path === '/there/');

test.each(['#', '#top', '#TOP', '#plans', '#:~:text=some,words', '#plans:~:text=x', '/there/#top'])(
  '66: %s leads to where every page, or this one, has something',
  (href) => {
    const { faults, links } = check(href);
    expect(faults).toEqual([]);
    expect(links.flatMap(({ anchor }) => anchor ?? [])).toEqual([]);
  },
);

test.each(['#nowhere', '#topmost', '/gone/', '/gone/#top'])('66: %s leads nowhere', (href) => {
  expect(check(href).faults).toHaveLength(1);
});

test.each([
  ['<h1>One</h1><h1>Two</h1>', 'It has 2 main headings instead of one.'],
  ['<p>None</p>', 'It has 0 main headings instead of one.'],
  ['<h1>One</h1><img src="/a.png">', 'The image /a.png has no text.'],
  [
    '<h1>One</h1><script type="application/ld+json">{"a":</script>',
    'Its structured data cannot be parsed.',
  ],
  [
    `<h1>One</h1>${'a'.repeat(499_990)}`,
    'It is 500002 characters long, and may have 500000. Shorten it.',
  ],
])('a page that is not right says what is wrong (%#)', (html, text) => {
  expect(checkPage(html, () => true).faults).toEqual([{ text }]);
});

test('a page with an image that is decoration, and data that can be parsed, is right', () => {
  const html =
    '<h1>One</h1><img src="/a.png" alt=""><script type="application/ld+json">{"a":1}</script>';
  expect(checkPage(html, () => true).faults).toEqual([]);
});
