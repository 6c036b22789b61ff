import type { Core } from '@strapi/strapi';

/**
 * Ends what a user is logged in with when somebody gives the user another password or shuts the account:
 * Strapi itself does so only for passwords that users change themselves.
 */
export function endSessions(strapi: Core.Strapi): void {
  strapi.db.lifecycles.subscribe({
    models: ['admin::user'],
    async afterUpdate({ params: { data }, result }) {
      const { password, isActive, blocked } = Object(data);
      if (password !== undefined || isActive === false || blocked === true)
        await strapi.sessionManager('admin').invalidateRefreshToken(String(Object(result).id));
    },
  });
}
