import {
  addressOnSite,
  type ContentType,
  contentTypeNames,
  contentTypes,
  isLink,
  linksIn,
  type UncheckedEntry,
} from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';
import { populateAll } from '../documents/populate-all';
import { environment } from '../environment';

/** Fields that may hold links to the site itself, by the type that has them. */
const linkFields: Partial<Record<ContentType, readonly string[]>> = {
  LandingPage: ['callToAction.url', 'closing.callToAction.url'],
  Plan: ['callToAction.url'],
  Framework: ['homepageUrl'],
  Faq: ['answer'],
  Site: ['navigation.url', 'footer.links.url'],
  Redirect: ['to'],
};

interface LinkingEntry extends UncheckedEntry {
  type: ContentType;
  locale: string | null;
}

/** A link of an entry to an address on the site. */
export interface PublishedLink {
  entry: LinkingEntry;
  field: (string | number)[];
  address: string;
}

/**
 * Every link to one of some addresses, in whatever is published.
 * @param stems how such links begin after the host, for the database to look for
 * @param where of each type, which of its entries are looked at
 */
export async function findLinksTo(
  strapi: Core.Strapi,
  addresses: ReadonlySet<string>,
  stems: readonly string[],
  where: (type: ContentType) => object,
): Promise<PublishedLink[]> {
  const found: PublishedLink[] = [];
  for (const type of contentTypeNames) {
    const fields = linkFields[type];
    if (fields === undefined) continue;
    const uid: UID.ContentType = contentTypes[type].uid;
    const holds = fields.flatMap((field) => stems.map((stem) => toFilter(field, stem)));
    const rows: Omit<LinkingEntry, 'type'>[] = await strapi.db.query(uid).findMany({
      where: { $and: [where(type), { $or: holds }] },
      populate: populateAll(strapi.contentType(uid), (each) => strapi.getModel(each)),
    });
    for (const row of rows)
      for (const path of fields)
        for (const { field, target } of targetsIn(row, path.split('.'))) {
          const address = addressOf(target);
          if (address !== undefined && addresses.has(address))
            found.push({ entry: { ...row, type }, field, address });
        }
  }
  return found;
}

const toFilter = (field: string, stem: string): object =>
  field.split('.').reduceRight<object>((inner, name) => ({ [name]: inner }), { $containsi: stem });

/** What leads anywhere in a field, which may be in parts of the entry and have several links. */
function* targetsIn(
  value: unknown,
  path: readonly string[],
  field: readonly (string | number)[] = [],
): Generator<{ field: (string | number)[]; target: string }> {
  const [name, ...rest] = path;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* targetsIn(item, path, [...field, index]);
  } else if (name !== undefined) {
    yield* targetsIn(Object(value)[name], rest, [...field, name]);
  } else if (typeof value === 'string') {
    const targets = field[0] === 'answer' ? linksIn(value) : [value];
    for (const target of targets) yield { field: [...field], target };
  }
}

const addressOf = (target: string): string | undefined =>
  isLink(target) && !target.startsWith('#')
    ? addressOnSite(target, environment.PUBLIC_SITE_URL)
    : undefined;
