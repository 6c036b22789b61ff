import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type AdminClient,
  createUser,
  loginAs,
  loginAsAdmin,
  startSession,
} from './harness/admin-client.ts';
import { type OwnCms, startOwnCms } from './harness/own-cms.ts';

// One of its own: its administrators come and go.
let cms: OwnCms;
let admin: AdminClient;
const refused = [
  400,
  'Could not do this: nobody would be left who may do everything. Make somebody else an administrator first, who has logged in once.',
];

beforeAll(async () => {
  cms = await startOwnCms({ SEED_DEMO_CONTENT: 'false' });
  await startSession(cms);
  admin = await loginAsAdmin(cms);
});
afterAll(() => cms.stop());

const idOf = async (client: AdminClient) =>
  (await client.request('GET', '/admin/users/me')).data.id;

async function roleId(wanted: string): Promise<number | undefined> {
  const { data } = await admin.request('GET', '/admin/roles');
  const roles = data as unknown as { id: number; code: string }[];
  return roles.find(({ code }) => code === wanted)?.id;
}

test('whoever has never logged in, or may not any more, does not stand in for the last one', async () => {
  const superAdmin = await roleId('strapi-super-admin');
  const pending = await admin.request('POST', '/admin/users', {
    email: 'pending@lectern.localhost',
    firstname: 'Not',
    lastname: 'Yet',
    roles: [superAdmin],
  });
  expect(pending.status).toBe(201);
  const { email } = await createUser(cms, 'strapi-super-admin');
  const users = (await admin.request('GET', `/admin/users?filters[email][$eq]=${email}`)).data;
  const [shut] = users.results as { id: number }[];
  const shutPath = `/admin/users/${shut?.id}`;
  expect((await admin.request('PUT', shutPath, { isActive: false })).status).toBe(200);

  const own = `/admin/users/${await idOf(admin)}`;
  const author = await roleId('strapi-author');
  for (const change of [{ isActive: false }, { roles: [author] }]) {
    const { status, error } = await admin.request('PUT', own, change);
    expect([status, error?.message]).toEqual(refused);
  }
  for (const [method, path, body] of [
    ['DELETE', own],
    // Strapi tells an administrator by the number alone.
    ['POST', '/admin/users/batch-delete', { ids: [String(await idOf(admin))] }],
  ] as const) {
    const { status, error } = await admin.request(method, path, body);
    expect([path, status, error?.message]).toEqual([path, ...refused]);
  }
  expect((await admin.request('GET', '/admin/users')).status).toBe(200);
  expect((await admin.request('DELETE', `/admin/users/${pending.data.id}`)).status).toBe(200);
  expect((await admin.request('DELETE', shutPath)).status).toBe(200);
});

test('of two who shut themselves out at once, one stays', async () => {
  const both = [admin, await loginAs(cms, 'strapi-super-admin')];
  const ids = await Promise.all(both.map(idOf));
  const answers = await Promise.all(
    both.map((client, index) =>
      client.request('PUT', `/admin/users/${ids[index]}`, { isActive: false }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  const left = both[answers.findIndex(({ status }) => status === 400)];
  expect((await left?.request('GET', '/admin/users'))?.status).toBe(200);
});
