import { contentTypes } from '@lectern/shared-types';
import { beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, adminClient, loginAsAdmin } from './harness/admin-client.ts';
import { listRoutes } from './harness/list-routes.ts';
import { may, type Permission } from './harness/permissions.ts';
import { samples } from './harness/samples.ts';

const cms = inject('cms');
const { uid } = contentTypes.Faq;
const faqs = `/content-manager/collection-types/${uid}`;
const forPeople =
  'Could not do this with a token: it is for people alone, who have logged in. Do it in the admin.';
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

const mayWithFaqs = (action: string, properties: object): Permission => ({
  action: `plugin::content-manager.explorer.${action}`,
  subject: uid,
  properties,
  conditions: [],
});

/** A token of the first administrator, for these permissions alone. */
async function tokenFor(adminPermissions: Permission[]) {
  const { data, error } = await admin.request('POST', '/admin/admin-tokens', {
    name: `Token ${Math.random()}`,
    description: '',
    lifespan: null,
    adminPermissions,
  });
  if (error) throw new Error(error.message);
  return { id: data.id, client: adminClient(cms, String(data.accessKey)) };
}

test('a token does what it may with content, and nothing of what is its owner’s', async () => {
  const { client } = await tokenFor([mayWithFaqs('read', { fields: ['question'] })]);
  const list = await client.request('GET', `${faqs}?locale=en`);
  expect([list.status, JSON.stringify(list.data)]).toEqual([
    200,
    expect.not.stringContaining('"answer"'),
  ]);
  expect((await client.request('GET', `/live-status/${uid}?ids=x`)).status).toBe(200);
  for (const [method, path, body] of [
    ['GET', '/admin/users/me'],
    ['PUT', '/admin/users/me', { email: 'somebody-else@example.org' }],
    ['GET', '/admin/users/me/permissions'],
    ['GET', '/admin/users/me/sessions'],
    ['DELETE', '/admin/users/me/sessions'],
    ['POST', '/admin/logout'],
    ['PUT', '/admin/homepage/layout', { widgets: [] }],
    ['GET', '/content-manager/homepage/recent-documents?action=update'],
    ['GET', '/Content-Manager/homepage/recent-documents/?action=update'],
    ['GET', '/content-manager/homepage/count-documents'],
  ] as const) {
    const { status, error } = await client.request(method, path, body);
    expect([path, status, error?.message]).toEqual([path, 403, forPeople]);
  }
  expect((await admin.request('GET', '/admin/users/me')).data.email).toBe(
    'admin@lectern.localhost',
  );
});

test('a token makes, widens and shows no tokens', async () => {
  const rights = ['access', 'create', 'read', 'update', 'regenerate', 'delete'];
  const { id, client } = await tokenFor([
    ...rights.map((right) => may(`admin-tokens.${right}`)),
    ...rights.map((right) => may(`api-tokens.${right}`)),
  ]);
  const wanted = { adminPermissions: [may('users.update')] };
  for (const [method, path, body] of [
    ['POST', '/admin/admin-tokens', { name: 'More', description: '', lifespan: null, ...wanted }],
    ['PUT', `/admin/admin-tokens/${id}`, wanted],
    ['GET', `/admin/admin-tokens/${id}`],
    ['POST', `/admin/admin-tokens/${id}/regenerate`],
    ['POST', '/admin/api-tokens', { name: 'All', description: '', type: 'full-access' }],
    ['GET', '/admin/api-tokens/1'],
  ] as const) {
    const { status, error } = await client.request(method, path, body);
    expect([path, status, error?.message]).toEqual([path, 403, forPeople]);
  }
});

test('an administrator’s token for one language keeps to it, and one for no language has all', async () => {
  const { documentId } = (await admin.create('Faq', samples.faq)).data;
  await admin.update('Faq', documentId, samples.faq, 'es');
  const fields = ['question', 'answer'];
  const tokenWith = (properties: object) =>
    tokenFor(['create', 'read', 'update'].map((action) => mayWithFaqs(action, properties)));
  const english = (await tokenWith({ fields, locales: ['en'] })).client;
  const any = (await tokenWith({ fields })).client;
  for (const [client, locale, status] of [
    [english, 'en', 200],
    [english, 'es', 403],
    [any, 'en', 200],
    [any, 'es', 200],
  ] as const) {
    const read = await client.request('GET', `${faqs}/${documentId}?locale=${locale}`);
    const saved = await client.update('Faq', documentId, samples.faq, locale);
    expect([locale, read.status, saved.status]).toEqual([locale, status, status]);
  }
  expect((await english.create('Faq', samples.faq, 'es')).status).toBe(403);
  await admin.remove('Faq', documentId);
});

test('a token for nothing is told how forms look and which languages there are, by all routes', async () => {
  const { client } = await tokenFor([]);
  const { reading } = await listRoutes();
  const open: string[] = [];
  for (const route of reading.filter((each) => !/\/api\/|\*/.test(each))) {
    const path = route
      .slice('GET '.length)
      .replace('components/:uid', 'components/shared.link')
      .replace(/:(model|uid|contentType)\b/, uid)
      .replace(/:\w+/g, '1');
    const { status } = await client.request('GET', path);
    if (status < 400) open.push(route);
  }
  // What stands before a login is open to everybody.
  const toEverybody =
    /^GET \/(_health|admin(\/(:path.*|init|project-type|registration-info.*))?|content-manager\/preview\/script|)$/;
  expect(open.filter((route) => !toEverybody.test(route)).sort()).toEqual([
    'GET /content-manager/components',
    'GET /content-manager/components/:uid/configuration',
    'GET /content-manager/content-types',
    'GET /content-manager/content-types-settings',
    'GET /content-manager/init',
    'GET /history',
    'GET /i18n/locales',
    'GET /upload/configuration',
  ]);
});
