import type { Core } from '@strapi/strapi';
import type { AdminContext } from './admin-route';

type Middleware = (ctx: AdminContext, next: () => Promise<void>) => Promise<void>;

/**
 * The routes that a plugin of Strapi's adds to the admin, or that "admin" itself has, to be changed
 * before they are used.
 */
export const pluginRoutes = (strapi: Core.Strapi, plugin: string): Core.Route[] =>
  Object.values<Core.Router>(
    Object(plugin === 'admin' ? strapi.admin.routes : strapi.plugin(plugin).routes),
  )
    .filter(({ type }) => type === 'admin')
    .flatMap(({ routes }) => routes);

/**
 * One of them.
 * @throws Error when Strapi has no such route any more
 */
export function pluginRoute(
  strapi: Core.Strapi,
  { plugin, method, path }: { plugin: string; method: string; path: string },
): Core.Route {
  const route = pluginRoutes(strapi, plugin).find(
    (each) => each.method === method && each.path === path,
  );
  if (route === undefined)
    throw new Error(
      `Could not change ${method} ${path} of the plugin ${plugin}: there is no such route in this version of Strapi. Look where it has gone, and correct what asks for it.`,
    );
  return route;
}

/** Adds what comes before and after the answer of a route, once it is known who asks. */
export function addMiddleware(route: Core.Route, middleware: Middleware): void {
  route.config = {
    ...route.config,
    middlewares: [...(route.config?.middlewares ?? []), middleware],
  };
}
