import { gzipSync } from 'node:zlib';
import { contentTypes } from '@lectern/shared-types';
import fc from 'fast-check';
import { beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, createUser, loginAsAdmin } from './harness/admin-client.ts';
import { anyJson } from './harness/awkward-values.ts';
import { pngImage, samples } from './harness/samples.ts';

/*
 * Whatever a request holds where a route of the admin wants a text, a number or a list: it is refused
 * with a reason, or it is done; nothing is an error of the server.
 */

/** Bodies sent to each route. */
const numRuns = Math.ceil(Number(process.env.PROPERTY_CASES ?? 400) / 20);
const seed = Number(process.env.PROPERTY_SEED ?? 20_261_126);
const cms = inject('cms');
const { uid } = contentTypes.Plan;
let admin: AdminClient;
let ids: { PLAN: string; USER: string; IMAGE: string };

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  const plan = await admin.create('Plan', samples.plan);
  const image = await admin.upload(pngImage(8), 'one.png', 'image/png', 'An image');
  const { email } = await createUser(cms, 'strapi-author');
  const users = (await admin.request('GET', `/admin/users?filters[email][$eq]=${email}`)).data;
  ids = {
    PLAN: plan.data.documentId,
    IMAGE: String(image.data.id),
    USER: String((users.results as { id: number }[])[0]?.id),
  };
});

/** Routes, and bodies that none of them does anything for but say what is wrong. */
const routes: [route: string, body: object][] = [
  ['POST /admin/login', { email: 'a@example.org', password: 'wrong' }],
  ['POST /admin/register', { registrationToken: 'x', userInfo: { firstname: 'A', password: 'x' } }],
  ['POST /admin/forgot-password', { email: 'nobody' }],
  ['POST /admin/reset-password', { resetPasswordToken: 'x', password: 'x' }],
  ['POST /admin/users', { email: 'nobody', firstname: 'A', lastname: 'B', roles: [0] }],
  ['PUT /admin/users/USER', { firstname: 'A', lastname: 'B', username: 'c', roles: [0] }],
  ['PUT /admin/users/me', { firstname: 'A', currentPassword: 'x', password: 'x' }],
  ['POST /admin/permissions/check', { permissions: [{ action: 'x', subject: 'y' }] }],
  ['POST /admin/roles', { name: '', description: 'x' }],
  ['PUT /admin/roles/999999/permissions', { permissions: [{ action: 'x', subject: 'y' }] }],
  ['POST /admin/api-tokens', { name: '', description: '', type: 'x', lifespan: 1 }],
  ['POST /admin/webhooks', { name: '', url: 'x', events: ['x'], headers: {} }],
  ['POST /content-manager/uid/generate', { contentTypeUID: uid, field: 'x', data: {} }],
  ['POST /content-manager/uid/check-availability', { contentTypeUID: uid, field: 'x', value: 'x' }],
  [`POST /content-manager/collection-types/${uid}/actions/bulkPublish`, { documentIds: ['x'] }],
  [`POST /content-manager/collection-types/${uid}/actions/bulkUnpublish`, { documentIds: ['x'] }],
  [`POST /content-manager/collection-types/${uid}/actions/bulkDelete`, { documentIds: ['x'] }],
  [`POST /content-manager/collection-types/${uid}/PLAN/actions/discard`, { x: 1 }],
  [`POST /content-manager/collection-types/${uid}/clone/PLAN`, { name: '', features: [] }],
  [`PUT /content-manager/collection-types/${uid}/PLAN`, { name: 'x', features: [{ text: 'x' }] }],
  ['POST /i18n/locales', { code: 'x', name: 'x', isDefault: false }],
  [
    'POST /i18n/content-manager/actions/get-non-localized-fields',
    { model: uid, id: 1, locale: 'x' },
  ],
  ['POST /upload/folders', { name: '', parent: null }],
  ['PUT /upload/files/IMAGE', { fileInfo: { name: 'x', caption: 'x', folder: 0, focalPoint: {} } }],
  ['POST /upload/actions/bulk-update', { updates: [{ id: 0, fileInfo: { name: 'x' } }] }],
  ['POST /upload/actions/bulk-move', { fileIds: [0], destinationFolderId: 0 }],
  ['PUT /upload/settings', { sizeOptimization: 'x', autoOrientation: 'x' }],
  ['POST /candidate/check', { entries: [{ type: 'Plan', documentId: 'x', locale: 'en' }] }],
  ['POST /preview/link', { type: 'Plan', documentId: 'x', locale: 'en' }],
  [`POST /schedule/${uid}/PLAN/publish`, { wallTime: 'x', timeZone: 'x', seen: 'x' }],
  ['POST /live-status/removals', { id: 'x' }],
];

/** A body with something else somewhere. */
const changed = (body: object): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 1, arbitrary: anyJson },
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.constantFrom(...placesIn(body)), anyJson)
        .map(([path, value]) => withValue(body, path, value)),
    },
  );

const placesIn = (value: unknown): string[][] =>
  Object.entries(Object(value) as object).flatMap(([name, part]) => [
    [name],
    ...(typeof part === 'object' ? placesIn(part).map((rest) => [name, ...rest]) : []),
  ]);

function withValue(data: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy = Array.isArray(data) ? [...data] : { ...Object(data) };
  copy[key] = withValue(copy[key], rest, value);
  return copy;
}

/** Sends what can be told about an image, as the media library does. */
function tell(path: string, fileInfo: string[], files = 0) {
  const form = new FormData();
  for (let number = 0; number < files; number += 1)
    form.append(
      'files',
      new Blob([Uint8Array.from(pngImage(8))], { type: 'image/png' }),
      `${number}.png`,
    );
  for (const each of fileInfo) form.append('fileInfo', each);
  return admin.request('POST', path, form);
}

