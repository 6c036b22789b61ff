import { contentTypeOf } from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { AdminContext } from './admin-route';
import { findHidden, toNested } from './asked-fields';
import { mayReadWhole, permissionsOn } from './entry-permissions';
import { addMiddleware, pluginRoute, pluginRoutes } from './plugin-route';

/** What is told of an entry to which another one is related. */
const named = ['id', 'documentId', 'locale', 'createdAt', 'updatedAt', 'publishedAt'];

/** Keeps what may not be read from Strapi's lists, which tell something of it to whoever may read part. */
export function hideUnreadable(strapi: Core.Strapi): void {
  for (const route of pluginRoutes(strapi, 'content-manager'))
    if (route.path.includes('/:model'))
      addMiddleware(route, async (ctx, next) => {
        refuseMore(ctx.query);
        refuseOtherKind(strapi, route.path, ctx.params.model);
        if (!route.path.startsWith('/relations/'))
          refuseHidden(strapi, ctx, ctx.params.model, ctx.query);
        await next();
      });
  const routeOf = (method: string, path: string) =>
    pluginRoute(strapi, { plugin: 'content-manager', method, path });
  const list = '/collection-types/:model';
  addMiddleware(routeOf('GET', list), async (ctx, next) => {
    const type = contentTypeOf(ctx.params.model);
    if (ctx.query._q && type && !mayReadWhole(strapi, permissionsOn(strapi, ctx, type), type))
      throw new errors.PolicyError(
        'Could not search: a search looks at every field, and you may read only some of them. Filter by a field that you may read.',
      );
    await next();
  });
  for (const path of ['/relations/:model/:targetField', '/relations/:model/:id/:targetField'])
    addMiddleware(routeOf('GET', path), async (ctx, next) => {
      const { model, targetField } = ctx.params;
      const type = contentTypeOf(model);
      if (type && permissionsOn(strapi, ctx, type).cannot.read(undefined, targetField))
        throw new errors.PolicyError(
          `Could not list the entries: you may not read the field ${targetField}. Ask an administrator for the permission to.`,
        );
      const target: unknown = Object(strapi.getModel(model)?.attributes[targetField]).target;
      if (typeof target === 'string') refuseHidden(strapi, ctx, target, ctx.query);
      await next();
    });
  for (const path of ['/uid/generate', '/uid/check-availability'])
    addMiddleware(routeOf('POST', path), async (ctx, next) => {
      const type = contentTypeOf(String(Object(ctx.request.body).contentTypeUID));
      const permissions = type && permissionsOn(strapi, ctx, type);
      if (permissions?.cannot.create() && permissions.cannot.update())
        throw new errors.PolicyError(
          'Could not look for an address: you may not write entries of this kind. Ask an administrator for the permission to.',
        );
      await next();
    });
  addMiddleware(routeOf('POST', `${list}/actions/bulkFindForValidation`), async (ctx, next) => {
    refuseHidden(strapi, ctx, ctx.params.model, Object(ctx.request.body));
    await next();
    const { results } = ctx.body as { results: Record<string, unknown>[] };
    const { attributes } = strapi.contentType(ctx.params.model);
    for (const entry of results)
      for (const [name, value] of Object.entries(entry))
        if (attributes[name]?.type === 'relation') entry[name] = nameOnly(value);
  });
}

/** @throws PolicyError for a filter or an order by what may not be read, which tells what it holds */
function refuseHidden(
  strapi: Core.Strapi,
  ctx: AdminContext,
  uid: string,
  { filters, sort }: { filters?: unknown; sort?: unknown },
): void {
  const filtered = findHidden(strapi, ctx, uid, filters);
  if (filtered !== undefined)
    throw new errors.PolicyError(
      `Could not filter the entries: you may not read the field ${filtered}. Choose another filter.`,
    );
  const ordered = findHidden(strapi, ctx, uid, toNested(sort));
  if (ordered !== undefined)
    throw new errors.PolicyError(
      `Could not put the entries in order: you may not read the field ${ordered}. Choose another column.`,
    );
}

/** @throws ValidationError for what the admin never asks for, and Strapi answers with more than may be read */
function refuseMore(query: object): void {
  for (const name of ['populate', 'fields'])
    if (name in query)
      throw new errors.ValidationError(
        `Could not read the entries: "${name}" cannot be asked for here. Take it out of the address.`,
      );
}

/** @throws NotFoundError: Strapi would make a second entry of a type that has one */
function refuseOtherKind(strapi: Core.Strapi, path: string, uid: UID.ContentType): void {
  const kind: unknown = Object(strapi.getModel(uid)).kind;
  if (kind === 'singleType' && path.startsWith('/collection-types/'))
    throw new errors.NotFoundError(
      `Could not find a list: "${uid}" is one entry. Ask for it under "/single-types/".`,
    );
  if (kind === 'collectionType' && path.startsWith('/single-types/'))
    throw new errors.NotFoundError(
      `Could not find the entry: "${uid}" has many. Ask for one under "/collection-types/".`,
    );
}

function nameOnly(related: unknown): unknown {
  if (Array.isArray(related)) return related.map(nameOnly);
  if (typeof related !== 'object' || related === null) return related;
  return Object.fromEntries(Object.entries(related).filter(([name]) => named.includes(name)));
}
