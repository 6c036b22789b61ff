import { type ContentType, contentTypeNames, contentTypes } from '@lectern/shared-types';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type AdminClient, loginAs, loginAsAdmin } from './harness/admin-client.ts';
import { graphql } from './harness/graphql.ts';
import { pngImage, samples } from './harness/samples.ts';

const cms = inject('cms');
let admin: AdminClient;
let editor: AdminClient;
let author: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  editor = await loginAs(cms, 'strapi-editor');
  author = await loginAs(cms, 'strapi-author');
});

/** Questions that visitors get. */
async function published(question: string): Promise<number> {
  const query = `{ faqs(filters: { question: { eq: "${question}" } }) { question } }`;
  return (await graphql(cms, query)).data.faqs.length;
}

const settings = [
  '/admin/roles',
  '/admin/users',
  '/admin/api-tokens',
  '/admin/webhooks',
  '/upload/settings',
  '/content-type-builder/content-types',
];

test('the administrator may do everything, and is called so', async () => {
  for (const path of settings)
    expect([path, (await admin.request('GET', path)).status]).toEqual([path, 200]);
  const { data } = await admin.request('GET', '/admin/roles');
  const names = (data as unknown as { name: string }[]).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['Administrator', 'Editor', 'Author']));
});

describe.each([
  ['an editor', () => editor],
  ['an author', () => author],
])('%s', (_, client) => {
  test('reads every type of content in both languages', async () => {
    for (const type of contentTypeNames) {
      const kind = type === 'Site' ? 'single-types' : 'collection-types';
      for (const locale of contentTypes[type].isLocalized ? ['en', 'es'] : ['en']) {
        const path = `/content-manager/${kind}/${contentTypes[type].uid}?locale=${locale}`;
        const { status, data } = await client().request('GET', path);
        expect([path, status]).toEqual([path, 200]);
        expect(type === 'Site' ? data.brand : data.results, path).not.toHaveLength(0);
      }
    }
  });

  test('gets into no settings, and cannot make itself an administrator', async () => {
    for (const path of settings)
      expect([path, (await client().request('GET', path)).status]).toEqual([path, 403]);
    const me = (await client().request('GET', '/admin/users/me')).data;
    const { data } = await admin.request('GET', '/admin/roles');
    const all = (data as unknown as { id: number }[]).map(({ id }) => id);
    expect((await client().request('PUT', `/admin/users/${me.id}`, { roles: all })).status).toBe(
      403,
    );
    await client().request('PUT', '/admin/users/me', { firstname: 'Robin', roles: all });
    expect((await client().request('GET', '/admin/roles')).status).toBe(403);
    const form = `/content-manager/content-types/api::faq.faq/configuration`;
    expect((await client().request('PUT', form, {})).status).toBe(403);
  });

  test('creates and changes drafts of every type, also in Spanish', async () => {
    const drafts: [ContentType, object][] = [
      ['Framework', samples.framework],
      ['PathStep', samples.pathStep],
      ['Testimonial', samples.testimonial],
      ['Faq', samples.faq],
      ['Plan', samples.plan],
      ['Reason', samples.reason],
      ['LandingPage', samples.landingPage(`by-role-${Math.random().toString(36).slice(2)}`)],
      ['Redirect', samples.redirect(`/by-role-${Math.random().toString(36).slice(2)}/`)],
    ];
    for (const [type, sample] of drafts) {
      const created = await client().create(type, { ...sample });
      expect([type, created.status]).toEqual([type, 201]);
      const { documentId } = created.data;
      const title = contentTypes[type].title;
      for (const locale of contentTypes[type].isLocalized ? ['en', 'es'] : ['en']) {
        const changed = { ...sample, [title]: type === 'Redirect' ? '/changed/' : 'Changed' };
        const saved = await client().update(type, documentId, changed, locale);
        expect([type, locale, saved.status, saved.data[title]]).toEqual([
          type,
          locale,
          200,
          changed[title as keyof typeof changed],
        ]);
      }
      expect((await client().remove(type, documentId)).status, type).toBe(200);
    }
  });

  test('uploads an image with its alternative text', async () => {
    const image = await client().upload(pngImage(8), 'role.png', 'image/png', 'A square');
    expect([image.status, image.data.alternativeText]).toEqual([201, 'A square']);
  });
});

