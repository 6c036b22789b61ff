import { posix } from 'node:path';
import type { Core } from '@strapi/strapi';

/**
 * Uploaded files share the admin's origin, and there are many ways to write the address of one: so
 * nothing runs in a browser but what has the plain address of the admin, and no document is shown.
 */
export default (): Core.MiddlewareHandler => async (context, next) => {
  const path = decodeURIComponent(context.path);
  if (posix.normalize(path) === path && /^\/admin(\/|$)/.test(path)) return next();
  context.set('Content-Security-Policy', "default-src 'none'; sandbox");
  context.set('Cross-Origin-Resource-Policy', 'same-origin');
  await next();
  if (context.status < 300 && context.response.is('html', 'xml', 'text/xml', '+xml'))
    context.set('Content-Disposition', 'attachment');
};
