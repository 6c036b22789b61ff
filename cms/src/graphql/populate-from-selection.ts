import type { Schema, UID } from '@strapi/strapi';
import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql';

type Model = Schema.ContentType | Schema.Component;

/** What Strapi needs to load with an entry, by attribute: `true`, or the same for what is nested. */
export interface Populate {
  [attribute: string]: true | { populate: Populate };
}

/**
 * Derives from the fields a GraphQL query selects which components, media and relations must be
 * loaded with the entries, so that each costs one SQL query for all of them instead of one an entry.
 */
export function populateFromSelection(
  model: Model,
  info: GraphQLResolveInfo,
  getModel: (uid: UID.Schema) => Model,
): Populate {
  const ofNodes = info.fieldNodes.flatMap((node) =>
    fieldsOf(node.selectionSet, info).filter((field) => field.name.value === 'nodes'),
  );
  return populateFromFields(model, ofNodes.length > 0 ? ofNodes : info.fieldNodes, info, getModel);
}

/** The same for entries that some fields of a query stand for, wherever these fields are. */
export function populateFromFields(
  model: Model,
  fields: readonly FieldNode[],
  info: GraphQLResolveInfo,
  getModel: (uid: UID.Schema) => Model,
): Populate {
  const populate: Populate = {};
  for (const field of fields.flatMap(({ selectionSet }) => fieldsOf(selectionSet, info))) {
    const name = field.name.value;
    const attribute = model.attributes[name];
    const target = attribute && targetOf(attribute);
    if (target === undefined) continue;
    const nested = populateFromFields(getModel(target), [field], info, getModel);
    const earlier = populate[name];
    const merged = { ...(typeof earlier === 'object' ? earlier.populate : {}), ...nested };
    populate[name] = Object.keys(merged).length > 0 ? { populate: merged } : true;
  }
  return populate;
}

/** The uid an attribute points to when it has to be populated, else undefined. */
export function targetOf(attribute: Schema.Attribute.AnyAttribute): UID.Schema | undefined {
  if (attribute.type === 'component') return attribute.component;
  if (attribute.type === 'media') return 'plugin::upload.file';
  if (attribute.type === 'relation' && 'target' in attribute) return attribute.target as UID.Schema;
  return undefined;
}

/** The fields of a selection, those in fragments included. */
export function fieldsOf(
  selection: SelectionSetNode | undefined,
  info: GraphQLResolveInfo,
): FieldNode[] {
  return (selection?.selections ?? []).flatMap((node) => {
    if (node.kind === 'Field') return [node];
    if (node.kind === 'InlineFragment') return fieldsOf(node.selectionSet, info);
    return fieldsOf(info.fragments[node.name.value]?.selectionSet, info);
  });
}