test('an editor publishes, unpublishes, discards, deletes, and keeps images', async () => {
  const question = 'May an editor publish?';
  const documentId = await editor.createPublished('Faq', { ...samples.faq, question });
  expect(await published(question)).toBe(1);
  await editor.update('Faq', documentId, { ...samples.faq, question: 'Changed?' });
  expect((await editor.discard('Faq', documentId)).data.question).toBe(question);
  expect((await editor.unpublish('Faq', documentId)).status).toBe(200);
  expect(await published(question)).toBe(0);
  expect((await editor.publish('Faq', documentId)).status).toBe(200);
  expect((await editor.remove('Faq', documentId)).status).toBe(200);
  const image = await editor.upload(pngImage(8), 'kept.png', 'image/png', 'A square');
  const form = new FormData();
  form.append('fileInfo', JSON.stringify({ alternativeText: 'A grey square' }));
  expect((await editor.request('POST', `/upload?id=${image.data.id}`, form)).status).toBe(200);
  expect((await editor.request('DELETE', `/upload/files/${image.data.id}`)).status).toBe(200);
});

describe('an author changes nothing that visitors see', () => {
  const question = 'Is this still as it was published?';
  let documentId: string;

  beforeAll(async () => {
    documentId = await admin.createPublished('Faq', { ...samples.faq, question });
  });

  test('neither by publishing, nor by creating or saving as published', async () => {
    const own = await author.create('Faq', { ...samples.faq, question: 'By an author?' });
    expect((await author.publish('Faq', own.data.documentId)).status).toBe(403);
    expect((await author.publish('Faq', documentId, { question: 'Changed?' })).status).toBe(403);
    const { uid } = contentTypes.Faq;
    const path = `/content-manager/collection-types/${uid}`;
    const forged = { ...samples.faq, question: 'Forged?', status: 'published' };
    await author.request('POST', `${path}?status=published`, forged);
    await author.request('PUT', `${path}/${documentId}?status=published`, forged);
    await author.request('POST', `${path}/actions/publish`, forged);
    const bulk = { documentIds: [own.data.documentId, documentId] };
    for (const action of ['bulkPublish', 'bulkUnpublish'])
      expect((await author.request('POST', `${path}/actions/${action}`, bulk)).status).toBe(403);
    expect(await published('By an author?')).toBe(0);
    expect(await published('Forged?')).toBe(0);
    expect(await published(question)).toBe(1);
  });

  test('nor by unpublishing or deleting', async () => {
    expect((await author.unpublish('Faq', documentId)).status).toBe(403);
    const removed = await author.remove('Faq', documentId);
    expect([removed.status, removed.error?.message]).toEqual([
      403,
      'Could not delete this entry: it is published, and you may change drafts only. Ask an editor to delete it.',
    ]);
    const path = `/content-manager/collection-types/${contentTypes.Faq.uid}/actions/bulkDelete`;
    const draft = await author.create('Faq', samples.faq);
    const documentIds = [draft.data.documentId, documentId];
    expect((await author.request('POST', path, { documentIds })).status).toBe(403);
    expect(await published(question)).toBe(1);
  });

  test('nor by changing an image, also one of their own', async () => {
    const image = await author.upload(pngImage(8), 'own.png', 'image/png', 'A square');
    const form = () => {
      const body = new FormData();
      body.append('fileInfo', JSON.stringify({ alternativeText: 'Changed' }));
      return body;
    };
    expect((await author.request('POST', `/upload?id=${image.data.id}`, form())).status).toBe(403);
    expect((await author.request('DELETE', `/upload/files/${image.data.id}`)).status).toBe(403);
  });
});
