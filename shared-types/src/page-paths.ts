import { defaultLocale, type Locale, locales } from './locales.js';

/** Where the pages of the site stand. */
export const homePath = (locale: Locale) => (locale === defaultLocale ? '/' : `/${locale}/`);

export const landingPagePath = (locale: Locale, page: { slug: string }) =>
  `${homePath(locale)}${page.slug}/`;

/**
 * The one spelling of an address: decoded, without query and anchor, and with a slash at the end
 * unless it names a file.
 */
export function addressOf(path: string): string {
  const plain = decode(path.replace(/[?#].*$/s, ''))
    .replace(/(?<=\/)index\.html$/, '')
    .replace(/\/$/, '');
  return isFilePath(plain) ? plain : `${plain}/`;
}

/** Names that differ in nothing but this cannot both stand for themselves on every machine. */
export const foldAddress = (path: string) => addressOf(path).toLowerCase();

/** True for the path of a file, such as `/robots.txt`, rather than that of a page. */
export const isFilePath = (path: string) => /\.[a-z0-9]+$/i.test(path);

/** The address on this site that a target leads to; undefined when it is on another host. */
export function addressOnSite(target: string, siteUrl: string): string | undefined {
  const url = new URL(target, siteUrl);
  return url.origin === new URL(siteUrl).origin ? addressOf(url.pathname) : undefined;
}

/** First parts of the addresses that the site itself uses, whatever the content is. */
export const ownParts: readonly string[] = [
  '404',
  '404.html',
  '_astro',
  'favicon.svg',
  'fonts',
  'llms.txt',
  'media',
  'preview',
  'release.json',
  'robots.txt',
  'share',
  'sitemap.xml',
  'sitemaps',
];

/** True for an address at which the site itself has something, or may have, whatever the content is. */
export function isOwnAddress(path: string): boolean {
  const address = foldAddress(path);
  return (
    locales.some((locale) => homePath(locale) === address) ||
    ownParts.includes(address.split('/')[1] ?? '')
  );
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}
