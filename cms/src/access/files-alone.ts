import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { findHidden, toNested } from './asked-fields';
import { addMiddleware, pluginRoutes } from './plugin-route';

/** Tells of the files in the media library without the entries that show them, drafts among them. */
export function tellFilesAlone(strapi: Core.Strapi): void {
  for (const route of pluginRoutes(strapi, 'upload'))
    if (route.method === 'GET' && route.path.startsWith('/f'))
      addMiddleware(route, async (ctx, next) => {
        const uid = `plugin::upload.${route.path.startsWith('/files') ? 'file' : 'folder'}`;
        const { filters, sort } = ctx.query;
        const hidden = findHidden(strapi, ctx, uid, [filters, toNested(sort)]);
        if (hidden !== undefined)
          throw new errors.PolicyError(
            `Could not list the files: nobody looks for them by ${hidden}. Choose another filter or order.`,
          );
        await next();
        ctx.body = withoutRelated(ctx.body);
      });
}

function withoutRelated(told: unknown): unknown {
  if (Array.isArray(told)) return told.map(withoutRelated);
  if (typeof told !== 'object' || told === null || told instanceof Date) return told;
  return Object.fromEntries(
    Object.entries(told).flatMap(([name, part]) =>
      name === 'related' ? [] : [[name, withoutRelated(part)]],
    ),
  );
}
