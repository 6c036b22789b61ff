import { createHash } from 'node:crypto';
import {
  type ContentType,
  contentTypes,
  fieldName,
  homePath,
  isLocale,
  landingPagePath,
  nameEntry,
  titleOf,
} from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';
import { nameableToActor, unnamed } from '../access/nameable-entries';
import { listingFields } from '../documents/listing-fields';
import { toEntryLink } from '../live-status/entry-link';
import type { LosingAction, Loss, Losses } from './contract';
import { findLostAddresses, type Version } from './lost-addresses';
import { findLinksTo, type PublishedLink } from './published-links';
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
export async function findLosses(
  strapi: Core.Strapi,
  { type, action, documentIds, where }: Losers,
): Promise<Losses> {
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
  const addresses = await findLostAddresses(strapi, type, action, published, drafts);
  losses.unshift(...(await findDeadLinks(strapi, { type, action, documentIds, where }, addresses)));
  const [first] = published.length > 0 ? published : drafts;
  const count = documentIds.length;
  const named = first ? nameOf(type, first) : uid;
  return {
    token: tokenOf([action, ...losses.map(({ key }) => key)]),
    action,
    subject: count > 1 ? `${count} entries` : named,
    losses,
  };
}

async function findDeadLinks(
  strapi: Core.Strapi,
  { type, action, documentIds, where }: Losers,
  addresses: readonly string[],
): Promise<Loss[]> {
  if (addresses.length === 0) return [];
  const own = { ...where, documentId: { $in: [...documentIds] } };
  // What leaves with an address need not be asked about; what is published now replaces what it was.
  const others = (each: ContentType): object => {
    if (each !== type && type !== 'Site') return isPublished;
    const gone = type === 'Site' && each !== 'Redirect' ? { $not: where } : { $not: own };
    const stay = { $and: [isPublished, gone] };
    return action === 'publish' ? { $or: [stay, { $and: [{ publishedAt: null }, own] }] } : stay;
  };
  const stems = type === 'Site' ? addresses.slice(0, 1) : addresses;
  const links = await findLinksTo(
    strapi,
    new Set(addresses),
    stems.map((address) => address.replace(/\/$/, '')),
    others,
  );
  const refOf = ({ type: each, documentId, locale }: PublishedLink['entry']) => ({
    uid: contentTypes[each].uid,
    documentId,
    locale: locale ?? null,
  });
  const mayName = await nameableToActor(strapi)(links.map(({ entry }) => refOf(entry)));
  const losses: Loss[] = [];
  for (const { entry, field, address } of links) {
    if (!(await isSeen(strapi, entry))) continue;
    // Says nothing of an entry that may not be named, and is the same for everybody.
    const key = hashOf([entry.type, entry.documentId, entry.locale, ...field, address].join(' '));
    const end = `leads to ${address}, where nothing would be.`;
    losses.push({
      key,
      isDeadLink: true,
      ...(mayName(refOf(entry))
        ? {
            text: `${nameOf(entry.type, entry)}: ${fieldName(field)} ${end}`,
            entry: toEntryLink(contentTypes[entry.type].uid, entry.documentId, entry.locale),
          }
        : { text: `A link of ${unnamed} ${end}` }),
    });
  }
  return losses;
}

/** Whether visitors see an entry that is published: most types are seen on the pages that list them. */
async function isSeen(strapi: Core.Strapi, { type, ...entry }: PublishedLink['entry']) {
  if (type === 'LandingPage' || type === 'Site' || type === 'Redirect') return true;
  return (await pagesListing(strapi, type, entry)).length > 0;
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
      const locale = isLocale(page.locale) ? page.locale : 'en';
      const path =
        owner === 'Site' ? homePath(locale) : landingPagePath(locale, { slug: page.slug ?? '' });
      losses.push({
        key: [type, row.documentId, row.locale, 'on', page.documentId].join(' '),
        text: `The page ${path} would no longer show ${nameOf(type, row)}.`,
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

/** The published pages that list the published version of an entry. */
function pagesListing(
  strapi: Core.Strapi,
  type: ContentType,
  { documentId, locale }: Pick<Version, 'documentId' | 'locale'>,
): Promise<Version[]> {
  const { owner, fields } = listingFields(type);
  if (fields.length === 0) return Promise.resolve([]);
  const uid: UID.ContentType = contentTypes[owner].uid;
  return strapi.db.query(uid).findMany({
    where: { ...isPublished, locale, $or: fields.map((field) => ({ [field]: { documentId } })) },
    orderBy: { id: 'asc' },
  });
}

const nameOf = (type: ContentType, row: { documentId: string; locale?: string | null }): string =>
  nameEntry({ type, entry: titleOf(type, row), locale: row.locale ?? null });

const tokenOf = (parts: readonly string[]): string => hashOf(JSON.stringify(parts.toSorted()));

const hashOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 32);