const shadowing = { constructor: 1, toString: 2 };

test.for<[route: string, body: object, field: string]>([
  ['PUT /upload/files/IMAGE', { fileInfo: { caption: shadowing } }, 'fileInfo.caption'],
  [
    'POST /upload/actions/bulk-update',
    { updates: [{ id: 1, fileInfo: { name: shadowing } }] },
    'updates.0.fileInfo.name',
  ],
  ['PUT /admin/users/USER', { firstname: shadowing }, 'firstname'],
  ['POST /admin/users', { email: [], firstname: 'A', roles: [1] }, 'email'],
  ['POST /admin/permissions/check', {}, 'permissions'],
  ['POST /admin/login', { email: 'a@example.org', password: 1 }, 'password'],
  ['POST /admin/login', { email: ['a@example.org'], password: 'wrong' }, 'email'],
  // Each of these ended the process: the second of two checks failed when the first had been answered.
  ['POST /upload/folders', { name: 'q', parent: { x: null } }, 'parent'],
  ['POST /upload/folders', { name: 'q', parent: [['x', null]] }, 'parent'],
  ['POST /upload/folders', { name: 'q', parent: 'x' }, 'parent'],
  ['POST /upload/actions/bulk-move', { fileIds: [0], destinationFolderId: 'x' }, 'destination'],
])('65: %s with %o is refused by name', async ([route, body, field]) => {
  const { status, error } = await send(route, body);
  expect([status, JSON.stringify(error?.details), error?.message]).toEqual([
    400,
    expect.stringContaining(JSON.stringify(field.split('.')).slice(1, -2)),
    expect.stringMatching(/^Could not .*: .*\. .*\.$/),
  ]);
});

test('65: a role that is not there is refused', async () => {
  const { status, error } = await send('PUT /admin/users/USER', { roles: [999_999] });
  expect([status, error?.message]).toEqual([400, expect.stringContaining('is not there')]);
});

test('65: what is said about an image has to be JSON, with plain texts', async () => {
  const name = JSON.stringify({ name: shadowing });
  for (const [path, info, files] of [
    ['/upload', name, 1],
    [`/upload?id=${ids.IMAGE}`, name, 0],
    [`/upload?id=${ids.IMAGE}`, name, 1],
    ['/upload', '{', 1],
  ] as const) {
    const { status, error } = await tell(path, [info], files);
    expect([status, error?.message]).toEqual([
      400,
      expect.stringMatching(/^Could not read "fileInfo(\.name)?": it /),
    ]);
  }
});

test('65: two faults in one request leave the CMS up', async () => {
  const { status } = await tell('/upload', ['{"folder":"x"}', '{"folder":"y"}'], 2);
  expect(status).toBe(400);
  expect((await admin.request('GET', '/admin/users/me')).status).toBe(200);
});

test('65: lists in lists without end are refused', async () => {
  const endless = JSON.parse(`${'['.repeat(1000)}${']'.repeat(1000)}`);
  const { status, error } = await send(`PUT /content-manager/collection-types/${uid}/PLAN`, {
    features: endless,
  });
  expect([status, error?.message]).toEqual([
    400,
    expect.stringMatching(/^Could not read "features": /),
  ]);
});

test.each(['/admin/login', '/graphql', '/api/faqs'])(
  '%s says of a body that cannot be unpacked that it cannot be read',
  async (path) => {
    const gzipped = gzipSync('{"email":"a@example.org","password":"wrong"}');
    for (const [encoding, body] of [
      ['gzip', Buffer.from('hello')],
      ['gzip', gzipped.subarray(0, 20)],
      ['deflate', Buffer.from('hello')],
      ['br', Buffer.from('hello')],
      ['br', Buffer.from([0xff, 0xff, 0xff, 0xff])],
    ] as const) {
      const answer = await fetch(cms.url + path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-encoding': encoding,
          authorization: `Bearer ${cms.siteToken}`,
        },
        body: Uint8Array.from(body),
      });
      expect([encoding, answer.status, await answer.text()]).toEqual([
        encoding,
        400,
        expect.stringContaining(
          `Could not read the request: it says that it is packed as ${encoding}, and cannot be unpacked. Send it again, or without Content-Encoding.`,
        ),
      ]);
    }
  },
);

test.each(['/admin/login', '/admin/users', `/content-manager/collection-types/${uid}`])(
  '%s says of a text that it wants JSON',
  async (path) => {
    const headers = { 'content-type': 'text/plain' };
    const { status, error } = await admin.request('POST', path, 'hello', headers);
    expect([status, error?.message]).toEqual([
      400,
      'Could not read the request: it is a text. Send it as JSON, with Content-Type: application/json.',
    ]);
    const list = await admin.request('POST', '/admin/login', []);
    expect([list.status, list.error?.message]).toEqual([
      400,
      'Could not read the request: it has to be a JSON object. Correct that and send it again.',
    ]);
  },
);

function send(route: string, body: unknown) {
  const [method = '', path = ''] = route.split(' ');
  return admin.request(
    method,
    path.replace(/PLAN|USER|IMAGE/, (name) => Reflect.get(ids, name)),
    body,
  );
}

test.for(routes)('65: %s takes nothing that makes it fail', async ([route, body]) => {
  await fc.assert(
    fc.asyncProperty(changed(body), async (sent) => {
      const { status, error } = await send(route, sent);
      expect(status, JSON.stringify(error)).toBeLessThan(500);
      if (status === 400) expect(error?.message).toBeTruthy();
    }),
    { numRuns, seed, endOnFailure: true },
  );
});
