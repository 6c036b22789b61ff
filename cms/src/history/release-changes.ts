import { timingSafeEqual } from 'node:crypto';
import { contentTypeOf } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { RecordedChange } from '../api/publishing/content-generation';
import { environment } from '../environment';

type Context = Parameters<Core.ControllerHandler>[0];

/** Changes that are told at once; more than a terminal can show. */
const most = 500;

/**
 * Tells whoever runs this, by the key of the publisher, what was changed after one generation and up
 * to another: what `npm run releases` says of each release.
 */
export function registerReleaseChanges(strapi: Core.Strapi): void {
  strapi.server.routes({
    type: 'content-api',
    routes: [
      {
        method: 'GET',
        path: '/release-changes',
        info: { type: 'content-api' },
        config: { auth: false },
        handler: async (ctx: Context) => {
          if (!hasKey(ctx))
            throw new errors.UnauthorizedError('The header x-lectern-key is not right.');
          const after = Number(ctx.query.after);
          const to = Number(ctx.query.to);
          if (!Number.isInteger(after) || !Number.isInteger(to))
            throw new errors.ValidationError(
              'Could not list changes: "after" and "to" are not both whole numbers. Send two generations.',
            );
          const changes: RecordedChange[] = await strapi.db
            .query('api::publishing.content-change')
            .findMany({
              where: { generation: { $gt: after, $lte: to } },
              orderBy: { generation: 'asc' },
              limit: most,
            });
          ctx.body = changes.map(({ generation, type, action, title, actor }) => ({
            generation,
            type: contentTypeOf(type) ?? type,
            action,
            title,
            actor,
          }));
        },
      },
    ],
  });
}

function hasKey(ctx: Context): boolean {
  const given = Buffer.from(ctx.request.get('x-lectern-key'));
  return (environment.PUBLISHER_KEYS?.split(',') ?? []).some((key) => {
    const expected = Buffer.from(key);
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
}
