import type { Core } from '@strapi/strapi';

export type AdminContext = Parameters<Core.ControllerHandler>[0];

/**
 * A route of the admin's own API, for whoever has logged in to the admin. What `answer` resolves
 * with is sent; its errors are answered as those of Strapi are, with their status and message.
 */
export const adminRoute = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  answer: (ctx: AdminContext) => Promise<unknown>,
) => ({
  method,
  path,
  info: { type: 'admin' as const },
  config: { policies: ['admin::isAuthenticatedAdmin'] },
  handler: async (ctx: AdminContext): Promise<void> => {
    ctx.body = await answer(ctx);
  },
});

export function addAdminRoutes(
  strapi: Core.Strapi,
  routes: readonly ReturnType<typeof adminRoute>[],
): void {
  strapi.server.routes({ type: 'admin', routes: [...routes] });
}
