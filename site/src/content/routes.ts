import { defaultLocale, type Locale, locales } from '@lectern/shared-types';
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

/** In the record of what a page has read: which addresses there are. */
export const everyRoute = 'routes';

const routesOf = new WeakMap<Content, Map<string, Route>>();

/** Every address of the site with what stands there. Pages win over redirects from their address. */
export function allRoutes(content: Content = getContent()): ReadonlyMap<string, Route> {
  recordRead(everyRoute);
  return routeTable(content);
}

function routeTable(content: Content): ReadonlyMap<string, Route> {
  const known = routesOf.get(content);
  if (known !== undefined) return known;
  const routes = new Map<string, Route>();
  routesOf.set(content, routes);
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
  const route = routeTable(getContent()).get(full);
  if (route === undefined) throw new Error(`Could not render ${full}: no content stands there.`);
  if (route.kind === 'landing-page') recordEntry('LandingPage', route.locale, route.page);
  if (route.kind === 'redirect') recordEntry('Redirect', null, route.redirect);
  return route;
}

/** The same page in every locale that has it, its own included. */
export function alternatesOf(route: Route): Alternate[] {
  return locales.flatMap((locale) => {
    const content = getContent().locales.get(locale);
    if (content === undefined || route.kind === 'redirect') return [];
    if (route.kind === 'home') return [{ locale, path: homePath(locale) }];
    recordEntry('LandingPage', locale, route.page);
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

const withSlash = (path: string) =>
  path.endsWith('/') || /\.[a-z0-9]+$/i.test(path) ? path : `${path}/`;
