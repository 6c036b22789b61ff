import { type ContentType, contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type AdminClient, type Answer, loginAs, loginAsAdmin } from './harness/admin-client.ts';
import { graphql } from './harness/graphql.ts';
import { samples } from './harness/samples.ts';

const cms = inject('cms');
const collection = (type: ContentType) =>
  `/content-manager/collection-types/${contentTypes[type].uid}`;
const site = `/content-manager/single-types/${contentTypes.Site.uid}`;
let admin: AdminClient;
let editor: AdminClient;
let author: AdminClient;
/** A published plan that nobody but its editor may touch. */
let victim: Answer['data'];
const made: [ContentType, string][] = [];

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  editor = await loginAs(cms, 'strapi-editor');
  author = await loginAs(cms, 'strapi-author');
  const documentId = await editor.createPublished('Plan', { ...samples.plan, name: 'Victim' });
  made.push(['Plan', documentId]);
  victim = await read('Plan', documentId);
});

afterAll(async () => {
  for (const [type, documentId] of made) await admin.remove(type, documentId);
});

async function read(type: ContentType, documentId: string): Promise<Answer['data']> {
  return (await admin.request('GET', `${collection(type)}/${documentId}`)).data;
}

async function draftPlan(by: AdminClient = author): Promise<Answer['data']> {
  const { data } = await by.create('Plan', { ...samples.plan, name: 'Own' });
  made.push(['Plan', data.documentId]);
  return data;
}

const idOf = (items: unknown, index = 0): number =>
  Reflect.get(Object([items].flat()[index]), 'id');

