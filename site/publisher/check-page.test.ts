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
