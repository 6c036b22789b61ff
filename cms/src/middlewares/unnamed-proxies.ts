import type { Core } from '@strapi/strapi';
import { environment } from '../environment';

/**
 * Says once that requests come through a proxy that no setting names. All visitors have its address
 * then: five wrong passwords from anywhere keep everybody from logging in, and cookies are not
 * marked as for TLS alone.
 */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }): Core.MiddlewareHandler => {
  let isTold = environment.TRUSTED_PROXIES > 0;
  return async (ctx, next) => {
    if (!isTold && ctx.get('x-forwarded-for') !== '') {
      isTold = true;
      strapi.log.warn(
        'Requests come through a proxy that the settings do not name, so all visitors count as one. Set TRUSTED_PROXIES to the number of proxies in front of the CMS.',
      );
    }
    await next();
  };
};
