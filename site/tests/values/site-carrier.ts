import { anyJson } from '../../../cms/tests/harness/awkward-values.ts';
import { onOneLine } from '../../src/text/on-one-line.ts';
import type { Carrier, Data } from './carrier.ts';
import { link, text } from './listed-carriers.ts';

const links = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ label: `${name} ${index}`, url: '/' }));
const shownLinks = (list: unknown) =>
  ((list ?? []) as Data[]).map(({ label, url }) => ({ label, url }));

/** What frames every page of a language, and what its home page says. */
export const siteCarrier: Carrier = {
  type: 'Site',
  sample: () => ({
    brand: 'Brand',
    navigation: links('Navigation', 8),
    footer: { text: 'At the end', links: links('Footer', 20) },
    home: { title: 'Welcome', lede: 'Words' },
    defaultSeo: { title: 'Found', description: 'By many' },
  }),
  slots: [
    text(['brand'], 40),
    { kind: 'component list', path: ['navigation'], values: anyJson },
    { kind: 'component list', path: ['navigation', 8], values: anyJson },
    ...[0, 7].flatMap((index) => link(['navigation', index])),
    { kind: 'component', path: ['footer'], values: anyJson },
    text(['footer', 'text'], 300, 'long text'),
    { kind: 'component list', path: ['footer', 'links'], values: anyJson },
    ...[0, 19].flatMap((index) => link(['footer', 'links', index])),
    { kind: 'component', path: ['home'], values: anyJson },
    text(['home', 'title'], 90),
    text(['home', 'lede'], 400, 'long text'),
    { kind: 'component', path: ['defaultSeo'], values: anyJson },
    text(['defaultSeo', 'title'], 70),
    text(['defaultSeo', 'description'], 200, 'long text'),
  ],
  expect: ({ brand, navigation, ...data }) => {
    const [footer, home, seo] = [Object(data.footer), Object(data.home), Object(data.defaultSeo)];
    return {
      brand,
      name: brand,
      navigation: shownLinks(navigation),
      footerText: footer.text,
      footerLinks: shownLinks(footer.links),
      title: home.title,
      lede: home.lede,
      seoTitle: seo.title,
      seoDescription: onOneLine(String(seo.description)),
    };
  },
  read: ({ html, thing }) => {
    const one = (selector: string) => html.querySelector(selector)?.textContent;
    const linksIn = (selector: string) =>
      html
        .querySelectorAll(`${selector} a`)
        .map((each) => ({ label: each.textContent.trim(), url: each.getAttribute('href') }));
    return {
      brand: one('a.brand'),
      name: thing('Organization').name,
      navigation: linksIn('.masthead nav:not(.languages)'),
      footerText: one('.colophon p'),
      footerLinks: linksIn('.colophon'),
      title: one('h1'),
      lede: one('.hero .lede'),
      seoTitle: one('title'),
      seoDescription: html.querySelector('meta[name="description"]')?.getAttribute('content'),
    };
  },
};

/** Content as it was read, to be saved again: without the numbers that its parts had. */
export const withoutIds = (content: unknown): unknown => {
  if (Array.isArray(content)) return content.map(withoutIds);
  if (typeof content !== 'object' || content === null) return content;
  const { id: _, ...rest } = content as Data;
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, withoutIds(value)]));
};
