import { localeNames } from '@lectern/shared-types';
import type { APIRoute } from 'astro';
import { contentIn, homePath, landingPagePath, listed } from '../content/routes.ts';
import { getContent } from '../content/store.ts';
import { onOneLine } from '../text/on-one-line.ts';

/** The site in Markdown for language models: what the featured pages are about, and where they are. */
export const GET: APIRoute = ({ site: base }) => {
  const absolute = (path: string) => new URL(path, base).href;
  const line = (label: string, path: string, text: string) =>
    `- [${onOneLine(label).replace(/[[\]]/g, '\\$&')}](${absolute(path)}): ${onOneLine(text)}`;
  const parts = [...getContent().locales.keys()].map((locale) => {
    const content = contentIn(locale);
    const { site } = content;
    const pages = listed(site.featuredPages, content, 'LandingPage').map((page) =>
      line(page.title, landingPagePath(locale, page), page.lede),
    );
    const home = line(site.home.title, homePath(locale), site.home.lede);
    return { site, text: [`## ${localeNames[locale]}`, '', home, ...pages].join('\n') };
  });
  const [first] = parts;
  const summary = first
    ? `# ${onOneLine(first.site.brand)}\n\n> ${onOneLine(first.site.defaultSeo.description)}`
    : '';
  const text = [summary, ...parts.map((part) => part.text)].join('\n\n');
  return new Response(`${text}\n`, { headers: { 'content-type': 'text/plain; charset=utf-8' } });
};
