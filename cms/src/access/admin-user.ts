import type { Core } from '@strapi/strapi';
import { createPassword } from './create-password';

export const userTable = 'admin_users';

/** What the admin's own tables say of a user. */
interface UserRow {
  id: number;
  email: string;
}

/** E-mail addresses of everybody who has an account, by age. */
export async function listUsers(strapi: Core.Strapi): Promise<UserRow[]> {
  return strapi.db.getConnection(userTable).orderBy('id').select('id', 'email');
}

/**
 * Gives a user a new password, opens the account if it was blocked, and ends what was logged in with
 * the former one. By SQL, so that a CMS that serves the same database meanwhile is not disturbed.
 * @returns the password
 */
export async function resetPassword(strapi: Core.Strapi, { id }: UserRow): Promise<string> {
  const password = createPassword();
  const hashed = await strapi.service('admin::auth').hashPassword(password);
  await strapi.db.connection.transaction(async (connection) => {
    await connection(userTable).where({ id }).update({
      password: hashed,
      is_active: true,
      blocked: false,
      reset_password_token: null,
      registration_token: null,
    });
    await connection('strapi_sessions')
      .where({ user_id: String(id), origin: 'admin' })
      .delete();
  });
  return password;
}
