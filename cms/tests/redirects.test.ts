import { afterEach, beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, type Answer, loginAsAdmin } from './harness/admin-client.ts';
import { samples } from './harness/samples.ts';

const cms = inject('cms');
/** Where the CMS is told that the site is. */
const siteUrl = 'http://localhost:4321';
let admin: AdminClient;
const made: string[] = [];

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});
afterEach(async () => {
  for (const id of made.splice(0)) await admin.remove('Redirect', id);
});

async function publish(from: string, to: string): Promise<void> {
  made.push(await admin.createPublished('Redirect', { from, to, permanent: true }));
}
async function create(from: string, to: string): Promise<Answer> {
  const answer = await admin.create('Redirect', { from, to, permanent: true });
  if (!answer.error) made.push(answer.data.documentId);
  return answer;
}
const faultsOf = ({ error }: Answer) =>
  (error?.details?.errors ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);

test.each([
  ['/one-and-more/', '/one-and-more'],
  ['/one-and-more', '/ONE-and-More/'],
  ['/one-and-more/', '/one-and-more/index.html'],
  ['/v9.0', '/v9.0/'],
])('62: beside a redirect from %s one from %s is refused', async (one, other) => {
  await publish(one, '/');
  expect(faultsOf(await create(other, '/es/'))).toEqual([
    `from: "${other}" is taken by the redirect "${one}". Choose another.`,
  ]);
});

test('62: an underscore is no other character', async () => {
  await publish('/under_score/', '/');
  expect((await create('/underxscore/', '/')).error).toBeUndefined();
});

test.each([
  ['two', [['/c1/', '/c2/']], ['/c2/', '/c1/?a=b'], '/c2/, /c1/, /c2/'],
  [
    'three',
    [
      ['/c1/', '/c2/'],
      ['/c2', '/c3#x'],
    ],
    ['/c3', '/c1'],
    '/c3/, /c1/, /c2/, /c3/',
  ],
  [
    'two under the name of the site',
    [['/c1/', '/c2/']],
    ['/c2/', `${siteUrl}/c1/`],
    '/c2/, /c1/, /c2/',
  ],
  ['one under the name of the site', [], ['/c1/', `${siteUrl}/c1/?again`], '/c1/, /c1/'],
  ['two, percent-encoded', [['/c1/', '/c2/']], ['/c2/', '/%631/'], '/c2/, /c1/, /c2/'],
  [
    'two that others lead into',
    [
      ['/c1/', '/c1x/'],
      ['/c1x/', '/c2/'],
    ],
    ['/c2/', '/c1x/'],
    '/c2/, /c1x/, /c2/',
  ],
] as [string, [string, string][], [string, string], string][])(
  '62: a circle of %s is refused',
  async (_, others, [from, to], stops) => {
    for (const each of others) await publish(...each);
    expect(faultsOf(await create(from, to))).toEqual([
      `to: Leads in a circle: ${stops}. Enter where visitors should arrive, or change the other redirect first.`,
    ]);
  },
);

test('62: a circle that shows only when a redirect is published is refused then', async () => {
  const one = await create('/d1/', '/d2/');
  const other = await create('/d2/', '/d1/');
  expect((await admin.publish('Redirect', one.data.documentId)).error).toBeUndefined();
  expect(faultsOf(await admin.publish('Redirect', other.data.documentId))[0]).toContain(
    'in a circle',
  );
});

test('62: a redirect from the address of a live page is refused until the page has left it', async () => {
  const page = await admin.createPublished('LandingPage', samples.landingPage('stands-here'));
  const redirect = await create('/stands-here', '/');
  const refused = await admin.publish('Redirect', redirect.data.documentId);
  expect(faultsOf(refused)).toEqual([
    'from: Is the address of the page "Page stands-here" (en), which visitors see there. Move or unpublish that page first, or unpublish this redirect.',
  ]);
  await admin.publish('LandingPage', page, { slug: 'stands-elsewhere' });
  expect((await admin.publish('Redirect', redirect.data.documentId)).error).toBeUndefined();
  await admin.remove('LandingPage', page);
});

test('63: where a page has come back to its address, a redirect may lead to it from the other', async () => {
  const page = await admin.createPublished('LandingPage', samples.landingPage('there-and-back'));
  await admin.publish('LandingPage', page, { slug: 'away' });
  await publish('/there-and-back/', '/away/');
  expect(
    (await admin.publish('LandingPage', page, { slug: 'there-and-back' })).error,
  ).toBeUndefined();
  const back = await create('/away/', '/there-and-back/');
  expect((await admin.publish('Redirect', back.data.documentId)).error).toBeUndefined();
  await admin.remove('LandingPage', page);
});
