import {
  addressOf,
  addressOnSite,
  type ContentIssue,
  circleIssue,
  contentTypes,
  defaultLocale,
  duplicateIssue,
  foldAddress,
  isLocale,
  landingPagePath,
  shadowedIssue,
  type UncheckedEntry,
} from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { nameableOrNull } from '../access/nameable-entries';
import { environment } from '../environment';
import type { Stage } from './document-middleware';

/** A redirect whose fields are right by themselves. */
export interface RedirectRow extends UncheckedEntry {
  from: string;
  to: string;
}

const isPublished = { publishedAt: { $notNull: true } };

/**
 * What is wrong with a redirect beside the other entries: another leads away from its address, it
 * ends where it begins, or visitors get a page at its address.
 */
export async function findRedirectIssues(
  strapi: Core.Strapi,
  redirect: RedirectRow,
  stage: Stage,
): Promise<ContentIssue[]> {
  const issues: ContentIssue[] = [];
  const [owner] = await redirectsFrom(strapi, redirect, redirect.from);
  if (owner) {
    const named = await nameableOrNull(strapi, contentTypes.Redirect.uid, owner);
    issues.push(duplicateIssue('Redirect', 'from', redirect.from, redirect, named));
  }
  const stops = await findCircle(strapi, redirect);
  if (stops) issues.push(circleIssue(redirect, stops));
  const page = stage === 'published' && (await pageAt(strapi, addressOf(redirect.from)));
  if (page) {
    const named = await nameableOrNull(strapi, contentTypes.LandingPage.uid, page);
    issues.push(shadowedIssue(redirect, named));
  }
  return issues;
}

/** Other redirects from an address, however they spell it. */
export async function redirectsFrom(
  strapi: Core.Strapi,
  { documentId }: UncheckedEntry,
  address: string,
  where: object = {},
): Promise<RedirectRow[]> {
  const name = addressOf(address).replace(/\/$/, '');
  const spellings = [name, `${name}/`, `${name}/index.html`];
  const found: RedirectRow[] = await strapi.db.query(contentTypes.Redirect.uid).findMany({
    where: {
      ...where,
      documentId: { $ne: documentId },
      $or: spellings.map((from) => ({ from: { $eqi: from } })),
    },
  });
  // The database takes an underscore for any character.
  return found.filter(({ from }) => foldAddress(from) === foldAddress(address));
}

/** The addresses by way of which visitors would come back to where they were; undefined when they arrive. */
async function findCircle(
  strapi: Core.Strapi,
  redirect: RedirectRow,
): Promise<string[] | undefined> {
  const stops = [addressOf(redirect.from)];
  let { to } = redirect;
  for (;;) {
    const address = addressOnSite(to, environment.PUBLIC_SITE_URL);
    if (address === undefined || (await pageAt(strapi, address))) return undefined;
    const isKnown = stops.includes(address);
    stops.push(address);
    if (isKnown) return stops;
    const others = await redirectsFrom(strapi, redirect, address, isPublished);
    const next = others.find(({ from }) => addressOf(from) === address);
    if (next === undefined) return undefined;
    to = next.to;
  }
}

/** The landing page that visitors get at an address. */
export async function pageAt(
  strapi: Core.Strapi,
  address: string,
): Promise<{ documentId: string; title: string; locale: string } | undefined> {
  const [, first = '', second = ''] = address.split('/');
  const locale = isLocale(first) ? first : defaultLocale;
  const slug = locale === defaultLocale ? first : second;
  if (landingPagePath(locale, { slug }) !== address) return undefined;
  const page: { documentId: string; title: string } | null = await strapi.db
    .query(contentTypes.LandingPage.uid)
    .findOne({ where: { ...isPublished, slug, locale } });
  return page === null ? undefined : { documentId: page.documentId, title: page.title, locale };
}
