import { beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from './harness/admin-client.ts';
import { graphql } from './harness/graphql.ts';
import { pngImage, samples } from './harness/samples.ts';

const cms = inject('cms');
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

async function generation(): Promise<number> {
  const { data } = await graphql(cms, '{ contentGeneration { value changeId } }');
  return data.contentGeneration.value;
}

test('publishing, unpublishing and deleting count; saving a draft does not', async () => {
  const start = await generation();
  const { data } = await admin.create('Faq', samples.faq);
  await admin.update('Faq', data.documentId, { ...samples.faq, question: 'Changed?' });
  expect(await generation()).toBe(start);
  await admin.publish('Faq', data.documentId);
  expect(await generation()).toBe(start + 1);
  await admin.unpublish('Faq', data.documentId);
  expect(await generation()).toBe(start + 2);
  await admin.remove('Faq', data.documentId);
  expect(await generation()).toBe(start + 3);
});

test('a refused publish does not count', async () => {
  const { data } = await admin.create('Plan', { name: 'Unfinished' });
  const start = await generation();
  expect((await admin.publish('Plan', data.documentId)).status).toBe(400);
  expect(await generation()).toBe(start);
});

test('a changed or deleted image counts', async () => {
  const image = await admin.upload(pngImage(8), 'counted.png', 'image/png', 'Before');
  const start = await generation();
  const form = new FormData();
  form.append('fileInfo', JSON.stringify({ alternativeText: 'After' }));
  await admin.request('POST', `/upload?id=${image.data.id}`, form);
  const changed = await generation();
  expect(changed).toBeGreaterThan(start);
  await admin.request('DELETE', `/upload/files/${image.data.id}`);
  expect(await generation()).toBeGreaterThan(changed);
});

test('publishing at the same time counts every publish', async () => {
  const drafts = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      admin.create('Faq', { ...samples.faq, question: `At once ${index}` }),
    ),
  );
  const start = await generation();
  await Promise.all(drafts.map(({ data }) => admin.publish('Faq', data.documentId)));
  expect(await generation()).toBe(start + drafts.length);
});
