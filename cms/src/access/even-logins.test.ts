import type { Core } from '@strapi/strapi';
import { expect, test } from 'vitest';
import { evenLogins } from './even-logins';

test.each([
  ['nobody has', null, ['hash of nobody']],
  ['somebody has who never set a password', { password: null }, ['hash of nobody']],
  // Strapi compares with the hash of the user itself.
  ['somebody has', { password: 'hash' }, []],
])('a login with an e-mail address that %s costs one comparison', async (_, user, compared) => {
  const hashes: string[] = [];
  const auth = {
    hashPassword: async () => 'hash of nobody',
    validatePassword: async (_password: string, hash: string) => {
      hashes.push(hash);
      return false;
    },
    checkCredentials: async (_credentials: object): Promise<unknown> => [null, false],
  };
  const strapi = {
    service: () => auth,
    db: { query: () => ({ findOne: async () => user }) },
  } as unknown as Core.Strapi;
  await evenLogins(strapi);
  await auth.checkCredentials({ email: 'someone@example.com', password: 'guess' });
  expect(hashes).toEqual(compared);
});
