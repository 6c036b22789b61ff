import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { administratorCode } from './roles';

const administrators = { code: administratorCode };
const isNotBlocked = { $or: [{ blocked: false }, { blocked: { $null: true } }] };

interface UserService {
  updateById(id: unknown, attributes: object): Promise<unknown>;
  deleteById(id: unknown): Promise<unknown>;
  deleteByIds(ids: unknown[]): Promise<unknown>;
}

/**
 * Keeps one administrator who may log in. Strapi counts those as well who are shut out or have never
 * logged in, and of two who shut themselves out at once each takes the other for the one who stays.
 */
export function keepOneAdministrator(strapi: Core.Strapi): void {
  const users = strapi.service('admin::user') as unknown as UserService;
  const countActive = () =>
    strapi.db
      .query('admin::user')
      .count({ where: { isActive: true, ...isNotBlocked, roles: administrators } });
  const keeping = (change: () => Promise<unknown>): Promise<unknown> =>
    strapi.db.transaction(async ({ trx }) => {
      // Locks the role, so that such changes wait for one another.
      await strapi.db
        .queryBuilder('admin::role')
        .select(['id'])
        .where(administrators)
        .first()
        .transacting(trx)
        .forUpdate()
        .execute();
      const before = await countActive();
      const result = await change();
      if (before > 0 && (await countActive()) === 0)
        throw new errors.ValidationError(
          'Could not do this: nobody would be left who may do everything. Make somebody else an administrator first, who has logged in once.',
        );
      return result;
    });
  const updateById = users.updateById.bind(users);
  users.updateById = (id, attributes) => {
    const update = () => updateById(id, attributes);
    return 'roles' in attributes || 'isActive' in attributes ? keeping(update) : update();
  };
  const deleteById = users.deleteById.bind(users);
  users.deleteById = (id) => keeping(() => deleteById(id));
  const deleteByIds = users.deleteByIds.bind(users);
  users.deleteByIds = (ids) => keeping(() => deleteByIds(ids));
}
