import {
  addressOf,
  defaultLocale,
  foldAddress,
  homePath,
  isLocale,
  type Locale,
  landingPagePath,
  locales,
} from '@lectern/shared-types';
import {
  type Content,
  entryKey,
  type LandingPage,
  type ListedEntries,
  type ListedType,
  type LocaleContent,
  type Redirect,
  type View,
} from './content.ts';
import { getContent, recordRead } from './store.ts';

export { homePath, landingPagePath };

export type Route =
  | { kind: 'home'; locale: Locale }
  | { kind: 'landing-page'; locale: Locale; page: LandingPage }
  | { kind: 'redirect'; redirect: Redirect };

/** An address of the same page in another locale. */
export interface Alternate {
  locale: Locale;
  path: string;
}

/** Every address of the site with what stands there. Pages win over redirects from their address. */
export function* allRoutes(content: Content = getContent()): Generator<[string, Route]> {
  for (const [locale, { LandingPage }] of content.locales) {
    yield [homePath(locale), { kind: 'home', locale }];
    for (const page of LandingPage.values())
      yield [landingPagePath(locale, page), { kind: 'landing-page', locale, page }];
  }
  for (const redirect of content.redirects.values()) {
    const path = addressOf(redirect.from);
    if (pageAt(content, path) === undefined) yield [path, { kind: 'redirect', redirect }];
  }
}

/** What stands at a path such as `/es/python/`, or undefined; costs the same however large the site. */
export function findRoute(content: Content, path: string): Route | undefined {
  const page = pageAt(content, path);
  if (page !== undefined) return page;
  const redirect = redirectAt(content, path);
  return redirect && { kind: 'redirect', redirect };
}

/** The redirect from an address, also where a page stands, which wins over it. */
function redirectAt(content: Content, path: string): Redirect | undefined {
  const redirect = content.redirects.get(content.addresses.get(foldAddress(path)) ?? '');
  return redirect && addressOf(redirect.from) === path ? redirect : undefined;
}

/** Files that the site has whatever the content is, and those that are named by their content. */
const siteFiles =
  /^\/(robots\.txt|sitemap\.xml|llms\.txt|favicon\.svg|(sitemaps|_astro|media|share)\/.*)$/;

export const isSiteFile = (path: string) => siteFiles.test(path);

/** Whether a link to a path leads somewhere. */
export function leadsSomewhere(content: Content, path: string): boolean {
  const address = addressOf(path);
  return isSiteFile(address) || findRoute(content, address) !== undefined;
}

/** The locale that a path belongs to, whether something stands there or not. */
export function localeOf(path: string): Locale {
  const first = path.split('/')[1];
  return isLocale(first) ? first : defaultLocale;
}

function pageAt(content: Content, path: string): Route | undefined {
  const [, first = '', second] = path.split('/');
  const locale = localeOf(path);
  const entries = content.locales.get(locale);
  if (entries === undefined) return undefined;
  if (path === homePath(locale)) return { kind: 'home', locale };
  const slug = locale === defaultLocale ? first : second;
  const page = entries.LandingPage.get(entries.slugs.get(slug ?? '') ?? '');
  if (page === undefined || landingPagePath(locale, page) !== path) return undefined;
  return { kind: 'landing-page', locale, page };
}

/** The home page or landing page at a path, given as Astro gives it: without outer slashes. */
export function routeAt(path: string | undefined): Route {
  const full = path ? `/${path.replace(/\/$/, '')}` : '/';
  const content = getContent();
  const route = findRoute(content, addressOf(full));
  if (route === undefined) throw new Error(`Could not render ${full}: no content stands there.`);
  if (route.kind === 'landing-page') recordEntry('LandingPage', route.locale, route.page);
  if (route.kind === 'redirect') recordEntry('Redirect', null, route.redirect);
  return route;
}

/** In the record of what a page has read: where a landing page stands in a locale, if it does. */
export const alternateKey = (locale: Locale, documentId: string) =>
  `Alternate ${locale} ${documentId}`;

/** The same page in every locale that has it, its own included. */
export function alternatesOf(route: Route): Alternate[] {
  return locales.flatMap((locale) => {
    const content = getContent().locales.get(locale);
    if (content === undefined || route.kind === 'redirect') return [];
    if (route.kind === 'home') return [{ locale, path: homePath(locale) }];
    recordRead(alternateKey(locale, route.page.documentId));
    const page = content.LandingPage.get(route.page.documentId);
    return page ? [{ locale, path: landingPagePath(locale, page) }] : [];
  });
}

/** @throws Error for a locale without content */
export function contentIn(locale: Locale): LocaleContent {
  const content = getContent().locales.get(locale);
  if (content === undefined) throw new Error(`Could not render: no content in locale ${locale}.`);
  recordEntry('Site', locale, content.site);
  return content;
}

/** The entries a page lists in one of its sections, in the editors' order. */
export function listed<Type extends ListedType>(
  references: readonly { documentId: string }[],
  content: LocaleContent,
  type: Type,
): View<Type>[] {
  const entries: ListedEntries[Type] = content[type];
  return references.flatMap((reference) => {
    recordEntry(type, content.locale, reference);
    const entry = entries.get(reference.documentId);
    return entry === undefined ? [] : [entry];
  });
}

const recordEntry = (
  type: ListedType | 'Site' | 'Redirect',
  locale: Locale | null,
  { documentId }: { documentId: string },
) => recordRead(entryKey(type, locale, documentId));
