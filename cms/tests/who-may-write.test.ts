import { contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type AdminClient,
  adminClient,
  adminToken,
  loginAs,
  loginAsAdmin,
  loginAsReader,
  startSession,
} from './harness/admin-client.ts';
import { graphql } from './harness/graphql.ts';
import { listRoutes } from './harness/list-routes.ts';
import { pngImage, samples } from './harness/samples.ts';
import { startTestCms, type TestCms } from './harness/test-cms.ts';

// One of its own: the site is unpublished and deleted on the way.
let cms: TestCms;
const { uid } = contentTypes.Faq;

const actors = ['anonymous', 'part', 'token', 'author', 'editor'] as const;
type Actor = (typeof actors)[number];

/**
 * Kinds of routes, and who gets into them; "part" may write the question of own entries alone, and
 * "token" is one of an administrator's, for what authors may.
 */
const kinds: Record<string, { who: readonly Actor[]; routes: RegExp }> = {
  'asking whether it is up': { who: actors, routes: /^ALL \/_health$/ },
  // Its tokens alone count there, and it writes nothing: see below.
  'reading by GraphQL': { who: [], routes: /^ALL \/graphql$/ },
  'logging in': {
    who: actors,
    routes: /^POST \/admin\/(login|register|register-admin)$/,
  },
  // A cookie counts there, and nothing else.
  'staying logged in': { who: [], routes: /^POST \/admin\/access-token$/ },
  oneself: {
    who: ['part', 'author', 'editor'],
    routes:
      /^(PUT \/admin\/users\/me|POST \/admin\/permissions\/check|POST \/i18n\/content-manager\/actions\/get-non-localized-fields|PUT \/admin\/homepage\/layout|DELETE \/admin\/users\/me\/sessions.*|POST \/admin\/logout)$/,
  },
  'looking up': {
    who: ['part', 'token', 'author', 'editor'],
    routes:
      /^POST (\/content-manager\/uid\/(check-availability|generate)|\/content-manager\/.*\/bulkFindForValidation)$/,
  },
  'looking at drafts': {
    who: ['token', 'author', 'editor'],
    routes: /^POST \/(candidate\/check|preview\/link)$/,
  },
  'making drafts': {
    who: ['part', 'token', 'author', 'editor'],
    routes: /^POST \/content-manager\/collection-types\/:model$/,
  },
  'copying drafts': {
    who: ['token', 'author', 'editor'],
    routes: /^POST \/content-manager\/collection-types\/:model\/(auto-clone|clone)\/:sourceId$/,
  },
  "changing others' drafts": {
    who: ['token', 'author', 'editor'],
    routes:
      /^((PUT|DELETE) \/content-manager\/collection-types\/:model\/:id|PUT \/content-manager\/single-types\/:model)$|\/actions\/(discard|bulkDelete)$|^POST \/history\/:uid\/:documentId\/(:version\/restore|bring-back)$/,
  },
  // It is published.
  'deleting the site': {
    who: ['editor'],
    routes: /^DELETE \/content-manager\/single-types\/:model$/,
  },
  publishing: {
    who: ['editor'],
    routes:
      /\/actions\/(publish|unpublish|bulkPublish|bulkUnpublish)$|^(POST|PUT|DELETE) \/schedule\//,
  },
  uploading: {
    who: ['token', 'author', 'editor'],
    routes: /^POST \/upload(\/files|\/folders|\/actions\/upload-from-urls)?$/,
  },
  'keeping the media library': {
    who: ['editor'],
    routes:
      /^(PUT|DELETE) \/upload\/(files|folders)\/:id$|^POST \/upload\/(files\/:id\/replace|actions\/(bulk-(delete|move|update)|generate-ai-metadata)|ai-metadata-jobs)$|^PUT \/upload\/configuration$/,
  },
  'administrating, and what is not there': {
    who: [],
    routes:
      /^\w+ \/(admin\/(admin-tokens|api-tokens|(forgot|reset)-password|project-settings|roles|transfer|users(?!\/me)|webhooks)|api|content-type-builder|email|i18n\/(locales|settings)|live-status\/removals|upload\/settings|content-manager\/(components|content-types)\/:uid\/configuration)\b/,
  },
};

const kindsOf = (route: string) =>
  Object.keys(kinds).filter((kind) => kinds[kind]?.routes.test(route));

let routes: string[];
let mutations: string[];
let admin: AdminClient;

beforeAll(async () => {
  cms = await startTestCms();
  await startSession(cms);
  admin = await loginAsAdmin(cms);
  ({ routes, mutations } = await listRoutes());
});
afterAll(() => cms.stop());

interface StoredRole {
  id: number;
  code: string;
}
interface StoredPermission {
  action: string;
  subject: string | null;
  properties: object;
  conditions: string[];
}

