import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';

interface UserService {
  updateById(id: unknown, attributes: { roles?: (string | number)[] }): Promise<unknown>;
  deleteByIds(ids: (string | number)[]): Promise<unknown>;
}

interface WebhookRunner {
  run(webhook: object | null, ...rest: unknown[]): unknown;
}

/** Says so where Strapi's own services fail on what is not there. */
export function askForKnownRows(strapi: Core.Strapi): void {
  deleteKnownUsers(strapi);
  giveKnownRoles(strapi);
  const runner = strapi.get('webhookRunner') as unknown as WebhookRunner;
  const run = runner.run.bind(runner);
  runner.run = (webhook, ...rest) => {
    if (webhook === null)
      throw new errors.NotFoundError(
        'Could not try the webhook: it is not there any more. Load the page again.',
      );
    return run(webhook, ...rest);
  };
}

/** Deletes users only when all of them are there: Strapi's own way deletes the others, and fails. */
function deleteKnownUsers(strapi: Core.Strapi): void {
  const users = strapi.service('admin::user') as unknown as UserService;
  const deleteByIds = users.deleteByIds.bind(users);
  users.deleteByIds = async (ids) => {
    if (!(await areThere(strapi, 'admin::user', ids)))
      throw new errors.NotFoundError(
        'Could not delete the users: not all of them are there any more. Load the page again, and choose from those that are.',
      );
    return deleteByIds(ids);
  };
}

/** Gives a user roles that are there: a transaction in which PostgreSQL has refused one does nothing more. */
function giveKnownRoles(strapi: Core.Strapi): void {
  const users = strapi.service('admin::user') as unknown as UserService;
  const updateById = users.updateById.bind(users);
  users.updateById = async (id, attributes) => {
    if (!(await areThere(strapi, 'admin::role', attributes.roles ?? [])))
      throw new errors.ValidationError(
        'Could not change the user: a role that was chosen is not there any more. Load the page again, and choose from those that are.',
      );
    return updateById(id, attributes);
  };
}

async function areThere(
  strapi: Core.Strapi,
  uid: 'admin::user' | 'admin::role',
  ids: readonly (string | number)[],
): Promise<boolean> {
  const asked = new Set(ids.map(Number));
  return (await strapi.db.query(uid).count({ where: { id: { $in: [...asked] } } })) >= asked.size;
}
