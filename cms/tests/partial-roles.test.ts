import { type ContentType, contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Waiting } from '../src/candidate/contract.ts';
import type { EntryHistory, ReadableVersion } from '../src/history/contract.ts';
import type { EntryStatus, ListPlaces, SiteStatus } from '../src/live-status/contract.ts';
import type { SiteSchedule } from '../src/schedule/contract.ts';
import { type AdminClient, loginAsAdmin, loginAsReader } from './harness/admin-client.ts';
import { samples } from './harness/samples.ts';

const cms = inject('cms');
const faqUid = contentTypes.Faq.uid;
const pageUid = contentTypes.LandingPage.uid;
const made: [ContentType, string][] = [];
let admin: AdminClient;
/** Reads the English questions. */
let reader: AdminClient;
/** Reads and makes English entries of their own. */
let creator: AdminClient;
/** Reads landing pages, and nothing that they list. */
let pageReader: AdminClient;
let faq: string;
let own: string;
let page: string;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  reader = await loginAsReader(cms, 'Faq', { fields: ['question'], locales: ['en'] });
  const all = ['question', 'answer'];
  const locales = ['en'];
  creator = await loginAsReader(
    cms,
    'Faq',
    { fields: all, locales },
    ['admin::is-creator'],
    ['read', 'create'],
  );
  const fields = Object.keys((await modelOf(pageUid)).attributes).filter((name) => name !== 'id');
  pageReader = await loginAsReader(cms, 'LandingPage', { fields, locales: ['en', 'es'] });
  faq = await publish('Faq', { ...samples.faq, question: 'Of somebody else?' });
  await admin.update('Faq', faq, { ...samples.faq, question: '¿De otra persona?' }, 'es');
  await admin.publish('Faq', faq, {}, 'es');
  own = (await creator.create('Faq', { ...samples.faq, question: 'Of their own?' })).data
    .documentId;
  made.push(['Faq', own]);
  page = await publish('LandingPage', {
    ...samples.landingPage(`partial-${Date.now()}`),
    faqs: { connect: [{ documentId: faq, locale: 'en' }] },
  });
});

afterAll(async () => {
  for (const [type, id] of made.toReversed()) await admin.remove(type, id);
  await admin.request('DELETE', `/content-manager/collection-types/${faqUid}/${faq}?locale=es`);
});

async function modelOf(uid: string): Promise<{ attributes: object }> {
  const { data } = await admin.request('GET', '/content-manager/content-types');
  const models = data as unknown as { uid: string; attributes: object }[];
  return models.find((model) => model.uid === uid) ?? { attributes: {} };
}

async function publish(type: ContentType, data: Record<string, unknown>): Promise<string> {
  const id = await admin.createPublished(type, data);
  made.push([type, id]);
  return id;
}

async function get<Result>(client: AdminClient, path: string): Promise<Result> {
  const { status, data } = await client.request('GET', path);
  expect([path, status]).toEqual([path, 200]);
  return data as unknown as Result;
}

