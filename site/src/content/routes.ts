import { defaultLocale, type Locale, locales } from '@lectern/shared-types';
import type { Content, LandingPage, LocaleContent, Redirect } from './content.ts';
import { getContent } from './store.ts';

export type Route =
  | { kind: 'home'; locale: Locale }
  | { kind: 'landing-page'; locale: Locale; page: LandingPage }
  | { kind: 'redirect'; redirect: Redirect };

/** An address of the same page in another locale. */
export interface Alternate {
  locale: Locale;
  path: string;
}

export const homePath = (locale: Locale) => (locale === defaultLocale ? '/' : `/${locale}/`);

export const landingPagePath = (locale: Locale, page: Pick<LandingPage, 'slug'>) =>
  `${homePath(locale)}${page.slug}/`;

/** Every address of the site with what stands there. Pages win over redirects from their address. */
export function allRoutes(content: Content = getContent()): Map<string, Route> {
  const routes = new Map<string, Route>();
  for (const redirect of content.redirects.values())
    routes.set(withSlash(redirect.from), { kind: 'redirect', redirect });
  for (const [locale, { LandingPage }] of content.locales) {
    routes.set(homePath(locale), { kind: 'home', locale });
    for (const page of LandingPage.values())
      routes.set(landingPagePath(locale, page), { kind: 'landing-page', locale, page });
  }
  return routes;
}

/** The home page or landing page at a path, given as Astro gives it: without outer slashes. */
export function routeAt(path: string | undefined): Route {
  const full = path ? `/${path.replace(/\/$/, '')}/` : '/';
  const route = allRoutes().get(full);
  if (route === undefined) throw new Error(`Could not render ${full}: no content stands there.`);
  return route;
}

/** The same page in every locale that has it, its own included. */
export function alternatesOf(route: Route): Alternate[] {
  return locales.flatMap((locale) => {
    const content = getContent().locales.get(locale);
    if (content === undefined || route.kind === 'redirect') return [];
    if (route.kind === 'home') return [{ locale, path: homePath(locale) }];
    const page = content.LandingPage.get(route.page.documentId);
    return page ? [{ locale, path: landingPagePath(locale, page) }] : [];
  });
}

/** @throws Error for a locale without content */
export function contentIn(locale: Locale): LocaleContent {
  const content = getContent().locales.get(locale);
  if (content === undefined) throw new Error(`Could not render: no content in locale ${locale}.`);
  return content;
}

/** The entries a page lists in one of its sections, in the editors' order. */
export function listed<Entry>(
  references: readonly { documentId: string }[],
  entries: ReadonlyMap<string, Entry>,
): Entry[] {
  return references.flatMap(({ documentId }) => entries.get(documentId) ?? []);
}

const withSlash = (path: string) =>
  path.endsWith('/') || /\.[a-z0-9]+$/i.test(path) ? path : `${path}/`;
