import { type ContentType, contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import type {
  DeletedEntry,
  EntryHistory,
  ReadableVersion,
  Restored,
} from '../src/history/contract.ts';
import { type AdminClient, loginAs, loginAsAdmin, loginAsReader } from './harness/admin-client.ts';
import { type FakePublisher, startFakePublisher } from './harness/fake-publisher.ts';
import { graphql } from './harness/graphql.ts';
import { startPostgres } from './harness/postgres.ts';
import { runSql } from './harness/run-sql.ts';
import { pngImage, samples } from './harness/samples.ts';
import { startTestCms, type TestCms } from './harness/test-cms.ts';

const { database } = inject('cms');
let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined;
let cms: TestCms;
let admin: AdminClient;
let editor: AdminClient;
let author: AdminClient;
let publisher: FakePublisher;

beforeAll(async () => {
  postgres = database === 'postgres' ? await startPostgres() : undefined;
  cms = await startTestCms(postgres?.url, { HISTORY_VERSIONS: '3', HISTORY_DAYS: '30' });
  publisher = await startFakePublisher(cms.publisherPort, { release: null });
  admin = await loginAsAdmin(cms);
  editor = await loginAs(cms, 'strapi-editor');
  author = await loginAs(cms, 'strapi-author');
});

afterAll(async () => {
  await cms.stop();
  await publisher.close();
  await postgres?.stop();
});

const sql = (statement: string) => runSql(cms.dataFolder, postgres?.url, statement);

async function ask<Answer>(client: AdminClient, method: string, path: string): Promise<Answer> {
  const { status, data, error } = await client.request(method, path);
  expect([path, status, error?.message]).toEqual([path, 200, undefined]);
  return data as unknown as Answer;
}
const pathOf = (type: ContentType, documentId: string, rest = '', locale = 'en') =>
  `/history/${contentTypes[type].uid}/${documentId}${rest}?locale=${locale}`;
const historyOf = (type: ContentType, id: string, locale = 'en') =>
  ask<EntryHistory>(admin, 'GET', pathOf(type, id, '', locale));
const show = (type: ContentType, id: string, version: number | 'draft') =>
  ask<ReadableVersion>(admin, 'GET', pathOf(type, id, `/${version}`));
const restore = (type: ContentType, id: string, version: number) =>
  ask<Restored>(editor, 'POST', pathOf(type, id, `/${version}/restore`));
const bringBack = (type: ContentType, id: string) =>
  ask<Restored>(editor, 'POST', pathOf(type, id, '/bring-back'));
const deleted = async (client = admin) =>
  (await ask<{ entries: DeletedEntry[] }>(client, 'GET', '/history')).entries;

/** The draft with its relations, as the form gets it. */
async function draftOf(type: ContentType, id: string) {
  const path = `/content-manager/collection-types/${contentTypes[type].uid}/${id}?locale=en`;
  return (await admin.request('GET', path)).data;
}
async function listed(pageId: string, field: string): Promise<string[]> {
  const draft = await draftOf('LandingPage', pageId);
  const path = `/content-manager/relations/${contentTypes.LandingPage.uid}/${draft.documentId}/${field}`;
  const { data } = await admin.request('GET', `${path}?locale=en&status=draft&pageSize=50`);
  // The admin shows the list from its end.
  return (data.results as { documentId: string }[])
    .map(({ documentId }) => documentId)
    .toReversed();
}
const counted = async () => Number((await sql('select value from content_generations'))[0]?.value);
async function changeIdOf(generation: number): Promise<string> {
  const query = `select change_id from content_changes where generation = ${generation}`;
  return String((await sql(query))[0]?.change_id);
}
/** What a publisher says whose site shows a generation. */
const showing = async (liveGeneration: number, release: string) => ({
  liveGeneration,
  liveChangeId: await changeIdOf(liveGeneration),
  release,
});
const newFaq = (question: string) => admin.createPublished('Faq', { ...samples.faq, question });
const slug = (name: string) => `history-${name}`;

test('every publish in every language is kept, with who did it, when, and as which change', async () => {
  const id = await editor.createPublished('Faq', { ...samples.faq, question: 'First?' });
  await editor.update('Faq', id, { ...samples.faq, question: '¿Primera?' }, 'es');
  await editor.publish('Faq', id, {}, 'es');
  await editor.update('Faq', id, { question: 'A draft only?' });
  await admin.publish('Faq', id, { question: 'Second?' });
  const { versions, mayRestore } = await historyOf('Faq', id);
  const generation = await counted();
  expect(mayRestore).toBe(true);
  expect(versions).toEqual([
    expect.objectContaining({ title: 'Second?', actor: 'First Administrator', generation }),
    expect.objectContaining({
      title: 'First?',
      actor: expect.stringMatching(/^Robin /),
      generation: generation - 2,
    }),
  ]);
  expect(Date.now() - Date.parse(versions[0]?.time ?? '')).toBeLessThan(60_000);
  const spanish = await historyOf('Faq', id, 'es');
  expect(spanish.versions.map(({ title }) => title)).toEqual(['¿Primera?']);
});

test('a publish whose version cannot be kept does not happen', async () => {
  const id = await newFaq('Before?');
  const before = await counted();
  await sql('alter table entry_versions rename to entry_versions_away');
  try {
    const answer = await admin.publish('Faq', id, { question: 'After?' });
    expect(answer.error?.message).toMatch(
      /^Could not keep this version in the history, so nothing/,
    );
    const query = `{ faq(documentId: "${id}") { question } }`;
    expect((await graphql(cms, query)).data.faq.question).toBe('Before?');
    expect(await counted()).toBe(before);
  } finally {
    await sql('alter table entry_versions_away rename to entry_versions');
  }
  expect((await admin.publish('Faq', id, { question: 'After?' })).status).toBe(200);
});

test('it says in which release a version was live, and which ones never were', async () => {
  const id = await newFaq('Skipped?');
  await admin.publish('Faq', id, { question: 'Seen?' });
  const generation = await counted();
  publisher.say(await showing(generation, `00000007-g${generation}`));
  const states = async () =>
    (await historyOf('Faq', id)).versions.map(({ title, release, liveAt }) => [
      title,
      release,
      liveAt !== null,
    ]);
  await expect.poll(states).toEqual([
    ['Seen?', `00000007-g${generation}`, true],
    ['Skipped?', null, false],
  ]);
  await admin.publish('Faq', id, { question: 'Taken off at once?' });
  await admin.unpublish('Faq', id);
  publisher.say(await showing(generation + 2, `00000008-g${generation + 2}`));
  const marker = await newFaq('Looked at last?');
  publisher.say(await showing(generation + 3, `00000009-g${generation + 3}`));
  await expect
    .poll(async () => (await historyOf('Faq', marker)).versions[0]?.release)
    .toBe(`00000009-g${generation + 3}`);
  expect((await states())[0]).toEqual(['Taken off at once?', null, false]);
});

test('whoever has the key of the publisher is told what a release changed, and nobody else', async () => {
  const after = await counted();
  const id = await newFaq('In a release?');
  await editor.unpublish('Faq', id);
  const pathTo = async (to: number) =>
    `${cms.url}/api/release-changes?after=${after}&afterChange=${await changeIdOf(after)}&to=${to}&toChange=${await changeIdOf(to)}`;
  const path = await pathTo(after + 1);
  const headers = { 'x-lectern-key': cms.publisherKey };
  expect(await (await fetch(path, { headers })).json()).toEqual([
    {
      generation: after + 1,
      kind: 'Question and answer',
      locale: 'en',
      verb: 'Published',
      title: 'In a release?',
      actor: 'First Administrator',
      release: null,
      isUnseen: true,
    },
  ]);
  await newFaq('In the release after it?');
  const release = `00000010-g${after + 3}`;
  publisher.say(await showing(after + 3, release));
  const seen = async () => {
    const answer = await fetch(await pathTo(after + 3), { headers });
    const changes = (await answer.json()) as Record<string, unknown>[];
    return changes.map(({ verb, release, isUnseen }) => [verb, release, isUnseen]);
  };
  // The first was taken off before anybody could see it; of taking off there is no version.
  await expect.poll(seen).toEqual([
    ['Published', null, true],
    ['Unpublished', null, false],
    ['Published', release, false],
  ]);
  const ofAnother = path.replace(/afterChange=[^&]+/, 'afterChange=of-another-history');
  expect((await fetch(ofAnother, { headers })).status).toBe(404);
  expect((await fetch(path)).status).toBe(401);
  const authorization = `Bearer ${cms.siteToken}`;
  expect((await fetch(path, { headers: { authorization } })).status).toBe(401);
});

describe('restoring a version as the draft', () => {
  test('brings back fields, groups, relations in their order, and images; visitors see nothing of it', async () => {
    const [one, two, unpublished] = [
      await newFaq('One?'),
      await newFaq('Two?'),
      (await admin.create('Faq', { ...samples.faq, question: 'Not published?' })).data.documentId,
    ];
    const image = await admin.upload(pngImage(8), 'share.png', 'image/png', 'A square');
    const page = {
      ...samples.landingPage(slug('whole')),
      faqs: [two, unpublished, one],
      seo: { title: 'Before', shareImage: image.data.id },
    };
    const id = await admin.createPublished('LandingPage', page);
    const [version] = (await historyOf('LandingPage', id)).versions;
    const changed = await admin.publish('LandingPage', id, {
      title: 'Changed',
      callToAction: { label: 'Changed', url: '/' },
      faqs: { connect: [], disconnect: [{ documentId: two }] },
      seo: null,
    });
    expect(changed.error).toBeUndefined();
    expect(await restore('LandingPage', id, version?.id ?? 0)).toMatchObject({ leftOut: [] });
    const draft = await draftOf('LandingPage', id);
    expect(draft).toMatchObject({
      title: page.title,
      callToAction: page.callToAction,
      seo: { title: 'Before', shareImage: { id: image.data.id } },
    });
    expect((await listed(id, 'faqs')).toSorted()).toEqual([one, two, unpublished].toSorted());
    const shown = await show('LandingPage', id, 'draft');
    expect(shown.fields.find(({ path }) => path === 'faqs')?.text).toBe(
      'Two?\nNot published?\nOne?',
    );
    const query = `{ landingPage(documentId: "${id}") { title faqs { question } } }`;
    expect((await graphql(cms, query)).data.landingPage).toEqual({
      title: 'Changed',
      faqs: [{ question: 'One?' }],
    });
  });

  test('names before and after what it has to leave out', async () => {
    const [kept, gone] = [await newFaq('Kept?'), await newFaq('Gone?')];
    const image = await admin.upload(pngImage(9), 'gone.png', 'image/png', 'A square');
    const id = await admin.createPublished('LandingPage', {
      ...samples.landingPage(slug('left-out')),
      faqs: [gone, kept],
      seo: { title: 'With an image', shareImage: image.data.id },
    });
    const version = (await historyOf('LandingPage', id)).versions[0]?.id ?? 0;
    await admin.remove('Faq', gone);
    await admin.unpublish('LandingPage', id);
    await admin.request('DELETE', `/upload/files/${image.data.id}`);
    // As if the type had lost one field, gained another, and changed the kind of a third.
    const [row] = await sql(`select content from entry_versions where id = ${version}`);
    const content = typeof row?.content === 'string' ? JSON.parse(row.content) : row?.content;
    const { lede: _, ...others } = content;
    const edited = JSON.stringify({
      ...others,
      subtitle: { kind: 'value', type: 'string', value: 'Lost' },
      verdict: { kind: 'relation', value: ['abc'] },
    });
    await sql(`update entry_versions set content = '${edited}' where id = ${version}`);
    await admin.update('LandingPage', id, { title: 'Changed', lede: 'Stays.', verdict: 'Stays.' });
    const leftOut = [
      { label: 'subtitle', reason: 'is not a field of this form any more.' },
      { label: 'Introduction', reason: 'was not there yet in this version.' },
      { label: 'Verdict', reason: 'is another kind of field now.' },
      {
        label: 'Questions and answers',
        reason: 'listed “Gone?”, which does not exist any more.',
      },
      {
        label: 'Search and sharing → Image for shared links',
        reason: 'had the file “gone.png”, which is not in the media library any more.',
      },
    ];
    const shown = await show('LandingPage', id, version);
    expect(shown.leftOut).toEqual(expect.arrayContaining(leftOut));
    expect(shown.leftOut).toHaveLength(leftOut.length);
    expect((await restore('LandingPage', id, version)).leftOut).toEqual(shown.leftOut);
    expect(await draftOf('LandingPage', id)).toMatchObject({
      title: samples.landingPage(slug('left-out')).title,
      lede: 'Stays.',
      verdict: 'Stays.',
      seo: { title: 'With an image', shareImage: null },
    });
    expect(await listed(id, 'faqs')).toEqual([kept]);
  });

  test('is refused with the reason when the rules of today do not allow it', async () => {
    const id = await admin.createPublished('LandingPage', samples.landingPage(slug('taken')));
    const version = (await historyOf('LandingPage', id)).versions[0]?.id ?? 0;
    await admin.update('LandingPage', id, { slug: slug('moved') });
    await admin.publish('LandingPage', id);
    await admin.create('LandingPage', samples.landingPage(slug('taken')));
    const answer = await editor.request('POST', pathOf('LandingPage', id, `/${version}/restore`));
    expect([answer.status, answer.error?.message]).toEqual([
      400,
      expect.stringContaining(`"${slug('taken')}" is taken by the landing page`),
    ]);
    expect((await draftOf('LandingPage', id)).slug).toBe(slug('moved'));
  });
});

describe('a deleted entry', () => {
  test('is brought back as a draft under its own id, and returns to its pages', async () => {
    const [first, last] = [await newFaq('Stands first?'), await newFaq('Stands last?')];
    const id = await newFaq('Stands between?');
    await admin.publish('Faq', id, { ...samples.faq, question: '¿En medio?' }, 'es');
    await admin.update('Faq', id, { question: 'Stands between, as a draft?' });
    const pageId = await admin.createPublished('LandingPage', {
      ...samples.landingPage(slug('bring-back')),
      faqs: [first, id, last],
    });
    // In every language, as the admin's menu does.
    const path = `/content-manager/collection-types/${contentTypes.Faq.uid}/${id}?locale=*`;
    expect((await editor.request('DELETE', path)).status).toBe(200);
    expect(await deleted()).toContainEqual(
      expect.objectContaining({
        documentId: id,
        kind: 'Question and answer',
        locales: expect.arrayContaining(['en', 'es']),
        actor: expect.stringMatching(/^Robin /),
        mayBringBack: true,
      }),
    );
    expect(await bringBack('Faq', id)).toMatchObject({ documentId: id, leftOut: [] });
    expect((await deleted()).map(({ documentId }) => documentId)).not.toContain(id);
    expect((await draftOf('Faq', id)).question).toBe('Stands between, as a draft?');
    const inSpanish = await ask<ReadableVersion>(admin, 'GET', pathOf('Faq', id, '/draft', 'es'));
    expect(inSpanish.fields[0]?.text).toBe('¿En medio?');
    const questions = async () => {
      const query = `{ landingPage(documentId: "${pageId}") { faqs { question } } }`;
      const { data } = await graphql(cms, query);
      return data.landingPage.faqs.map(({ question }: { question: string }) => question);
    };
    expect(await questions()).toEqual(['Stands first?', 'Stands last?']);
    expect((await editor.publish('Faq', id)).status).toBe(200);
    const all = ['Stands first?', 'Stands between, as a draft?', 'Stands last?'];
    expect(await questions()).toEqual(all);
    expect((await editor.publish('LandingPage', pageId)).status).toBe(200);
    expect(await questions()).toEqual(all);
    const { versions } = await historyOf('Faq', id);
    expect(versions.map(({ action }) => action)).toEqual(['publish', 'delete', 'publish']);
  });

  test('also one that was never published', async () => {
    const { data } = await admin.create('Redirect', samples.redirect('/history/'));
    await admin.remove('Redirect', data.documentId);
    await bringBack('Redirect', data.documentId);
    expect(await draftOf('Redirect', data.documentId)).toMatchObject({ from: '/history/' });
  });
});

describe('who may', () => {
  test('read an entry sees its history; change it, restores; create one, brings it back', async () => {
    const id = await newFaq('For an author?');
    const version = (await historyOf('Faq', id)).versions[0]?.id ?? 0;
    expect((await ask<EntryHistory>(author, 'GET', pathOf('Faq', id))).mayRestore).toBe(true);
    await ask(author, 'POST', pathOf('Faq', id, `/${version}/restore`));
    await admin.remove('Faq', id);
    expect((await deleted(author)).map(({ documentId }) => documentId)).toContain(id);
    await ask(author, 'POST', pathOf('Faq', id, '/bring-back'));
  });

  test('not, does not', async () => {
    const id = await newFaq('For a reader?');
    const other = await newFaq('For a reader, too?');
    const version = (await historyOf('Faq', id)).versions[0]?.id ?? 0;
    await admin.remove('Faq', other);
    const reader = await loginAsReader(cms, 'Faq', { fields: ['question'], locales: ['en'] });
    expect((await ask<EntryHistory>(reader, 'GET', pathOf('Faq', id))).mayRestore).toBe(false);
    const shown = await ask<ReadableVersion>(reader, 'GET', pathOf('Faq', id, `/${version}`));
    expect(shown.fields.map(({ path }) => path)).toEqual(['question']);
    const found = (await deleted(reader)).find(({ documentId }) => documentId === other);
    expect(found).toMatchObject({ mayBringBack: false });
    const plan = await admin.createPublished('Plan', samples.plan);
    await admin.remove('Plan', plan);
    expect((await deleted(reader)).map(({ documentId }) => documentId)).not.toContain(plan);
    for (const [method, path] of [
      ['POST', pathOf('Faq', id, `/${version}/restore`)],
      ['POST', pathOf('Faq', other, '/bring-back')],
      ['GET', pathOf('Plan', plan)],
      ['POST', pathOf('Plan', plan, '/bring-back')],
    ] as const)
      expect([path, (await reader.request(method, path)).status]).toEqual([path, 403]);
    expect((await fetch(cms.url + pathOf('Faq', id))).status).toBe(401);
  });
});

test('versions beyond the number and the days that are kept are forgotten, but never the latest', async () => {
  const often = await newFaq('Version 0?');
  for (const number of [1, 2, 3])
    await admin.publish('Faq', often, { question: `Version ${number}?` });
  const old = await newFaq('Old?');
  await admin.publish('Faq', old, { question: 'Old, too?' });
  const gone = await newFaq('Old and gone?');
  await admin.remove('Faq', gone);
  const long = Date.now() - 31 * 86_400_000;
  const time = postgres ? `'${new Date(long).toISOString()}'` : String(long);
  await sql(`update entry_versions set time = ${time} where entry_id in ('${old}', '${gone}')`);
  await cms.restart();
  const titles = async (id: string) =>
    (
      await sql(`select title from entry_versions where entry_id = '${id}' order by generation`)
    ).map(({ title }) => title);
  expect(await titles(often)).toEqual(['Version 1?', 'Version 2?', 'Version 3?']);
  expect(await titles(old)).toEqual(['Old, too?']);
  expect(await titles(gone)).toEqual([]);
});

test('a history of no versions forgets those it has and keeps no others', async () => {
  const id = await newFaq('Kept before?');
  const gone = await newFaq('Deleted before?');
  await admin.remove('Faq', gone);
  const versions = async () =>
    Number((await sql('select count(*) as n from entry_versions'))[0]?.n);
  expect(await versions()).toBeGreaterThan(2);
  await cms.restart({ HISTORY_VERSIONS: '0' });
  onTestFinished(() => cms.restart());
  expect(await versions()).toBe(0);
  const before = await counted();
  expect((await admin.publish('Faq', id, { question: 'Kept no more?' })).status).toBe(200);
  await admin.remove('Faq', id);
  expect(await counted()).toBe(before + 2);
  expect(await versions()).toBe(0);
  expect((await historyOf('Faq', id)).versions).toEqual([]);
  expect(await deleted()).toEqual([]);
});
