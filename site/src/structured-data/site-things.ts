import type { Locale } from '@lectern/shared-types';
import type { BreadcrumbList, Organization, WebSite } from 'schema-dts';
import type { LandingPage, Site } from '../content/content.ts';
import { homePath, landingPagePath } from '../content/routes.ts';

/** Makes a path absolute. */
export type ToUrl = (path: string) => string;

export const organization = (site: Site, toUrl: ToUrl): Organization => ({
  '@type': 'Organization',
  '@id': toUrl('/#organization'),
  name: site.brand,
  url: toUrl('/'),
});

export const webSite = (site: Site, locale: Locale, toUrl: ToUrl): WebSite => ({
  '@type': 'WebSite',
  '@id': toUrl(`${homePath(locale)}#website`),
  name: site.brand,
  url: toUrl(homePath(locale)),
  inLanguage: locale,
  publisher: { '@id': toUrl('/#organization') },
});

export const breadcrumbs = (
  site: Site,
  page: LandingPage,
  locale: Locale,
  toUrl: ToUrl,
): BreadcrumbList => ({
  '@type': 'BreadcrumbList',
  itemListElement: [
    { '@type': 'ListItem', position: 1, name: site.brand, item: toUrl(homePath(locale)) },
    {
      '@type': 'ListItem',
      position: 2,
      name: page.title,
      item: toUrl(landingPagePath(locale, page)),
    },
  ],
});