function expectRefusal({ status, error }: Answer, field: string, remedy: RegExp): void {
  expect([status, error?.details?.errors?.map(({ path }) => path)]).toEqual([400, [[field]]]);
  expect(error?.message).toMatch(/^Could not save this entry: "/);
  expect(error?.message).toMatch(remedy);
}

async function expectUntouched(): Promise<void> {
  expect(await read('Plan', victim.documentId)).toEqual(victim);
  const { data } = await graphql(cms, `{ plan(documentId: "${victim.documentId}") { name } }`);
  expect(data.plan.name).toBe('Victim');
}

describe('50: a body that names another entry is refused at that field, and changes nothing', () => {
  test.each(['documentId', 'id'])('50: as the %s of a draft that is saved', async (field) => {
    const own = await draftPlan();
    const data = { ...samples.plan, name: 'Moved', [field]: victim[field] };
    expectRefusal(
      await author.update('Plan', own.documentId, data),
      field,
      /Leave it out, or load/,
    );
    expect((await read('Plan', own.documentId)).name).toBe('Own');
    await expectUntouched();
  });

  test.each(['documentId', 'id'])('50: as the %s of what is saved and published', async (field) => {
    const own = await draftPlan(editor);
    const data = { ...samples.plan, name: 'Moved', [field]: victim[field] };
    expectRefusal(await editor.publish('Plan', own.documentId, data), field, /Leave it out/);
    expect((await read('Plan', own.documentId)).status).toBe('draft');
    await expectUntouched();
  });

  test('50: as the identity of a new entry, in its own language or another, published at once or not', async () => {
    for (const field of ['documentId', 'id'])
      for (const locale of ['en', 'es']) {
        const data = { ...samples.plan, [field]: victim[field] };
        const remedy = /a new one gets its own\. Leave it out/;
        expectRefusal(await author.create('Plan', data, locale), field, remedy);
        const path = `${collection('Plan')}/actions/publish?locale=${locale}`;
        expectRefusal(await editor.request('POST', path, data), field, remedy);
      }
    expectRefusal(await author.create('Plan', { ...samples.plan, id: 900_000 }), 'id', /Leave it/);
    await expectUntouched();
  });

  test('50: of a copy, made with changes or without', async () => {
    const own = await draftPlan();
    for (const way of ['clone', 'auto-clone'])
      for (const field of ['documentId', 'id']) {
        const path = `${collection('Plan')}/${way}/${own.documentId}?locale=en`;
        const answer = await author.request('POST', path, { [field]: victim[field] });
        expectRefusal(answer, field, /Leave it out/);
      }
    await expectUntouched();
  });

  test('50: by unpublishing or discarding under another name', async () => {
    const id = await editor.createPublished('Plan', samples.plan);
    made.push(['Plan', id]);
    for (const action of ['unpublish', 'discard', 'publish']) {
      const path = `${collection('Plan')}/${id}/actions/${action}?locale=en`;
      const answer = await editor.request('POST', path, { documentId: victim.documentId });
      expectRefusal(answer, 'documentId', /Leave it out/);
    }
    expect((await read('Plan', id)).status).toBe('published');
  });

  test('50: of the site itself, saved or published', async () => {
    const before = (await admin.request('GET', `${site}?locale=en`)).data;
    const data = { brand: before.brand, documentId: victim.documentId };
    expectRefusal(await author.update('Site', '', data), 'documentId', /Leave it out/);
    const publish = `${site}/actions/publish?locale=en`;
    expectRefusal(await editor.request('POST', publish, data), 'documentId', /Leave it out/);
    expect((await admin.request('GET', `${site}?locale=en`)).data).toEqual(before);
  });
});

test('50: a form may send along the identity of the entry that it is about', async () => {
  const own = await draftPlan();
  const data = { ...samples.plan, name: 'Saved', id: own.id, documentId: own.documentId };
  const saved = await author.update('Plan', own.documentId, data);
  expect([saved.status, saved.data.name, saved.data.id]).toEqual([200, 'Saved', own.id]);
  expect((await editor.publish('Plan', own.documentId, data)).status).toBe(200);
  const gone = { ...data, id: 2_000_000_000 };
  expect((await author.update('Plan', own.documentId, gone)).status).toBe(200);
  const { id, documentId, brand } = (await admin.request('GET', `${site}?locale=en`)).data;
  expect((await admin.update('Site', '', { id, documentId, brand })).status).toBe(200);
});

describe('50: rows of other entries inside a body', () => {
  test('50: a group of fields of another entry is refused, in a list or alone', async () => {
    const own = await draftPlan();
    for (const [field, value] of [
      ['callToAction', { id: idOf(victim.callToAction), label: 'Taken', url: '/' }],
      ['features', [{ id: idOf(victim.features), text: 'Taken' }]],
    ] as const) {
      const answer = await author.update('Plan', own.documentId, { [field]: value });
      expectRefusal(answer, field, /of another entry, or one that was replaced meanwhile\. Load/);
    }
    const copied = await author.create('Plan', {
      ...samples.plan,
      features: [{ id: idOf(victim.features), text: 'Of a row of its own' }],
    });
    made.push(['Plan', copied.data.documentId]);
    expect(idOf(copied.data.features)).not.toBe(idOf(victim.features));
    await expectUntouched();
  });

  test('50: a page lists drafts in its own language, whatever number is named', async () => {
    const faq = await editor.createPublished('Faq', samples.faq);
    const spanish = (await editor.update('Faq', faq, { question: 'Spanish?' }, 'es')).data;
    const published = await admin.request('GET', `${collection('Faq')}/${faq}?status=published`);
    const draft = await read('Faq', faq);
    const page = samples.landingPage(`foreign-${Date.now()}`);
    made.push(['Faq', faq]);
    const rows = [draft.id, published.data.id, spanish.id];
    for (const id of [...rows, 999_999_999, 99_999_999_999, '12 or 1'])
      for (const faqs of [{ connect: [{ id }] }, { set: [{ id }] }, [{ id }], { connect: [id] }])
        expectRefusal(await author.create('LandingPage', { ...page, faqs }), 'faqs', /documentId/);
    for (const faqs of [[{ id: draft.id, documentId: faq }], { connect: [faq] }]) {
      const answer = await author.create('LandingPage', { ...page, faqs });
      expect(answer.status).toBe(201);
      expect((await author.remove('LandingPage', answer.data.documentId)).status).toBe(200);
    }
  });

  test("50: who created an entry, when, and its other languages are not the body's to say", async () => {
    for (const client of [author, admin]) {
      const own = await draftPlan(client);
      const forged = {
        ...samples.plan,
        name: 'Saved',
        createdBy: idOf(victim.createdBy),
        updatedBy: idOf(victim.createdBy),
        localizations: [victim.id],
        publishedAt: '2031-01-01T00:00:00.000Z',
        createdAt: '2031-01-01T00:00:00.000Z',
        updatedAt: '2031-01-01T00:00:00.000Z',
      };
      const created = await client.create('Plan', forged);
      made.push(['Plan', created.data.documentId]);
      for (const { documentId } of [
        (await client.update('Plan', own.documentId, forged)).data,
        created.data,
      ]) {
        const saved = await read('Plan', documentId);
        expect([saved.name, saved.status, saved.localizations]).toEqual(['Saved', 'draft', []]);
        expect([saved.createdBy, saved.updatedBy]).toEqual([own.createdBy, own.createdBy]);
        for (const time of ['createdAt', 'updatedAt'])
          expect(String(saved[time]) < '2031', time).toBe(true);
      }
    }
    await expectUntouched();
  });

  test('50: the language is that of the address, and a redirect has none', async () => {
    const redirect = samples.redirect(`/no-language-${Date.now()}/`);
    const remedy = /the same in all\. Leave it out/;
    expectRefusal(await author.create('Redirect', { ...redirect, locale: 'es' }), 'locale', remedy);
    const { documentId } = (await author.create('Redirect', redirect)).data;
    made.push(['Redirect', documentId]);
    const moved = await author.update('Redirect', documentId, { ...redirect, locale: 'es' });
    expectRefusal(moved, 'locale', remedy);
    const own = await draftPlan();
    const saved = await author.update('Plan', own.documentId, { name: 'En', locale: 'es' }, 'en');
    expect([saved.status, saved.data.locale]).toEqual([200, 'en']);
    expect((await read('Plan', own.documentId)).localizations).toEqual([]);
  });
});

test('50: what is restored or planned is what the address names', async () => {
  const id = await editor.createPublished('Plan', { ...samples.plan, name: 'First' });
  made.push(['Plan', id]);
  await editor.publish('Plan', id, { ...samples.plan, name: 'Second' });
  const history = `/history/${contentTypes.Plan.uid}/${id}`;
  const { versions } = (await editor.request('GET', `${history}?locale=en`)).data as {
    versions?: { id: number; title: string }[];
  };
  const first = versions?.find(({ title }) => title === 'First');
  const named = { documentId: victim.documentId, entryId: victim.documentId, id: victim.id };
  const restore = `${history}/${first?.id}/restore?locale=en`;
  expect((await editor.request('POST', restore, named)).data.documentId).toBe(id);
  expect((await read('Plan', id)).name).toBe('First');
  const wallTime = `${new Date().getUTCFullYear() + 1}-05-05T05:05`;
  const plan = { ...named, wallTime, timeZone: 'UTC' };
  const schedule = `/schedule/${contentTypes.Plan.uid}`;
  const planned = await editor.request('POST', `${schedule}/${id}/publish?locale=en`, plan);
  expect(planned.data.planned).toHaveLength(1);
  const others = await editor.request('GET', `${schedule}/${victim.documentId}?locale=en`);
  expect(others.data.planned).toEqual([]);
  await expectUntouched();
});

test('51: there is one Site, by whatever address somebody makes another one', async () => {
  const list = '/content-manager/collection-types/api::site.site';
  for (const [method, path] of [
    ['POST', `${list}?locale=en`],
    ['GET', `${list}?locale=en`],
    ['PUT', `${list}/x?locale=en`],
    ['POST', `${list}/actions/publish?locale=en`],
  ] as const) {
    const { status, error } = await admin.request(method, path, method === 'GET' ? undefined : {});
    expect([path, status, error?.message]).toEqual([
      path,
      404,
      'Could not find a list: "api::site.site" is one entry. Ask for it under "/single-types/".',
    ]);
  }
  const single = '/content-manager/single-types/api::faq.faq?locale=en';
  const { status, error } = await admin.request('PUT', single, samples.faq);
  expect([status, error?.message]).toEqual([
    404,
    'Could not find the entry: "api::faq.faq" has many. Ask for one under "/collection-types/".',
  ]);
});
