import { randomBytes } from 'node:crypto';
import type { Core } from '@strapi/strapi';

interface Credentials {
  email: string;
  password: string;
}
interface AuthService {
  hashPassword(password: string): Promise<string>;
  validatePassword(password: string, hash: string): Promise<boolean>;
  checkCredentials(credentials: Credentials): Promise<unknown>;
}

/**
 * Compares a password also for an e-mail address without an account: a refusal that comes sooner would
 * tell which addresses have one.
 */
export async function evenLogins(strapi: Core.Strapi): Promise<void> {
  const auth = strapi.service('admin::auth') as unknown as AuthService;
  const checkCredentials = auth.checkCredentials.bind(auth);
  const nobodys = await auth.hashPassword(randomBytes(32).toString('hex'));
  auth.checkCredentials = async ({ email, password }) => {
    const user = await strapi.db.query('admin::user').findOne({ where: { email } });
    if (!user?.password) await auth.validatePassword(password, nobodys);
    return checkCredentials({ email, password });
  };
}
