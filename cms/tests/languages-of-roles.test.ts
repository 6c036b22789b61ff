import { randomBytes } from 'node:crypto';
import { type ContentType, contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AdminClient,
  type Answer,
  loginAs,
  loginAsAdmin,
  startSession,
} from './harness/admin-client.ts';
import { type OwnCms, startOwnCms } from './harness/own-cms.ts';
import { samples } from './harness/samples.ts';

type Rights = Record<string, { locales?: string[]; conditions?: string[] }>;

// One of its own: the first "Site" is made on the way.
let cms: OwnCms;
let admin: AdminClient;
const faqs = `/content-manager/collection-types/${contentTypes.Faq.uid}`;
const site = `/content-manager/single-types/${contentTypes.Site.uid}`;

beforeAll(async () => {
  cms = await startOwnCms({ SEED_DEMO_CONTENT: 'false' });
  await startSession(cms);
  admin = await loginAsAdmin(cms);
});
afterAll(() => cms.stop());

/** A new user who may do something with entries of one type, each in its own languages. */
async function loginWith(type: ContentType, rights: Rights): Promise<AdminClient> {
  const name = `Writer ${randomBytes(6).toString('hex')}`;
  const { data } = await admin.request('POST', '/admin/roles', { name, description: '' });
  const fields = (await permissionsOfEditor()).find(({ subject }) => subject === uidOf(type));
  const permissions = Object.entries(rights).map(([action, { locales, conditions = [] }]) => ({
    action: `plugin::content-manager.explorer.${action}`,
    subject: uidOf(type),
    properties: {
      ...(action === 'publish' ? {} : { fields: fields?.properties.fields }),
      locales: locales ?? ['en', 'es'],
    },
    conditions,
  }));
  const path = `/admin/roles/${data.id}/permissions`;
  expect((await admin.request('PUT', path, { permissions })).status).toBe(200);
  return loginAs(cms, String(data.code));
}

const uidOf = (type: ContentType) => contentTypes[type].uid;

async function permissionsOfEditor() {
  const roles = (await admin.request('GET', '/admin/roles')).data as unknown as {
    id: number;
    code: string;
  }[];
  const editor = roles.find(({ code }) => code === 'strapi-editor');
  const { data } = await admin.request('GET', `/admin/roles/${editor?.id}/permissions`);
  const all = data as unknown as { subject: string; properties: { fields?: string[] } }[];
  return all.filter(({ properties }) => properties.fields);
}

const refusal = ({ status, error }: Answer) => [status, error?.message];
const notInSpanish = [
  403,
  'Could not save this entry: you may not create entries of this kind in Español. Ask an administrator for the permission to.',
];

describe('whoever may write English', () => {
  const english = { locales: ['en'] };
  let writer: AdminClient;

  beforeAll(async () => {
    writer = await loginWith('Faq', {
      create: english,
      read: {},
      update: english,
      publish: english,
    });
  });

  test('creates nothing in Spanish, wherever the request names the language', async () => {
    const count = async () => (await admin.request('GET', `${faqs}?locale=es`)).data.pagination;
    const before = await count();
    for (const [path, body] of [
      ['?locale=es', {}],
      ['', { locale: 'es' }],
      ['?locale=es', { locale: 'en' }],
      ['?plugins[i18n][locale]=en&locale=es', {}],
    ] as const)
      expect(
        refusal(await writer.request('POST', faqs + path, { ...samples.faq, ...body })),
      ).toEqual(notInSpanish);
    const published = await writer.request(
      'POST',
      `${faqs}/actions/publish?locale=es`,
      samples.faq,
    );
    expect(published.status).toBe(403);
    expect(await count()).toEqual(before);
    expect((await writer.create('Faq', samples.faq)).status).toBe(201);
  });

  test('adds no Spanish to an entry, and copies none', async () => {
    const own = (await writer.create('Faq', samples.faq)).data.documentId;
    expect(refusal(await writer.update('Faq', own, samples.faq, 'es'))).toEqual(notInSpanish);
    expect((await writer.publish('Faq', own, samples.faq, 'es')).status).toBe(403);
    expect((await writer.update('Faq', own, samples.faq)).status).toBe(200);
    const both = (await admin.create('Faq', samples.faq)).data.documentId;
    await admin.update('Faq', both, samples.faq, 'es');
    for (const copy of ['clone', 'auto-clone'])
      expect(
        refusal(await writer.request('POST', `${faqs}/${copy}/${both}?locale=es`, {})),
      ).toEqual(notInSpanish);
  });

  test('makes no Spanish site, neither as the first nor as another language', async () => {
    const ofSite = await loginWith('Site', { create: english, read: {}, update: english });
    const save = (client: AdminClient, locale: string) =>
      client.request('PUT', `${site}?locale=${locale}`, { brand: 'Lectern' });
    expect(refusal(await save(ofSite, 'es'))).toEqual(notInSpanish);
    expect((await save(ofSite, 'en')).status).toBe(200);
    expect(refusal(await save(ofSite, 'es'))).toEqual(notInSpanish);
    expect((await save(admin, 'es')).status).toBe(200);
  });
});

test('whoever may change their own entries adds a language to these alone', async () => {
  const own = { conditions: ['admin::is-creator'] };
  for (const create of [{}, own]) {
    const writer = await loginWith('Faq', { create, read: own, update: own });
    const others = (await admin.create('Faq', samples.faq)).data.documentId;
    expect(refusal(await writer.update('Faq', others, samples.faq, 'es'))).toEqual([
      403,
      'Could not save this entry in Español: you may not change this entry, so you may not add a language to it either. Ask somebody who may.',
    ]);
    const theirs = (await writer.create('Faq', samples.faq)).data.documentId;
    expect((await writer.update('Faq', theirs, samples.faq, 'es')).status).toBe(200);
  }
});

test('whoever may write Spanish alone translates what is there in English', async () => {
  const spanish = { locales: ['es'] };
  const translator = await loginWith('Faq', { create: spanish, read: {}, update: spanish });
  const { documentId } = (await admin.create('Faq', samples.faq)).data;
  expect((await translator.update('Faq', documentId, samples.faq, 'es')).status).toBe(200);
  expect((await translator.update('Faq', documentId, samples.faq)).status).toBe(403);
});
