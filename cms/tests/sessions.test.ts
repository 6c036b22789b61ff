import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type AdminClient, createUser, loginAsAdmin } from './harness/admin-client.ts';

const cms = inject('cms');
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

const send = (path: string, init: RequestInit) =>
  fetch(`${cms.url}${path}`, {
    ...init,
    headers: { 'content-type': 'application/json', ...Object(init.headers) },
  });

async function logIn(account: { email: string; password: string }) {
  const answer = await send('/admin/login', { method: 'POST', body: JSON.stringify(account) });
  const { data } = (await answer.json()) as { data: { token: string; user: { id: number } } };
  const cookie = answer.headers.getSetCookie().map((each) => each.split(';')[0]);
  return { id: data.user.id, token: data.token, cookie: cookie.join('; ') };
}

const statusOf = async ({ token }: { token: string }, path = '/admin/users/me') =>
  (await send(path, { headers: { authorization: `Bearer ${token}` } })).status;
const renew = async ({ cookie }: { cookie: string }) =>
  (await send('/admin/access-token', { method: 'POST', headers: { cookie } })).status;

describe('55: what an administrator changes about a user holds at once', () => {
  const change = (id: number, data: object) => admin.request('PUT', `/admin/users/${id}`, data);

  test('another password ends what was logged in with the former one', async () => {
    const user = await createUser(cms, 'strapi-author');
    // Each cookie renews once.
    const [session, other] = [await logIn(user), await logIn(user)];
    expect([await statusOf(session), await renew(other)]).toEqual([200, 200]);
    expect((await change(session.id, { password: 'Another-password-1' })).status).toBe(200);
    expect([await statusOf(session), await renew(session)]).toEqual([401, 401]);
  });

  test('an account that is shut and opened again has to log in', async () => {
    const user = await createUser(cms, 'strapi-author');
    const session = await logIn(user);
    await change(session.id, { isActive: false });
    expect(await statusOf(session)).toBe(401);
    await change(session.id, { isActive: true });
    expect([await statusOf(session), await renew(session)]).toEqual([401, 401]);
    expect(await statusOf(await logIn(user))).toBe(200);
  });

  test('other roles are those of the next request, and nobody is logged out by a name', async () => {
    const session = await logIn(await createUser(cms, 'strapi-super-admin'));
    expect(await statusOf(session, '/admin/roles')).toBe(200);
    await change(session.id, { firstname: 'Renamed' });
    expect(await statusOf(session, '/admin/roles')).toBe(200);
    const list = (await admin.request('GET', '/admin/roles')).data as unknown as {
      id: number;
      code: string;
    }[];
    const author = list.find(({ code }) => code === 'strapi-author');
    expect((await change(session.id, { roles: [author?.id] })).status).toBe(200);
    expect(await statusOf(session, '/admin/roles')).toBe(403);
    expect(await statusOf(session)).toBe(200);
  });
});

test('55: what was logged in is over once its user has logged out', async () => {
  const session = await logIn(await createUser(cms, 'strapi-author'));
  const { token, cookie } = session;
  const headers = { authorization: `Bearer ${token}`, cookie };
  expect(await statusOf(session)).toBe(200);
  expect((await send('/admin/logout', { method: 'POST', headers })).status).toBe(200);
  expect([await statusOf(session), await renew(session)]).toEqual([401, 401]);
});
