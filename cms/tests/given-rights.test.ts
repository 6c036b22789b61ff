import { contentTypes } from '@lectern/shared-types';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type AdminClient, createUser, loginAs, loginAsAdmin } from './harness/admin-client.ts';
import { may, type Permission } from './harness/permissions.ts';

const cms = inject('cms');
let admin: AdminClient;
let roles: { id: number; code: string }[];

const mayReadFaqs = (properties: object, conditions: string[] = []): Permission => ({
  action: 'plugin::content-manager.explorer.read',
  subject: contentTypes.Faq.uid,
  properties,
  conditions,
});
const beyond =
  'Could not do this: it would give, or change somebody who has, more rights than you have. Ask an administrator to do it.';

async function readRoles() {
  roles = (await admin.request('GET', '/admin/roles')).data as unknown as typeof roles;
}
const idOf = (code: string) => roles.find((role) => role.code === code)?.id;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

/** A role with these rights. */
async function roleWith(permissions: Permission[]) {
  const name = `Role ${Math.random()}`;
  const { data } = await admin.request('POST', '/admin/roles', { name, description: '' });
  const path = `/admin/roles/${data.id}/permissions`;
  expect((await admin.request('PUT', path, { permissions })).status).toBe(200);
  await readRoles();
  return { id: Number(data.id), code: String(data.code), path };
}

async function userIdOf(email: string): Promise<number> {
  const { data } = await admin.request('GET', `/admin/users?filters[email][$eq]=${email}`);
  return (data.results as { id: number }[])[0]?.id ?? 0;
}

const expectBeyond = async (
  client: AdminClient,
  requests: readonly (readonly [method: string, path: string, body?: unknown])[],
) => {
  for (const [method, path, body] of requests) {
    const { status, error } = await client.request(method, path, body);
    expect([method, path, body, status, error?.message]).toEqual([method, path, body, 403, beyond]);
  }
};

test('whoever keeps the users gives nobody more than they have, and changes nobody who has more', async () => {
  const own = await roleWith(
    ['create', 'read', 'update', 'delete'].map((action) => may(`users.${action}`)),
  );
  const keeper = await loginAs(cms, own.code);
  const me = (await keeper.request('GET', '/admin/users/me')).data.id;
  const colleague = await userIdOf((await createUser(cms, own.code)).email);
  const editor = await userIdOf((await createUser(cms, 'strapi-editor')).email);
  const first = await userIdOf('admin@lectern.localhost');
  const named = { firstname: 'New', lastname: 'One', email: `${Math.random()}@example.org` };
  await expectBeyond(keeper, [
    ['PUT', `/admin/users/${me}`, { roles: [idOf('strapi-super-admin')] }],
    ['PUT', `/admin/users/${me}`, { roles: [own.id, String(idOf('strapi-editor'))] }],
    ['POST', '/admin/users', { ...named, roles: [idOf('strapi-super-admin')] }],
    ['POST', '/admin/users', { ...named, roles: [idOf('strapi-author')] }],
    ['PUT', `/admin/users/${first}`, { password: 'Another-password-1' }],
    ['PUT', `/admin/users/${editor}`, { email: 'other@example.org' }],
    ['DELETE', `/admin/users/${editor}`],
    ['POST', '/admin/users/batch-delete', { ids: [colleague, editor] }],
  ]);
  const everything = idOf('strapi-super-admin');
  for (const id of [` ${everything}`, `0${everything}`, [everything], `${everything}.0`])
    for (const [method, path, body] of [
      ['PUT', `/admin/users/${me}`, { roles: [id] }],
      ['POST', '/admin/users', { ...named, roles: [id] }],
      ['POST', '/admin/users/batch-delete', { ids: [id] }],
    ] as const)
      expect([id, path, (await keeper.request(method, path, body)).status]).toEqual([
        id,
        path,
        400,
      ]);
  expect((await keeper.request('POST', '/admin/users', { ...named, roles: [own.id] })).status).toBe(
    201,
  );
  const path = `/admin/users/${colleague}`;
  expect((await keeper.request('PUT', path, { firstname: 'Renamed' })).status).toBe(200);
  expect((await keeper.request('DELETE', path)).status).toBe(200);
  expect((await admin.request('DELETE', `/admin/users/${editor}`)).status).toBe(200);
});

describe('whoever keeps the roles', () => {
  const own = [
    may('roles.create'),
    may('roles.read'),
    may('roles.update'),
    may('admin-tokens.access'),
    may('admin-tokens.create'),
    may('admin-tokens.update'),
    mayReadFaqs({ fields: ['question'], locales: ['en'] }),
  ];
  const more = [
    [may('users.update')],
    [mayReadFaqs({ fields: ['question', 'answer'], locales: ['en'] })],
    [mayReadFaqs({ fields: ['question'], locales: ['en', 'es'] })],
    [mayReadFaqs({ fields: ['question'], locales: null })],
  ];
  let keeper: AdminClient;
  let role: Awaited<ReturnType<typeof roleWith>>;

  beforeAll(async () => {
    role = await roleWith(own);
    keeper = await loginAs(cms, role.code);
  });

  test('gives a role no more than they have', async () => {
    await expectBeyond(
      keeper,
      more.map((permissions) => ['PUT', role.path, { permissions }]),
    );
    const other = await roleWith([]);
    const less = [mayReadFaqs({ fields: ['question'], locales: ['en'] }, ['admin::is-creator'])];
    for (const permissions of [less, own])
      expect((await keeper.request('PUT', other.path, { permissions })).status).toBe(200);
  });

  test('gives a token no more than they have', async () => {
    const token = { description: '', lifespan: null };
    const path = '/admin/admin-tokens';
    await expectBeyond(
      keeper,
      more.map((adminPermissions) => [
        'POST',
        path,
        { ...token, name: `${Math.random()}`, adminPermissions },
      ]),
    );
    const made = await keeper.request('POST', path, {
      ...token,
      name: `${Math.random()}`,
      adminPermissions: own,
    });
    expect(made.status).toBe(201);
    await expectBeyond(keeper, [['PUT', `${path}/${made.data.id}`, { adminPermissions: more[2] }]]);
    await admin.request('DELETE', `${path}/${made.data.id}`);
  });

  test('whose condition holds for part of the entries gives no right to all of them', async () => {
    const creators = await roleWith([
      may('roles.update'),
      mayReadFaqs({ fields: ['question'], locales: ['en'] }, ['admin::is-creator']),
    ]);
    const creator = await loginAs(cms, creators.code);
    await expectBeyond(creator, [
      [
        'PUT',
        creators.path,
        { permissions: [mayReadFaqs({ fields: ['question'], locales: ['en'] })] },
      ],
    ]);
  });
});

test('an administrator gives what they like', async () => {
  const role = await roleWith([may('users.update')]);
  const { email } = await createUser(cms, role.code);
  const path = `/admin/users/${await userIdOf(email)}`;
  const all = [idOf('strapi-super-admin'), role.id];
  expect((await admin.request('PUT', path, { roles: all })).status).toBe(200);
  expect((await admin.request('DELETE', path)).status).toBe(200);
});
