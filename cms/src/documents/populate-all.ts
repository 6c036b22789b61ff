import type { Schema, UID } from '@strapi/strapi';

type Model = Schema.ContentType | Schema.Component;

interface Populate {
  [attribute: string]: true | { select: string[] } | { populate: Populate };
}

/** Everything an entry consists of: components to any depth, media, and which entries it relates to. */
export function populateAll(model: Model, getModel: (uid: UID.Schema) => Model): Populate {
  const populate: Populate = {};
  for (const [name, attribute] of Object.entries(model.attributes)) {
    if (attribute.type === 'media') populate[name] = true;
    else if (attribute.type === 'component') {
      const nested = populateAll(getModel(attribute.component), getModel);
      populate[name] = Object.keys(nested).length > 0 ? { populate: nested } : true;
    } else if (isContentRelation(attribute)) populate[name] = { select: ['documentId'] };
  }
  return populate;
}

/**
 * True for a relation that editors make between types of the project, such as the FAQs of a landing
 * page; not for Strapi's own read-only ones, such as the link between the locales of an entry.
 */
export function isContentRelation(
  attribute: Schema.Attribute.AnyAttribute,
): attribute is Schema.Attribute.AnyAttribute & { target: UID.ContentType } {
  return (
    attribute.type === 'relation' &&
    attribute.writable !== false &&
    'target' in attribute &&
    String(attribute.target).startsWith('api::')
  );
}
