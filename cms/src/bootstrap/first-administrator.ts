import type { Core } from '@strapi/strapi';
import { createPassword } from '../access/create-password';
import {
  forgetFirstPassword,
  keepFirstPassword,
  watchFirstPassword,
} from '../access/first-password';

const email = 'admin@lectern.localhost';

/**
 * Creates the first administrator in an empty CMS and leaves e-mail and password in
 * `first-admin.json`, until that password is changed. Until one exists anybody could register as
 * administrator.
 */
export async function createFirstAdministrator(strapi: Core.Strapi): Promise<void> {
  const users = strapi.service('admin::user');
  if (!(await users.exists())) {
    const role = await strapi.service('admin::role').getSuperAdmin();
    const password = createPassword();
    // Written first: an administrator whose password nobody knows would lock everybody out.
    await keepFirstPassword({ email, password });
    await users.create({
      email,
      password,
      firstname: 'First',
      lastname: 'Administrator',
      isActive: true,
      blocked: false,
      registrationToken: null,
      roles: [role.id],
    });
  }
  await forgetFirstPassword(strapi);
  watchFirstPassword(strapi);
}
