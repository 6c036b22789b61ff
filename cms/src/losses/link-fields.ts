import type { Schema, UID } from '@strapi/strapi';

type Model = Schema.ContentType | Schema.Component;

/** A field that may hold links: one link, or a text in Markdown. */
export interface LinkField {
  path: readonly string[];
  isMarkdown: boolean;
}

/** What fields that hold an address are called. */
const addressNames = /^(to|url|.+Url)$/;

/** Every field of a type, or of the components in it, that may hold links. */
export function linkFieldsOf(
  model: Model,
  getModel: (uid: UID.Schema) => Model,
  path: readonly string[] = [],
): LinkField[] {
  return Object.entries(model.attributes).flatMap(([name, attribute]): LinkField[] => {
    const own = [...path, name];
    if (attribute.type === 'component')
      return linkFieldsOf(getModel(attribute.component), getModel, own);
    const isMarkdown = attribute.type === 'richtext';
    const isAddress = ['string', 'text'].includes(attribute.type) && addressNames.test(name);
    return isMarkdown || isAddress ? [{ path: own, isMarkdown }] : [];
  });
}

interface Populate {
  [component: string]: { populate: Populate };
}

/** Reads the components that such fields are in. */
export function populateLinks(fields: readonly Pick<LinkField, 'path'>[]): Populate {
  const nested = fields.filter(({ path }) => path.length > 1);
  const parts = Map.groupBy(nested, ({ path: [first = ''] }) => first);
  return Object.fromEntries(
    [...parts].map(([name, own]) => [
      name,
      { populate: populateLinks(own.map(({ path }) => ({ path: path.slice(1) }))) },
    ]),
  );
}
