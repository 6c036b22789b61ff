import { beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from './harness/admin-client.ts';
import { graphql } from './harness/graphql.ts';
import { pngImage, samples } from './harness/samples.ts';

const cms = inject('cms');
const canary = 'canary-7d1f';
let admin: AdminClient;
let draftId: string;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  const draft = await admin.create('Faq', { ...samples.faq, question: canary });
  draftId = draft.data.documentId;
});

const rest = (path: string, token?: string, method = 'GET') =>
  fetch(`${cms.url}${path}`, {
    method,
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });

test('anonymous requests get 401 over REST and GraphQL', async () => {
  for (const path of [
    '/api/faqs',
    '/api/landing-pages',
    '/api/site',
    '/api/upload/files',
    '/api/users',
  ])
    expect([path, (await rest(path)).status]).toSatisfy(
      ([, status]) => status === 401 || status === 404,
    );
  expect((await rest('/api/faqs')).status).toBe(401);
  expect((await graphql(cms, '{ faqs { question } }', '')).status).toBe(401);
  expect((await graphql(cms, '{ faqs { question } }', 'wrong')).status).toBe(401);
});

test('the site token reads published content, whatever status it asks for', async () => {
  const published = await graphql(cms, '{ plans(locale: "en") { name price } }');
  expect(published.data.plans).toContainEqual({ name: 'Pro', price: 12 });
  const attempts = [
    '{ faqs(status: DRAFT) { question } }',
    '{ faqs(status: DRAFT, locale: "*", pagination: { limit: 1000 }) { question } }',
    '{ faqs(hasPublishedVersion: false, status: DRAFT) { question } }',
    '{ faqs(publicationFilter: NEVER_PUBLISHED, status: DRAFT) { question } }',
    '{ faqs_connection(status: DRAFT, pagination: { pageSize: 1000 }) { nodes { question } } }',
    `{ faq(documentId: "${draftId}", status: DRAFT) { question } }`,
    '{ landingPages(status: DRAFT) { faqs(pagination: { limit: 100 }) { question } } }',
  ];
  for (const query of attempts) {
    const answer = await graphql(cms, query);
    expect(JSON.stringify(answer), query).not.toContain(canary);
  }
  for (const path of [
    '/api/faqs?status=draft&pagination[pageSize]=100',
    `/api/faqs/${draftId}?status=draft`,
  ])
    expect(await (await rest(path, cms.siteToken)).text(), path).not.toContain(canary);
});

test('52: no token reads through an image what stands with it in drafts', async () => {
  const image = await admin.upload(pngImage(4), 'both.png', 'image/png', 'In both');
  const testimonial = { ...samples.testimonial, avatar: image.data.id };
  const hidden = await admin.create('Testimonial', { ...testimonial, story: canary });
  const shown = await admin.createPublished('Testimonial', { ...testimonial, story: 'Shown.' });
  const made = await admin.request('POST', '/admin/api-tokens', {
    ...{ name: 'Reads', description: '', type: 'read-only', lifespan: null, permissions: null },
  });
  onTestFinished(async () => {
    await admin.request('DELETE', `/admin/api-tokens/${made.data.id}`);
    await admin.remove('Testimonial', shown);
    await admin.remove('Testimonial', hidden.data.documentId);
  });
  const all = '[related][on][api::testimonial.testimonial]';
  for (const [token, path, status] of [
    [cms.siteToken, '/api/testimonials?populate[avatar]=true', 200],
    [cms.siteToken, '/api/testimonials?populate[avatar][populate]=*', 200],
    [cms.siteToken, '/api/testimonials?populate[avatar][populate][related]=*', 400],
    [cms.siteToken, `/api/testimonials?populate[avatar][populate]${all}=*`, 400],
    [cms.siteToken, '/api/testimonials?filters[avatar][related][story][$contains]=a', 400],
    [cms.siteToken, '/api/testimonials?sort=avatar.related.story', 400],
    [made.data.accessKey, '/api/upload/files?populate=*', 200],
    [made.data.accessKey, '/api/upload/files?populate=related', 400],
    [made.data.accessKey, `/api/upload/files?populate${all}=*`, 400],
    [made.data.accessKey, `/api/upload/files/${image.data.id}?populate=related`, 400],
  ] as const) {
    const answer = await rest(path, String(token));
    const text = await answer.text();
    expect([path, answer.status, text]).toEqual([
      path,
      status,
      expect.not.stringContaining(canary),
    ]);
    if (status === 200) expect(text).not.toContain('"related":');
  }
});

test('the preview token reads drafts', async () => {
  const query = `{ faq(documentId: "${draftId}", status: DRAFT) { question } }`;
  const answer = await graphql(cms, query, cms.previewToken);
  expect(answer.data.faq.question).toBe(canary);
});