describe('52: whoever may read part is told of that part alone', () => {
  test('52: the live status names changes that they may read', async () => {
    const keys = async (client: AdminClient) => {
      const { changes, waiting } = await get<SiteStatus>(client, '/live-status');
      return [...changes, ...waiting].flatMap(({ entry }) =>
        entry === null ? [] : [[entry.uid, entry.locale, entry.documentId]],
      );
    };
    const ofReader = await keys(reader);
    expect(ofReader).toContainEqual([faqUid, 'en', faq]);
    expect(ofReader.filter(([uid, locale]) => uid !== faqUid || locale !== 'en')).toEqual([]);
    expect(await keys(creator)).toEqual([]);
    expect(await keys(pageReader)).toContainEqual([pageUid, 'en', page]);
    expect((await keys(pageReader)).map(([uid]) => uid)).not.toContain(faqUid);
  });

  test('52: the live status counts changes that they may read', async () => {
    const countOf = async (client: AdminClient) =>
      (await get<SiteStatus>(client, '/live-status')).waitingCount;
    expect(await countOf(creator)).toBe(0);
    const before = await Promise.all([admin, reader, pageReader].map(countOf));
    await admin.publish('Faq', faq);
    await admin.publish('Faq', faq, {}, 'es');
    const after = await Promise.all([admin, reader, pageReader].map(countOf));
    expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([2, 1, 0]);
    expect(await countOf(creator)).toBe(0);
  });

  test('52: pages are named on which an entry stands to whoever may read those pages', async () => {
    const list = `/live-status/${faqUid}?ids=${faq}&locale=en`;
    const entry = `/live-status/${faqUid}/${faq}?locale=en`;
    const places = async (client: AdminClient) => (await get<ListPlaces>(client, list)).places[faq];
    const drafts = async (client: AdminClient) => {
      const { drafts, draftCount } = await get<EntryStatus>(client, entry);
      return [drafts.length, draftCount];
    };
    expect(await places(admin)).toHaveLength(1);
    expect(await places(reader)).toEqual([]);
    expect(await places(creator)).toBeUndefined();
    expect(await drafts(admin)).toEqual([1, 1]);
    expect(await drafts(reader)).toEqual([0, 0]);
    const spanish = `/live-status/${faqUid}/${faq}?locale=es`;
    expect((await reader.request('GET', spanish)).status).toBe(403);
    expect((await creator.request('GET', entry)).status).toBe(403);
  });

  test('52: plans are shown and counted of entries that they may read', async () => {
    const time = { wallTime: `${new Date().getUTCFullYear() + 1}-05-05T05:05`, timeZone: 'UTC' };
    const path = (locale: string) => `/schedule/${faqUid}/${faq}/unpublish?locale=${locale}`;
    for (const locale of ['en', 'es'])
      expect((await admin.request('POST', path(locale), time)).status).toBe(200);
    const planned = async (client: AdminClient) => {
      const site = await get<SiteSchedule>(client, '/schedule');
      const mine = site.planned.filter(({ link }) => link.documentId === faq);
      return mine.map(({ link }) => link.locale);
    };
    expect(await planned(admin)).toEqual(['en', 'es']);
    expect(await planned(reader)).toEqual(['en']);
    const ofCreator = await get<SiteSchedule>(creator, '/schedule');
    expect([ofCreator.planned, ofCreator.plannedTimes]).toEqual([[], []]);
  });

  test('52: what waits is counted as far as they may read it', async () => {
    await admin.update('Faq', faq, { question: 'Of somebody else, changed?' });
    const waiting = (client: AdminClient) => get<Waiting>(client, '/candidate');
    const ofCreator = await waiting(creator);
    expect([ofCreator.count, ofCreator.entries.map(({ link }) => link.documentId)]).toEqual([
      1,
      [own],
    ]);
    const ids = (await waiting(reader)).entries.map(({ link }) => link.documentId);
    expect(ids).toEqual(expect.arrayContaining([faq, own]));
    const ask = async (client: AdminClient, documentId: string) =>
      (
        await client.request('POST', '/candidate/check', {
          entries: [{ uid: faqUid, documentId, locale: 'en' }],
        })
      ).status;
    // The pages show the answer as well.
    expect(await ask(reader, faq)).toBe(403);
    expect(await ask(creator, faq)).toBe(403);
    expect(await ask(creator, own)).not.toBe(403);
  });

  test('52: the history names related entries that they may read', async () => {
    const path = (rest = '') => `/history/${pageUid}/${page}${rest}?locale=en`;
    const listed = async (client: AdminClient) => {
      const [version] = (await get<EntryHistory>(client, path())).versions;
      const shown = await get<ReadableVersion>(client, path(`/${version?.id}`));
      return shown.fields.find((field) => field.path === 'faqs')?.text;
    };
    expect(await listed(admin)).toBe('Of somebody else, changed?');
    expect(await listed(pageReader)).toBe('an entry that you may not read');
  });

  test('52: a preview shows all that is on a page, so it is for whoever may read that', async () => {
    const link = async (client: AdminClient, uid: string, documentId: string) => {
      const body = { uid, documentId, locale: 'en' };
      const { status, error, data } = await client.request('POST', '/preview/link', body);
      return [status, error?.message ?? (data.pages as unknown[]).length];
    };
    expect(await link(admin, faqUid, faq)).toEqual([200, 1]);
    const refused = [403, expect.stringMatching(/^Could not preview: .* only part of the content/)];
    expect(await link(reader, faqUid, faq)).toEqual(refused);
    expect(await link(creator, faqUid, own)).toEqual(refused);
    expect(await link(pageReader, pageUid, page)).toEqual(refused);
  });

  test('52: what may not be read is neither found nor put in order by', async () => {
    const list = (client: AdminClient, query: string) =>
      client.request('GET', `/content-manager/collection-types/${faqUid}?locale=en&${query}`);
    const { status, error } = await list(reader, '_q=answer');
    expect([status, error?.message]).toEqual([
      403,
      'Could not search: a search looks at every field, and you may read only some of them. Filter by a field that you may read.',
    ]);
    expect((await list(creator, '_q=answer')).status).toBe(200);
    for (const sort of [
      'sort=answer:asc',
      'sort[0]=question&sort[1]=answer:desc',
      'sort[answer]=asc',
    ]) {
      const ordered = await list(reader, sort);
      expect([sort, ordered.status, ordered.error?.message]).toEqual([
        sort,
        403,
        'Could not put the entries in order: you may not read the field answer. Choose another column.',
      ]);
      expect((await list(admin, sort)).status).toBe(200);
    }
    for (const sort of ['sort=question:asc', 'sort=updatedAt', 'sort=status:asc'])
      expect([sort, (await list(reader, sort)).status]).toEqual([sort, 200]);
  });

  test('52: nothing is told of what an entry is related to, beyond what may be read of that', async () => {
    const relations = `/content-manager/relations/${pageUid}/faqs?locale=en`;
    const related = `/content-manager/relations/${pageUid}/${page}/faqs?locale=en`;
    const pages = `/content-manager/collection-types/${pageUid}?locale=en`;
    const one = `/content-manager/collection-types/${pageUid}/${page}?locale=en`;
    const faqs = `/content-manager/collection-types/${faqUid}?locale=en`;
    for (const [client, path, status, reason] of [
      [pageReader, `${relations}&populate[createdBy]=*`, 400, '"populate" cannot be asked for'],
      [pageReader, `${related}&populate=*`, 400, '"populate" cannot be asked for'],
      [admin, `${relations}&fields[]=answer`, 400, '"fields" cannot be asked for'],
      [admin, `${one}&populate[faqs]=*`, 400, '"populate" cannot be asked for'],
      [pageReader, `${relations}&filters[answer][$contains]=a`, 403, 'the field answer'],
      [pageReader, `${relations}&sort=answer`, 403, 'the field answer'],
      [pageReader, `${relations}&filters[createdBy][password][$contains]=a`, 403, 'password'],
      [pageReader, `${pages}&filters[faqs][answer][$contains]=a`, 403, 'the field faqs.answer'],
      [pageReader, `${pages}&filters[$or][0][$not][faqs][answer]=a`, 403, 'the field faqs.answer'],
      [pageReader, `${pages}&sort=faqs.answer`, 403, 'the field faqs.answer'],
      [pageReader, `${pages}&sort[faqs][question]=asc`, 403, 'the field faqs.question'],
      [reader, `${faqs}&filters[answer][$contains]=a`, 403, 'the field answer'],
      [reader, `${faqs}&sort=localizations.question`, 403, 'the field localizations'],
      [admin, `${pages}&filters[createdBy][password][$contains]=a`, 403, 'createdBy.password'],
      [admin, `${pages}&sort=updatedBy.resetPasswordToken`, 403, 'updatedBy.resetPasswordToken'],
      [admin, `${pages}&filters[createdBy][roles][name]=a`, 403, 'createdBy.roles'],
      [admin, `${pages}&filters[seo][shareImage][related][id]=1`, 403, 'seo.shareImage.related'],
    ] as const) {
      const answer = await client.request('GET', path);
      expect([path, answer.status, answer.error?.message]).toEqual([
        path,
        status,
        expect.stringContaining(reason),
      ]);
    }
    for (const [client, path] of [
      [pageReader, relations],
      [pageReader, related],
      [admin, `${relations}&filters[answer][$contains]=a&sort=answer`],
      [admin, `${pages}&filters[faqs][answer][$contains]=a&sort=faqs.question`],
      [admin, `${pages}&filters[createdBy][id][$eq]=1&sort=createdBy.firstname`],
      [admin, `${pages}&filters[seo][shareImage][name]=a&filters[seo][title]=b`],
      [reader, `${faqs}&filters[question][$contains]=a&filters[documentId]=a&sort=createdAt`],
    ] as const) {
      const { status, error } = await client.request('GET', path);
      expect([path, status, error]).toEqual([path, 200, undefined]);
    }
  });

  test('52: before several are published they are told without what they are related to', async () => {
    const look = async (client: AdminClient, uid: string, id: string) => {
      const path = `/content-manager/collection-types/${uid}/actions/bulkFindForValidation`;
      const body = { documentIds: [id], locale: 'en' };
      const { status, data } = await client.request('POST', path, body);
      expect(status).toBe(200);
      return JSON.stringify(data);
    };
    const ofFaq = await look(reader, faqUid, faq);
    expect(ofFaq).toContain('Of somebody else');
    expect(ofFaq).not.toContain('answer');
    expect(ofFaq).not.toContain('De otra persona');
    expect(await look(pageReader, pageUid, page)).not.toContain('Of somebody else');
  });

  test('50: whoever may publish one language deletes nothing that is published in another', async () => {
    const publishesSpanish = await loginAsReader(
      cms,
      'Faq',
      { locales: ['en', 'es'] },
      [],
      ['delete', ['publish', { locales: ['es'] }]],
    );
    const remove = (locale: string) =>
      publishesSpanish.request(
        'DELETE',
        `/content-manager/collection-types/${faqUid}/${faq}?locale=${locale}`,
      );
    const { status, error } = await remove('en');
    expect([status, error?.message]).toEqual([
      403,
      'Could not delete this entry: it is published, and you may change drafts only. Ask an editor to delete it.',
    ]);
    expect((await remove('es')).status).toBe(200);
  });

  test('52: an entry is copied by whoever may read it', async () => {
    const copy = (client: AdminClient, id: string) =>
      client.request('POST', `/content-manager/collection-types/${faqUid}/clone/${id}`, {});
    const refused = await copy(creator, faq);
    expect([refused.status, refused.error?.message]).toEqual([
      403,
      expect.stringMatching(/^Could not copy this entry: you may not read it/),
    ]);
    const { status, data } = await copy(creator, own);
    expect(status).toBe(200);
    made.push(['Faq', data.documentId]);
  });

  test('an address that is taken is refused without the title of what has it', async () => {
    const slug = `taken-${Date.now()}`;
    const secret = { ...samples.landingPage(slug), title: 'Confidential' };
    const hidden = (await admin.create('LandingPage', secret)).data.documentId;
    made.push(['LandingPage', hidden]);
    const fields = Object.keys((await modelOf(pageUid)).attributes).filter((name) => name !== 'id');
    const writer = await loginAsReader(
      cms,
      'LandingPage',
      { fields, locales: ['en'] },
      ['admin::is-creator'],
      ['read', 'create'],
    );
    const messageOf = async (client: AdminClient) =>
      (await client.create('LandingPage', samples.landingPage(slug))).error?.message;
    expect(await messageOf(writer)).toContain(
      `Address "${slug}" is taken by an entry that you may not read. Choose another.`,
    );
    expect(await messageOf(writer)).not.toContain('Confidential');
    expect(await messageOf(admin)).toContain('is taken by the landing page "Confidential"');
  });

  test('a redirect is refused without the title of the page or redirect at its address', async () => {
    const slug = `shown-${Date.now()}`;
    await publish('LandingPage', { ...samples.landingPage(slug), title: 'Confidential' });
    const from = `/from-${slug}/`;
    made.push([
      'Redirect',
      (await admin.create('Redirect', samples.redirect(from))).data.documentId,
    ]);
    const writer = await loginAsReader(
      cms,
      'Redirect',
      { fields: ['from', 'to', 'permanent'] },
      ['admin::is-creator'],
      ['read', 'create', 'update', ['publish', {}]],
    );
    const taken = await writer.create('Redirect', samples.redirect(from));
    expect(taken.error?.message).toContain('is taken by an entry that you may not read');
    const own = (await writer.create('Redirect', samples.redirect(`/${slug}/`))).data.documentId;
    made.push(['Redirect', own]);
    const shadowed = await writer.publish('Redirect', own);
    expect(shadowed.error?.message).toContain('is the address of an entry that you may not read');
    expect(shadowed.error?.message).not.toContain('Confidential');
    const told = (await admin.publish('Redirect', own)).error?.message;
    expect(told).toContain('is the address of the page "Confidential" (en)');
  });
});
