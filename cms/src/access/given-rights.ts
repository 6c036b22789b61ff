import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { AdminContext } from './admin-route';
import { isAdministrator, isByToken } from './admin-tokens';
import { addMiddleware, pluginRoute } from './plugin-route';
import { administratorCode } from './roles';

interface Permission {
  action: string;
  subject?: string | null;
  properties?: { fields?: string[] | null; locales?: string[] | null };
  conditions?: string[];
}
type Ids = readonly (number | string)[];

/**
 * Lets whoever is no administrator give no more rights than they have, and change or delete nobody
 * who has more: Strapi takes the right to change users or roles for the right to do everything.
 */
export function limitGivenRights(strapi: Core.Strapi): void {
  const rolesOf = (ids: Ids) => permissionsOfRoles(strapi, { id: { $in: [...ids] } });
  const rolesOfUsers = (ids: Ids) =>
    permissionsOfRoles(strapi, { users: { id: { $in: [...ids] } } });
  const limit = (
    method: string,
    path: string,
    given: (ctx: AdminContext, body: Record<string, unknown>) => Promise<Permission[] | null>,
  ) =>
    addMiddleware(pluginRoute(strapi, { plugin: 'admin', method, path }), async (ctx, next) => {
      if (!isAdministrator(ctx)) {
        const permissions = await given(ctx, Object(ctx.request.body));
        const own = await ownPermissions(strapi, ctx);
        if (permissions === null || !permissions.every((each) => isWithin(each, own)))
          throw new errors.PolicyError(
            'Could not do this: it would give, or change somebody who has, more rights than you have. Ask an administrator to do it.',
          );
      }
      await next();
    });
  limit('POST', '/users', (_, { roles }) => rolesOf(idsIn(roles)));
  limit('PUT', '/users/:id', async ({ params }, { roles }) =>
    together(await rolesOfUsers(idsIn([params.id])), await rolesOf(idsIn(roles))),
  );
  limit('DELETE', '/users/:id', ({ params }) => rolesOfUsers(idsIn([params.id])));
  limit('POST', '/users/batch-delete', (_, { ids }) => rolesOfUsers(idsIn(ids)));
  limit('PUT', '/roles/:id/permissions', async ({ params }, { permissions }) =>
    together(await rolesOf(idsIn([params.id])), permissionsIn(permissions)),
  );
  for (const [method, path] of [
    ['POST', '/admin-tokens'],
    ['PUT', '/admin-tokens/:id'],
  ] as const)
    limit(method, path, async (_, { adminPermissions }) => permissionsIn(adminPermissions));
}

/** What the roles may do together; null for everything, which administrators may. */
async function permissionsOfRoles(
  strapi: Core.Strapi,
  where: object,
): Promise<Permission[] | null> {
  const roles: { code: string; permissions: Permission[] }[] = await strapi.db
    .query('admin::role')
    .findMany({ where, populate: ['permissions'] });
  return roles.some(({ code }) => code === administratorCode)
    ? null
    : roles.flatMap(({ permissions }) => permissions);
}

const together = (one: Permission[] | null, other: Permission[] | null) =>
  one && other && [...one, ...other];

const ownPermissions = (strapi: Core.Strapi, { state }: AdminContext): Promise<Permission[]> =>
  isByToken({ state })
    ? state.auth.credentials.adminPermissions
    : strapi.service('admin::permission').findUserPermissions(state.user);

/** Whether one of the permissions that somebody has allows all that this one does. */
const isWithin = (given: Permission, own: readonly Permission[]): boolean =>
  own.some(
    ({ action, subject, properties, conditions = [] }) =>
      action === given.action &&
      (subject ?? null) === (given.subject ?? null) &&
      holdsAll(properties?.fields, given.properties?.fields) &&
      holdsAll(localesOf(properties), localesOf(given.properties)) &&
      // Each condition lets in some entries more; without one it is all of them.
      (conditions.length === 0 ||
        (given.conditions?.length && holdsAll(conditions, given.conditions))),
  );

/** None when they are not named; null for all. */
const localesOf = ({ locales = [] }: Permission['properties'] = {}) => locales;

/** @param some of what there is; all when there is no list */
const holdsAll = (some: readonly string[] | null = null, others: readonly string[] | null = null) =>
  some === null || (others?.every((other) => some.includes(other)) ?? false);

/** @throws ValidationError for ids that are not written plainly: Strapi takes “ 1” and “01” for 1 */
function idsIn(ids: unknown = []): Ids {
  const isPlain = (id: unknown): id is Ids[number] =>
    ['number', 'string'].includes(typeof id) && /^[1-9]\d{0,8}$/.test(String(id));
  if (!Array.isArray(ids) || !ids.every(isPlain))
    throw new errors.ValidationError(
      'Could not do this: users and roles are named by a list of whole numbers, such as [12].',
    );
  return ids;
}

const permissionsIn = (permissions: unknown): Permission[] =>
  Array.isArray(permissions) ? permissions.map(Object) : [];
