import { type ContentType, contentTypes } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { listingFields } from '../documents/listing-fields';
import { toEntryLink } from '../live-status/entry-link';
import type { LosingAction, Loss, Losses } from './contract';
import { findDeadLinks } from './dead-links';
import { findLostAddresses, type Version } from './lost-addresses';
import { findPoorerPages } from './lost-places';
import { nameOf, toToken } from './name-losses';
import { pagesListing } from './pages-listing';
import { findUnshownLanguages } from './unshown-languages';

/** What an action is about to be done to. */
export interface Losers {
  type: ContentType;
  action: LosingAction;
  documentIds: readonly string[];
  /** Filter on the locales that the action covers; empty when it covers all of them. */
  where: object;
}

const isPublished = { publishedAt: { $notNull: true } };

/** What visitors would lose: links that would lead nowhere first, then what goes from pages. */
export async function findLosses(strapi: Core.Strapi, losers: Losers): Promise<Losses> {
  const { type, action, documentIds, where } = losers;
  const { uid } = contentTypes[type];
  const own = { ...where, documentId: { $in: [...documentIds] } };
  const query = strapi.db.query(uid);
  const versions = (stage: object): Promise<Version[]> =>
    query.findMany({ where: { ...own, ...stage }, orderBy: { id: 'asc' } });
  const published = await versions(isPublished);
  const drafts = await versions({ publishedAt: null });
  const losses =
    action === 'publish'
      ? await findUnshownLanguages(strapi, type, drafts, published)
      : await findPagesThatLose(strapi, type, published);
  const gone = {
    addresses: new Set(await findLostAddresses(strapi, type, action, published, drafts)),
    pages: await findPoorerPages(strapi, type, action, published),
  };
  losses.unshift(...(await findDeadLinks(strapi, losers, gone)));
  const [first] = published.length > 0 ? published : drafts;
  const count = documentIds.length;
  const named = first ? nameOf(type, first) : uid;
  return {
    token: toToken(action, losses),
    action,
    subject: count > 1 ? `${count} entries` : named,
    losses,
  };
}

async function findPagesThatLose(
  strapi: Core.Strapi,
  type: ContentType,
  published: readonly Version[],
): Promise<Loss[]> {
  const losses: Loss[] = [];
  for (const row of published) {
    const { owner } = listingFields(type);
    for (const page of await pagesListing(strapi, type, row)) {
      losses.push({
        key: [type, row.documentId, row.locale, 'on', page.documentId].join(' '),
        text: `The page ${page.path} would no longer show ${nameOf(type, row)}.`,
        entry: toEntryLink(contentTypes[owner].uid, page.documentId, page.locale),
        isDeadLink: false,
      });
    }
    if (type === 'Site')
      losses.push({
        key: [type, row.documentId, row.locale].join(' '),
        text: `All pages in the language "${row.locale}" would be taken off the site.`,
        entry: toEntryLink(contentTypes.Site.uid, row.documentId, row.locale),
        isDeadLink: false,
      });
  }
  return losses;
}
