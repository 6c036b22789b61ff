import { contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createUser, loginAsAdmin, loginAsReader, startSession } from './harness/admin-client.ts';
import { listRoutes } from './harness/list-routes.ts';
import { startTestCms, type TestCms } from './harness/test-cms.ts';

// One of its own: what is deleted on the way, and who is logged out, is nobody else's.
let cms: TestCms;
let routes: string[];
let reading: string[];

beforeAll(async () => {
  cms = await startTestCms();
  await startSession(cms);
  ({ routes, reading } = await listRoutes());
});
afterAll(() => cms.stop());

// Some thousand requests, on a machine with other work.
const patient = { timeout: 600_000 };

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** Names that routes of Strapi's and of ours look for in a request. */
const names =
  'id ids documentId documentIds name description email password roles firstname lastname username ' +
  'isActive permissions type lifespan url events headers contentTypeUID field data value code ' +
  'isDefault parent fileInfo fileIds folderIds destinationFolderId updates urls entries model locale ' +
  'locales settings layouts metadatas layout userInfo deviceId registrationToken resetPasswordToken ' +
  'wallTime timeZone seen status sort';
const values = ['[]', '["x"]', '[1e30]', '{"x":null}', '1e30', '"x"', 'null', 'true'];
const bodies = [
  ...['[]', '5', 'null', '{}', '{', `{"x":${nested(1000)}}`],
  ...values.map(
    (value) =>
      `{${names
        .split(' ')
        .map((name) => `"${name}":${value}`)
        .join()}}`,
  ),
];
const identities = ['999999', '99999999999999999999', 'x', '%00', '-1', '1e30'];

/** Addresses of what is not there, by the names of a route. */
const addressesOf = (path: string): string[] =>
  identities.map((id) =>
    path
      .replace('components/:uid', 'components/shared.link')
      .replace('single-types/:model', `single-types/${contentTypes.Site.uid}`)
      .replace(/:(model|uid)\b/, contentTypes.LandingPage.uid)
      .replace(':targetField', 'faqs')
      .replace(/:\w+(\(.*?\))?/g, id),
  );

interface Asked {
  method: string;
  address: string;
  body?: string;
}

async function failureOf({ method, address, body }: Asked, token?: string) {
  const answer = await fetch(`${cms.url}${address}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  if (answer.status < 400) return [];
  const isExplained = /"message":"[^"]+/.test(text) || [404, 405, 401].includes(answer.status);
  return answer.status < 500 && isExplained
    ? []
    : [`${method} ${address} ${body?.slice(-40)}: ${answer.status} ${text.slice(0, 200)}`];
}

/** A token of a new administrator. */
async function newToken(): Promise<string> {
  const user = await createUser(cms, 'strapi-super-admin');
  const answer = await fetch(`${cms.url}/admin/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(user),
  });
  return ((await answer.json()) as { data: { token: string } }).data.token;
}

/** Sends what is asked of one route side by side. */
const failuresOf = async (asked: readonly Asked[], token: string): Promise<string[]> =>
  (await Promise.all(asked.map((each) => failureOf(each, token)))).flat();

test('65: no route that writes fails, whatever it is sent', patient, async () => {
  const failures: string[] = [];
  let token = await newToken();
  for (const route of routes) {
    const [method = '', path = ''] = route.replace(/^ALL/, 'POST').split(' ');
    const [missing = '', ...others] = new Set(addressesOf(path));
    failures.push(...(await failureOf({ method, address: missing, body: '[]' })));
    const asked = bodies.map((body) => ({ method, address: missing, body }));
    const elsewhere = others.map((address) => ({ method, address, body: '{}' }));
    failures.push(...(await failuresOf([...asked, ...elsewhere], token)));
    if (/logout|sessions|users/.test(path)) token = await newToken();
  }
  expect(failures).toEqual([]);
});

test('65: no route that reads fails, whatever it is asked for', patient, async () => {
  const failures: string[] = [];
  const token = await newToken();
  const queries = ['', '?page=x', '?pageSize=1e30', '?id=99999999999999999999', '?locale[]=x'];
  queries.push('?sort[x]=y', '?filters[id][$eq]=1e30', '?filters=x', '?_q[]=x', '?idsToOmit=x');
  // This one asks a server of Strapi's, which tests do not.
  for (const route of reading.filter((each) => !each.endsWith('/license-trial-time-left'))) {
    const [method = '', path = ''] = route.split(' ');
    const [missing = '', ...others] = new Set(addressesOf(path));
    const addresses = [...queries.map((query) => missing + query), ...others];
    failures.push(
      ...(await failuresOf(
        addresses.map((address) => ({ method, address })),
        token,
      )),
    );
  }
  expect(failures).toEqual([]);
});

test('65: users are deleted when all of them are there, or none is', async () => {
  const admin = await loginAsAdmin(cms);
  const { email } = await createUser(cms, 'strapi-author');
  const find = async () =>
    (await admin.request('GET', `/admin/users?filters[email][$eq]=${email}`)).data.results as {
      id: number;
    }[];
  const [user] = await find();
  for (const missing of [999_999, '999999'] as const) {
    const ids = [user?.id, missing];
    const { status, error } = await admin.request('POST', '/admin/users/batch-delete', { ids });
    expect([status, error?.message]).toEqual([404, expect.stringMatching(/^Could not delete/)]);
  }
  expect(await find()).toHaveLength(1);
  await admin.request('POST', '/admin/users/batch-delete', { ids: [user?.id] });
  expect(await find()).toEqual([]);
});

test('52: what a field could refer to is not listed for whoever may not read it', async () => {
  const reader = await loginAsReader(cms, 'LandingPage', { fields: ['title'], locales: ['en'] });
  const { uid } = contentTypes.LandingPage;
  for (const path of [`/relations/${uid}/faqs`, `/relations/${uid}/x/faqs`]) {
    const { status, error } = await reader.request('GET', `/content-manager${path}`);
    expect([status, error?.message]).toEqual([403, expect.stringContaining('faqs')]);
  }
});

test('65: lists without end are refused at the login, too', async () => {
  for (const body of [`{"email":${nested(5000)}}`, nested(5000), '{"email":"a","password":{}}'])
    expect(await failureOf({ method: 'POST', address: '/admin/login', body })).toEqual([]);
});
