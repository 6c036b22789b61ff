import type { Core } from '@strapi/strapi';

/** Uploaded files share the admin's origin: whatever one holds, a browser may only draw it. */
export default (): Core.MiddlewareHandler => async (context, next) => {
  if (context.path.startsWith('/uploads/')) {
    context.set('Content-Security-Policy', "default-src 'none'; sandbox");
    context.set('X-Content-Type-Options', 'nosniff');
    context.set('Cross-Origin-Resource-Policy', 'same-origin');
  }
  await next();
};
