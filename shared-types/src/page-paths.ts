import { defaultLocale, type Locale } from './locales.js';

/** Where the pages of the site stand. */
export const homePath = (locale: Locale) => (locale === defaultLocale ? '/' : `/${locale}/`);

export const landingPagePath = (locale: Locale, page: { slug: string }) =>
  `${homePath(locale)}${page.slug}/`;
