import {
  addressOf,
  type ContentType,
  contentTypes,
  homePath,
  isLocale,
  landingPagePath,
} from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { pageAt, redirectsFrom } from '../documents/check-redirect';
import type { LosingAction } from './contract';

/** A version of an entry. */
export interface Version {
  id: number;
  documentId: string;
  locale: string | null;
  slug?: string;
  from?: string;
  [field: string]: unknown;
}

const isPublished = { publishedAt: { $notNull: true } };

/** Addresses that an action leaves without anything that visitors get there. */
export async function findLostAddresses(
  strapi: Core.Strapi,
  type: ContentType,
  action: LosingAction,
  published: readonly Version[],
  drafts: readonly Version[],
): Promise<string[]> {
  // The pages of its language stay with whatever it is published as.
  if (type === 'Site' && action === 'publish') return [];
  const lost: string[] = [];
  const leaving = new Set(published.map(({ documentId }) => documentId));
  const stays = new Set(
    action === 'publish' ? drafts.flatMap((row) => addressesOf(type, row)) : [],
  );
  for (const row of published) {
    if (type === 'Site') lost.push(...(await addressesIn(strapi, row.locale)));
    else
      for (const address of addressesOf(type, row))
        if (!stays.has(address) && !(await isTakenOver(strapi, type, leaving, address)))
          lost.push(address);
  }
  return lost;
}

function addressesOf(type: ContentType, { locale, slug, from }: Version): string[] {
  if (type === 'LandingPage' && isLocale(locale) && slug)
    return [landingPagePath(locale, { slug })];
  return type === 'Redirect' && from ? [addressOf(from)] : [];
}

/** Every page of a language, which all go with its Site. */
async function addressesIn(strapi: Core.Strapi, locale: string | null): Promise<string[]> {
  if (!isLocale(locale)) return [];
  const pages: { slug: string }[] = await strapi.db
    .query(contentTypes.LandingPage.uid)
    .findMany({ where: { ...isPublished, locale }, select: ['slug'] });
  return [homePath(locale), ...pages.map((page) => landingPagePath(locale, page))];
}

/** Whether visitors get something else at an address once entries have left it. */
async function isTakenOver(
  strapi: Core.Strapi,
  type: ContentType,
  leaving: ReadonlySet<string>,
  address: string,
): Promise<boolean> {
  if (type === 'Redirect' && (await pageAt(strapi, address))) return true;
  const redirects = await redirectsFrom(strapi, { documentId: '' }, address, isPublished);
  return redirects.some(
    ({ documentId, from }) => !leaving.has(documentId) && addressOf(from) === address,
  );
}
