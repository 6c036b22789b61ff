import type { Core } from '@strapi/strapi';

/** Routes of Strapi's plugins that ask no more than a login, and the permission that they ask for here. */
const open = [
  // Sends any mail to anybody.
  { plugin: 'email', method: 'POST', path: '/', action: 'plugin::email.settings.read' },
  {
    plugin: 'content-manager',
    method: 'PUT',
    path: '/components/:uid/configuration',
    action: 'plugin::content-manager.components.configure-layout',
  },
  { plugin: 'i18n', method: 'PUT', path: '/settings', action: 'plugin::i18n.locale.update' },
] as const;

/**
 * Leaves to administrators what would be open to everybody in the admin.
 * @throws Error when Strapi has no such route any more
 */
export function closeRoutes(strapi: Core.Strapi): void {
  for (const { plugin, method, path, action } of open) {
    const routers = Object.values(strapi.plugin(plugin).routes) as Core.Router[];
    const route = routers
      .filter(({ type }) => type === 'admin')
      .flatMap(({ routes }) => routes)
      .find((each) => each.method === method && each.path === path);
    if (route === undefined)
      throw new Error(
        `Could not close ${method} ${path} of the plugin ${plugin}: there is no such route. Take it out of close-routes.ts.`,
      );
    const asks = { name: 'admin::hasPermissions', config: { actions: [action] } };
    route.config = { ...route.config, policies: [...(route.config?.policies ?? []), asks] };
  }
}
