import {
  type ContentType,
  contentTypeNames,
  contentTypes,
  isLink,
  linksIn,
  type UncheckedEntry,
} from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';
import { type LinkField, linkFieldsOf, populateLinks } from './link-fields';

interface LinkingEntry extends UncheckedEntry {
  id: number;
  type: ContentType;
  locale: string | null;
}

/** A link of an entry, wherever it leads. */
export interface PublishedLink {
  entry: LinkingEntry;
  field: (string | number)[];
  target: string;
}

/** Entries that are read at once: few enough for the CMS to answer others between two readings. */
const batch = 500;

/**
 * Every link that may lead where one of these stems does, in whatever is published. Read here and not
 * looked for by the database, which cannot tell how else an address is written.
 * @param stems what such links hold where they are written as they are
 * @param where of each type, which of its entries are looked at
 */
export async function findLinks(
  strapi: Core.Strapi,
  stems: readonly string[],
  where: (type: ContentType) => object,
): Promise<PublishedLink[]> {
  const found: PublishedLink[] = [];
  for (const type of contentTypeNames) {
    const uid: UID.ContentType = contentTypes[type].uid;
    const fields = linkFieldsOf(strapi.contentType(uid), (each) => strapi.getModel(each));
    if (fields.length === 0) continue;
    for await (const row of readEntries(strapi, uid, where(type), populateLinks(fields)))
      for (const { path, isMarkdown } of fields)
        for (const { field, text } of textsIn(row, path)) {
          if (!mayLead(text, stems)) continue;
          for (const target of isMarkdown ? linksIn(text) : [text])
            if (isLink(target)) found.push({ entry: { ...row, type }, field, target });
        }
  }
  return found;
}

async function* readEntries(
  strapi: Core.Strapi,
  uid: UID.ContentType,
  where: object,
  populate: object,
): AsyncGenerator<Omit<LinkingEntry, 'type'>> {
  for (let last = 0; ; ) {
    const rows: Omit<LinkingEntry, 'type'>[] = await strapi.db.query(uid).findMany({
      where: { $and: [where, { id: { $gt: last } }] },
      populate,
      orderBy: { id: 'asc' },
      limit: batch,
    });
    yield* rows;
    last = rows.at(-1)?.id ?? last;
    if (rows.length < batch) return;
  }
}

/** Whatever spells a link otherwise than it is has one of these, in Markdown or in an address. */
const escapes = /[%\\&]|\/\./;

const mayLead = (text: string, stems: readonly string[]): boolean => {
  const plain = text.toLowerCase();
  return escapes.test(text) || stems.some((stem) => plain.includes(stem.toLowerCase()));
};

/** What stands in a field, which may be in parts of the entry, and in several of a kind. */
function* textsIn(
  value: unknown,
  path: LinkField['path'],
  field: readonly (string | number)[] = [],
): Generator<{ field: (string | number)[]; text: string }> {
  const [name, ...rest] = path;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* textsIn(item, path, [...field, index]);
  } else if (name !== undefined) {
    yield* textsIn(Object(value)[name], rest, [...field, name]);
  } else if (typeof value === 'string') {
    yield { field: [...field], text: value };
  }
}
