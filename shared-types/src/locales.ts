/** Locales the site is built for; the CMS offers the same ones. The first is the default. */
export const locales = ['en', 'es'] as const;

export type Locale = (typeof locales)[number];

export const defaultLocale: Locale = 'en';

/** Names as the CMS shows them to editors. */
export const localeNames: Record<Locale, string> = { en: 'English', es: 'Español' };

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}
