import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import type { Core } from '@strapi/strapi';
import { dataFolder, inData } from '../environment';

const email = 'admin@lectern.localhost';

/**
 * Creates the first administrator in an empty CMS and leaves e-mail and password, for the owner's
 * eyes only, in `first-admin.json`. Until one exists anybody could register as administrator.
 */
export async function createFirstAdministrator(strapi: Core.Strapi): Promise<void> {
  const users = strapi.service('admin::user');
  if (await users.exists()) return;
  const role = await strapi.service('admin::role').getSuperAdmin();
  // Letters of both cases and a digit are what Strapi's password rule asks for.
  const password = `${randomBytes(15).toString('base64url')}aA1`;
  await mkdir(dataFolder, { recursive: true });
  // Written first: an administrator whose password nobody knows would lock everybody out.
  await writeFile(inData('first-admin.json'), `${JSON.stringify({ email, password }, null, 2)}\n`, {
    mode: 0o600,
  });
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