test('neither token can write, list files or read administrators', async () => {
  for (const token of [cms.siteToken, cms.previewToken]) {
    const mutation = await graphql(
      cms,
      `mutation { deleteFaq(documentId: "${draftId}") { documentId } }`,
      token,
    );
    expect(mutation.errors).toBeDefined();
    expect((await graphql(cms, '{ uploadFiles { url } }', token)).errors).toBeDefined();
    expect((await rest(`/api/faqs/${draftId}`, token, 'DELETE')).status).toBeGreaterThanOrEqual(
      401,
    );
    expect((await rest('/admin/users', token)).status).toBe(401);
    expect((await rest('/api/upload/files', token)).status).toBe(403);
  }
});

test('only the two tokens of the site exist, neither with full access', async () => {
  const answer = await admin.request('GET', '/admin/api-tokens');
  const tokens = answer.data as unknown as { name: string; type: string; permissions: string[] }[];
  expect(tokens.map(({ name, type }) => [name, type]).sort()).toEqual([
    ['Preview (reads drafts)', 'custom'],
    ['Site (reads published content)', 'custom'],
  ]);
  for (const { permissions } of tokens)
    expect(permissions.every((action) => /\.find(One)?$/.test(action))).toBe(true);
});

test('GraphQL refuses introspection, many aliases and deep queries', async () => {
  expect((await graphql(cms, '{ __schema { types { name } } }')).status).toBe(400);
  const aliases = Array.from({ length: 50 }, (_, index) => `a${index}: faqs { question }`);
  expect((await graphql(cms, `{ ${aliases.join(' ')} }`)).errors).toBeDefined();
  const deep = `{ landingPages ${'{ localizations '.repeat(10)} { title } ${'}'.repeat(10)} }`;
  expect((await graphql(cms, deep)).errors?.[0]?.message).toMatch(/depth/i);
  const misspelt = await graphql(cms, '{ faqs { questiom } }');
  expect(JSON.stringify(misspelt)).not.toContain('Did you mean');
});

test('answers hold at most 1,000 entries and nested lists all of theirs', async () => {
  const topics = Array.from({ length: 12 }, (_, index) => ({ text: `Topic ${index}` }));
  const id = await admin.createPublished('PathStep', { ...samples.pathStep, topics });
  const answer = await graphql(cms, `{ pathStep(documentId: "${id}") { topics { text } } }`);
  expect(answer.data.pathStep.topics).toEqual(topics);
});

test('no foreign origin may call, transfer is off, and nobody else can become administrator', async () => {
  const foreign = await fetch(`${cms.url}/api/faqs`, {
    headers: { origin: 'https://evil.example' },
  });
  expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  expect((await rest('/admin/transfer/runner/push')).status).toBeGreaterThanOrEqual(400);
  const register = await fetch(`${cms.url}/admin/register-admin`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      email: 'a@b.example',
      password: 'Abcdefg123456',
      firstname: 'A',
      lastname: 'B',
    }),
  });
  expect(register.status).toBe(400);
});

test('uploads take raster images only, and serve them so that nothing in them can run', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
  const html = Buffer.from('<!doctype html><script>alert(1)</script>');
  expect((await admin.upload(svg, 'a.svg', 'image/svg+xml')).status).toBe(400);
  expect((await admin.upload(html, 'a.html', 'text/html')).status).toBe(400);
  expect((await admin.upload(html, 'a.png', 'image/png')).status).toBe(400);
  const image = await admin.upload(pngImage(4), 'dot.png', 'image/png', 'A dot');
  expect(image.status).toBe(201);
  const served = await rest(String(image.data.url));
  expect(served.status).toBe(200);
  expect(served.headers.get('content-security-policy')).toContain('sandbox');
  expect(served.headers.get('x-content-type-options')).toBe('nosniff');
});

test('58: connections that nobody uses outlast those of a balancer', async () => {
  const { headers } = await fetch(`${cms.url}/_health`);
  expect(Number(/timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThan(60);
});

test('61: nobody fills the memory with e-mail addresses that are none', async () => {
  for (const path of ['/admin/login', '/admin/forgot-password', '/Admin/login/']) {
    const answer = await fetch(cms.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: `${'a'.repeat(255)}@example.org`, password: 'Wrong-1234' }),
    });
    expect([path, answer.status, await answer.text()]).toEqual([
      path,
      400,
      expect.stringContaining('it is longer than 254 characters'),
    ]);
  }
});

test('87: a token for less than its owner does not confirm what goes from the site', async () => {
  const permission = {
    action: 'plugin::content-manager.explorer.read',
    subject: 'api::faq.faq',
    properties: { fields: ['question'] },
    conditions: [],
  };
  const { data } = await admin.request('POST', '/admin/admin-tokens', {
    name: 'Reads questions',
    kind: 'admin',
    description: '',
    lifespan: null,
    adminPermissions: [permission],
  });
  const answer = await fetch(`${cms.url}/live-status/removals`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${data.accessKey}` },
    body: JSON.stringify({ id: 'x' }),
  });
  expect(answer.status).toBe(403);
  await admin.request('DELETE', `/admin/admin-tokens/${data.id}`);
});
