import { parse } from 'node-html-parser';
import { expect, test } from 'vitest';
import { readAssets, renderDemoSite } from './demo-site.ts';

const siteUrl = 'https://site.example';
type Files = ReadonlyMap<string, Uint8Array>;

/** Attributes by which a page names something else, besides the texts of sharing and sitemaps. */
const naming = '[href], [src], [srcset], [component-url], [renderer-url]';

/** Everything a page names on its own site, resolved against its address. */
function addressesIn(name: string, html: string): URL[] {
  const own = new URL(name.replace(/(^|\/)index\.html$/, '$1'), `${siteUrl}/`);
  const named = parse(html)
    .querySelectorAll(naming)
    .flatMap(({ attributes }) => [
      attributes.href,
      attributes.src,
      attributes['component-url'],
      attributes['renderer-url'],
      ...(attributes.srcset ?? '').split(', ').map((candidate) => candidate.split(' ')[0]),
    ]);
  return named
    .filter((address) => address !== undefined && address !== '')
    .map((address) => new URL(address as string, own))
    .filter(({ origin }) => origin === siteUrl);
}

function findBroken(files: Files): string[] {
  const text = (name: string) => new TextDecoder().decode(files.get(name));
  const broken: string[] = [];
  for (const name of [...files.keys()].filter((file) => file.endsWith('.html')))
    for (const { pathname, hash } of addressesIn(name, text(name))) {
      const target = pathname.endsWith('/') ? `${pathname}index.html`.slice(1) : pathname.slice(1);
      const isThere = files.has(target);
      const id = decodeURIComponent(hash.slice(1));
      const isAnchored = id === '' || (isThere && parse(text(target)).getElementById(id) !== null);
      if (!isThere || !isAnchored) broken.push(`${name} names ${pathname}${hash}`);
    }
  return broken;
}

test('every address and every anchor that a page names on the site exists', async () => {
  const files = new Map([...(await renderDemoSite(siteUrl)), ...(await readAssets())]);
  expect(files.size).toBeGreaterThan(15);
  expect(findBroken(files)).toEqual([]);
});

test('one that does not is named', () => {
  const page = '<a href="/gone/">a</a><a href="#gone">b</a><a href="#here" id="here">c</a>';
  expect(findBroken(new Map([['a/index.html', new TextEncoder().encode(page)]]))).toEqual([
    'a/index.html names /gone/',
    'a/index.html names /a/#gone',
  ]);
});
