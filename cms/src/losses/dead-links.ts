import {
  addressOnSite,
  anchorOf,
  type ContentType,
  contentTypes,
  fieldName,
  unnamed,
} from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { nameableToActor } from '../access/nameable-entries';
import { environment } from '../environment';
import { toEntryLink } from '../live-status/entry-link';
import type { Loss } from './contract';
import type { Losers } from './find-losses';
import type { PoorerPage } from './lost-places';
import { nameOf, toKey } from './name-losses';
import { pagesListing } from './pages-listing';
import { findLinks, type PublishedLink } from './published-links';

/** What visitors would not find any more: whole addresses, and places on pages that stay. */
export interface Gone {
  addresses: ReadonlySet<string>;
  pages: readonly PoorerPage[];
}

const isPublished = { publishedAt: { $notNull: true } };

/** Links of what visitors see that would lead to what is gone. */
export async function findDeadLinks(
  strapi: Core.Strapi,
  losers: Losers,
  gone: Gone,
): Promise<Loss[]> {
  // Everything that goes with a language begins like its home page.
  const addresses = [...gone.addresses].slice(0, losers.type === 'Site' ? 1 : undefined);
  const stems = new Set([
    ...addresses.map((address) => address.replace(/\/$/, '')),
    ...gone.pages.flatMap(({ anchors }) => [...anchors].map((anchor) => `#${anchor}`)),
  ]);
  if (stems.size === 0) return [];
  const links = await findLinks(strapi, [...stems], stayingWith(losers));
  const refOf = ({ type, documentId, locale }: PublishedLink['entry']) => ({
    uid: contentTypes[type].uid,
    documentId,
    locale: locale ?? null,
  });
  const mayName = await nameableToActor(strapi)(links.map(({ entry }) => refOf(entry)));
  const losses: Loss[] = [];
  for (const link of links) {
    const { entry, field } = link;
    for (const end of await endsOf(strapi, link, gone)) {
      const leads = `leads to ${end}, where nothing would be.`;
      losses.push({
        // Says nothing of an entry that may not be named, and is the same for everybody.
        key: toKey([entry.type, entry.documentId, entry.locale, ...field, end]),
        isDeadLink: true,
        ...(mayName(refOf(entry))
          ? {
              text: `${nameOf(entry.type, entry)}: ${fieldName(entry.type, field)} ${leads}`,
              entry: toEntryLink(contentTypes[entry.type].uid, entry.documentId, entry.locale),
            }
          : { text: `A link of ${unnamed} ${leads}` }),
      });
    }
  }
  return losses;
}

/** What leaves with an address need not be asked about; what is published now replaces what it was. */
const stayingWith =
  ({ type, action, documentIds, where }: Losers) =>
  (each: ContentType): object => {
    const own = { ...where, documentId: { $in: [...documentIds] } };
    if (each !== type && type !== 'Site') return isPublished;
    const goes = type === 'Site' && each !== 'Redirect' ? { $not: where } : { $not: own };
    const stays = { $and: [isPublished, goes] };
    return action === 'publish' ? { $or: [stays, { $and: [{ publishedAt: null }, own] }] } : stays;
  };

/** Where of what is gone a link leads: one that begins with "#" leads to each page that shows it. */
async function endsOf(
  strapi: Core.Strapi,
  { entry, target }: PublishedLink,
  { addresses, pages }: Gone,
): Promise<string[]> {
  const anchor = anchorOf(target);
  const poorer = pages.filter(({ anchors }) => anchors.has(anchor));
  if (target.startsWith('#'))
    return poorer.filter((page) => isOn(page, entry)).map(({ path }) => `${path}#${anchor}`);
  const address = addressOnSite(target, environment.PUBLIC_SITE_URL);
  if (address === undefined) return [];
  const isPlace = poorer.some(({ path }) => path === address);
  if (!(isPlace || addresses.has(address)) || !(await isSeen(strapi, entry))) return [];
  return [isPlace ? `${address}#${anchor}` : address];
}

function isOn(page: PoorerPage, { type, documentId, locale }: PublishedLink['entry']): boolean {
  if (locale !== page.locale) return false;
  if (type === 'LandingPage') return documentId === page.documentId;
  return type === 'Site' || page.listed.has(documentId);
}

/** Whether visitors see an entry that is published: most types are seen on the pages that list them. */
async function isSeen(strapi: Core.Strapi, { type, ...entry }: PublishedLink['entry']) {
  if (type === 'LandingPage' || type === 'Site' || type === 'Redirect') return true;
  return (await pagesListing(strapi, type, entry)).length > 0;
}
