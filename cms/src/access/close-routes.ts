import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { pluginRoute } from './plugin-route';

/** Routes of Strapi's plugins that ask no more than a login, and the permission that they ask for here. */
const open = [
  {
    plugin: 'content-manager',
    method: 'PUT',
    path: '/components/:uid/configuration',
    action: 'plugin::content-manager.components.configure-layout',
  },
  { plugin: 'i18n', method: 'PUT', path: '/settings', action: 'plugin::i18n.locale.update' },
] as const;

/** By which a password would be replaced by mail, which this CMS does not send. */
const byMail = ['/forgot-password', '/reset-password'];

/** Leaves to administrators what would be open to everybody in the admin, and to nobody what sends mail. */
export function closeRoutes(strapi: Core.Strapi): void {
  const routers = strapi.plugin('email').routes as unknown as Record<
    'admin' | 'content-api',
    { routes: { method: string; path: string }[] }
  >;
  for (const router of Object.values(routers))
    router.routes = router.routes.filter(({ method, path }) => method !== 'POST' || path !== '/');
  for (const path of byMail) {
    const route = pluginRoute(strapi, { plugin: 'admin', method: 'POST', path });
    route.config = { ...route.config, middlewares: [] };
    route.handler = () => {
      throw new errors.PolicyError(
        'Could not replace the password: this CMS sends no mail. Ask an administrator for a new one, or whoever runs the CMS to do what its README says under “replace a forgotten password”.',
      );
    };
  }
  for (const { action, ...place } of open) {
    const route = pluginRoute(strapi, place);
    const asks = { name: 'admin::hasPermissions', config: { actions: [action] } };
    route.config = { ...route.config, policies: [...(route.config?.policies ?? []), asks] };
  }
}