const clients: Record<Exclude<Actor, 'anonymous'>, () => Promise<AdminClient>> = {
  part: () =>
    loginAsReader(
      cms,
      'Faq',
      { fields: ['question'], locales: ['en'] },
      ['admin::is-creator'],
      ['read', 'create', 'update'],
    ),
  token: async () => {
    const roles = (await admin.request('GET', '/admin/roles')).data as unknown as StoredRole[];
    const author = roles.find(({ code }) => code === 'strapi-author');
    const permissions = await admin.request('GET', `/admin/roles/${author?.id}/permissions`);
    const { data } = await admin.request('POST', '/admin/admin-tokens', {
      name: `Writes drafts ${Math.random()}`,
      description: '',
      lifespan: null,
      adminPermissions: (permissions.data as unknown as StoredPermission[]).map(
        ({ action, subject, properties, conditions }) => ({
          action,
          subject,
          properties,
          conditions,
        }),
      ),
    });
    return adminClient(cms, String(data.accessKey));
  },
  author: () => loginAs(cms, 'strapi-author'),
  editor: () => loginAs(cms, 'strapi-editor'),
};

/** An address for a route: of a new draft, of a new image, or of something that is not there. */
async function addressOf(path: string): Promise<string> {
  const isOfEntry = /:(model|uid)\b/.test(path);
  let id = '999999';
  if (isOfEntry && /:(documentId|id|sourceId)\b/.test(path)) id = await newDraft();
  if (path.endsWith('/:id/actions/discard')) await admin.publish('Faq', id);
  if (path.endsWith('/bring-back')) await admin.remove('Faq', id);
  if (path.startsWith('/upload/files/:id'))
    id = String((await admin.upload(pngImage(40), 'who.png', 'image/png')).data.id);
  const documentIds = { ':documentId': id, ':sourceId': id };
  const names: Record<string, string> = path.includes(':documentId')
    ? documentIds
    : { ...documentIds, ':id': id };
  return path
    .replace('components/:uid', 'components/shared.link')
    .replace('single-types/:model', `single-types/${contentTypes.Site.uid}`)
    .replace(/(?<=\/):\w+/g, (name) =>
      name === ':model' || name === ':uid' ? uid : (names[name] ?? '999999'),
    );
}

async function newDraft(): Promise<string> {
  const { data } = await admin.create('Faq', { ...samples.faq, question: 'Who may write?' });
  return data.documentId;
}

/** What a route needs to get as far as permissions. */
async function bodyFor(route: string): Promise<unknown> {
  if (route === 'POST /upload') {
    const form = new FormData();
    form.append(
      'files',
      new Blob([Uint8Array.from(pngImage(40))], { type: 'image/png' }),
      'who.png',
    );
    return form;
  }
  if (route === 'POST /admin/permissions/check') return { permissions: [] };
  if (route === 'PUT /admin/homepage/layout') return { widgets: [] };
  const asked = async () => ({ uid, documentId: await newDraft(), locale: 'en' });
  if (route === 'POST /preview/link') return asked();
  if (route === 'POST /candidate/check') return { entries: [await asked()] };
  return {};
}

test('every route that writes is of one kind', () => {
  expect(routes.length).toBeGreaterThan(80);
  expect(Object.fromEntries(routes.map((route) => [route, kindsOf(route).length]))).toEqual(
    Object.fromEntries(routes.map((route) => [route, 1])),
  );
});

test('the GraphQL API writes nothing, whoever asks', async () => {
  for (const name of mutations) {
    for (const token of ['', cms.siteToken, cms.previewToken, await adminToken(cms)]) {
      const answer = await graphql(cms, `mutation { ${name} { __typename } }`, token);
      expect([name, answer.data ?? null]).toEqual([name, null]);
    }
  }
});

test.each(actors)('%s gets into the routes of their kinds and into no other', async (actor) => {
  const shared = actor === 'anonymous' ? undefined : await clients[actor]();
  const seen: Record<string, string> = {};
  const expected: Record<string, string> = {};
  for (const route of routes) {
    const [kind = ''] = kindsOf(route);
    const [method = '', path = ''] = route.replace(/^ALL/, 'POST').split(' ');
    // Ending a session ends it for what follows, too.
    const client = kind === 'oneself' && actor !== 'anonymous' ? await clients[actor]() : shared;
    const address = await addressOf(path);
    const status = client
      ? (await client.request(method, address, await bodyFor(route))).status
      : (
          await fetch(`${cms.url}${address}`, {
            method,
            body: '{}',
            headers: { 'content-type': 'application/json' },
          })
        ).status;
    const isExpected = kinds[kind]?.who.includes(actor) ?? false;
    expected[route] = isExpected ? 'let in' : 'refused';
    const isRefused = [401, 403, 405].includes(status);
    if (isRefused === isExpected) seen[route] = `answered ${status}`;
    else seen[route] = expected[route];
  }
  expect(seen).toEqual(expected);
});
