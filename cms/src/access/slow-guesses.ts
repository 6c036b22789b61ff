import type { Core } from '@strapi/strapi';
import { addMiddleware, pluginRoute } from './plugin-route';

/**
 * Lets a user try as many passwords for the present one as for a login, whatever else the requests
 * hold: somebody at an open session would have all the time to find it out.
 */
export function slowGuesses(strapi: Core.Strapi): void {
  const route = pluginRoute(strapi, { plugin: 'admin', method: 'PUT', path: '/users/me' });
  addMiddleware(route, async (ctx, next) => {
    if (Object(ctx.request.body).currentPassword === undefined) return next();
    const prefixKey = `password of ${ctx.state.user.id}`;
    const limit = strapi.middleware('admin::rateLimit')({ prefixKey }, { strapi });
    await limit?.(ctx, next);
  });
}
