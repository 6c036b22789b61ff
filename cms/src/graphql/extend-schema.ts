import { contentTypeNames, contentTypes } from '@lectern/shared-types';
import type { Core, Schema, UID } from '@strapi/strapi';
import type { GraphQLResolveInfo } from 'graphql';
import { isDraftReader } from '../access/token-readers';
import { populateFromSelection, targetOf } from './populate-from-selection';

/** Bookkeeping of the CMS that no reader of content needs. */
const internalTypes = [
  'api::history.entry-version',
  'api::placement.placement',
  'api::publishing.generation',
  'api::publishing.content-change',
  'api::schedule.scheduled-action',
];

type Arguments = Record<string, unknown>;
type Next = (
  parent: unknown,
  args: Arguments,
  context: Context,
  info: GraphQLResolveInfo,
) => unknown;
type Middleware = (
  next: Next,
  parent: unknown,
  args: Arguments,
  context: Context,
  info: GraphQLResolveInfo,
) => unknown;
interface Context {
  state: { auth?: { credentials?: { name?: string } } };
}

/**
 * Makes the GraphQL API of the content types read-only, published-only for all but the preview
 * token, and flat: what a query nests is loaded with its entries, not entry by entry.
 */
export function extendGraphqlSchema(strapi: Core.Strapi): void {
  const extension = strapi.plugin('graphql').service('extension');
  for (const uid of internalTypes) extension.shadowCRUD(uid).disable();
  const naming = strapi.plugin('graphql').service('utils').naming;
  const getModel = (uid: UID.Schema) => strapi.getModel(uid);

  const read =
    (model: Schema.ContentType): Middleware =>
    (next, parent, args, context, info) => {
      const { publicationFilter, hasPublishedVersion, ...rest } = args;
      const clamped = isDraftReader(context.state.auth) ? args : { ...rest, status: 'published' };
      return next(
        parent,
        { ...clamped, populate: populateFromSelection(model, info, getModel) },
        context,
        info,
      );
    };

  const models: (Schema.ContentType | Schema.Component)[] = Object.values(strapi.components);
  const resolversConfig: Record<string, { middlewares: Middleware[] }> = {};
  for (const name of contentTypeNames) {
    const model = strapi.contentType(contentTypes[name].uid);
    models.push(model);
    extension.shadowCRUD(model.uid).disableMutations();
    for (const query of [
      naming.getFindQueryName(model),
      naming.getFindOneQueryName(model),
      naming.getFindConnectionQueryName(model),
    ])
      resolversConfig[`Query.${query}`] = { middlewares: [read(model)] };
  }
  for (const model of models) {
    const typeName =
      model.modelType === 'component' ? naming.getComponentName(model) : naming.getTypeName(model);
    for (const [name, attribute] of Object.entries(model.attributes)) {
      if (targetOf(attribute) !== undefined)
        resolversConfig[`${typeName}.${name}`] = { middlewares: [fromParent(name)] };
    }
  }
  extension.use({ resolversConfig });
}

/** Answers a nested field from what its entry was loaded with, when the query asks for all of it. */
const fromParent =
  (name: string): Middleware =>
  (next, parent, args, context, info) => {
    const isPlain = Object.values(args).every(
      (value) =>
        value === undefined ||
        (typeof value === 'object' && value !== null && Object.keys(value).length === 0),
    );
    if (isPlain && typeof parent === 'object' && parent !== null && name in parent)
      return Reflect.get(parent, name);
    return next(parent, args, context, info);
  };
