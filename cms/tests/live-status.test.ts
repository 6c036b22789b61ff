import { contentTypes } from '@lectern/shared-types';
import { afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { EntryStatus, SiteStatus } from '../src/live-status/contract.ts';
import { type AdminClient, loginAs, loginAsAdmin, loginAsReader } from './harness/admin-client.ts';
import { type FakePublisher, startFakePublisher } from './harness/fake-publisher.ts';
import { graphql } from './harness/graphql.ts';
import { samples } from './harness/samples.ts';

const cms = inject('cms');
let admin: AdminClient;
let author: AdminClient;
let publisher: FakePublisher;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  author = await loginAs(cms, 'strapi-author');
});
beforeEach(async () => {
  publisher = await startFakePublisher(cms.publisherPort);
  publisher.say(await upToDate());
  await until(async () => publisher.followers(), Boolean);
  await until(siteStatus, ({ publisher }) => publisher.isReachable);
});
afterEach(() => publisher.close());

/** What a publisher says whose site shows everything that the CMS has counted. */
async function upToDate() {
  const { data } = await graphql(cms, '{ contentGeneration { value changeId } }');
  const { value, changeId } = data.contentGeneration;
  return { liveGeneration: value as number, liveChangeId: changeId as string };
}

const siteStatus = async (): Promise<SiteStatus> =>
  (await author.request('GET', '/live-status')).data as unknown as SiteStatus;

async function entryStatus(documentId: string, locale = 'en') {
  const path = `/live-status/${contentTypes.Faq.uid}/${documentId}?locale=${locale}`;
  return (await author.request('GET', path)).data as unknown as EntryStatus;
}

const stateOf = async (documentId: string) => (await entryStatus(documentId)).state;

/** Asks until the answer is as wanted; fails after `within` milliseconds. */
async function until<Answer>(
  ask: () => Promise<Answer>,
  wanted: (answer: Answer) => boolean,
  within = 120_000,
): Promise<Answer> {
  const deadline = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`Not reached: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Of a fault of which nobody knows where it is corrected. */
const ofNobody = { type: null, documentId: null, locale: null, field: null };

const faq = (question: string) => ({ ...samples.faq, question });

describe('the state of an entry', () => {
  test('draft only, publishing, live, changes not published, and off again', async () => {
    const started = Date.now();
    const { data } = await admin.create('Faq', faq('From draft to live?'));
    const id = data.documentId;
    expect(await stateOf(id)).toEqual({ name: 'draft' });

    await admin.publish('Faq', id);
    const publishing = await stateOf(id);
    expect(publishing).toEqual({
      name: 'publishing',
      since: expect.stringMatching(/Z$/),
      isRemoval: false,
    });

    publisher.say(await upToDate());
    const live = await until(
      () => stateOf(id),
      ({ name }) => name === 'live',
    );
    if (live.name !== 'live' || publishing.name !== 'publishing') throw new Error('unreachable');
    const since = Date.parse(live.since ?? '');
    expect(since).toBeGreaterThanOrEqual(started);
    expect(since).toBeLessThanOrEqual(Date.now());
    expect(live.milliseconds).toBe(since - Date.parse(publishing.since ?? ''));

    await admin.update('Faq', id, faq('Changed, not published?'));
    expect(await stateOf(id)).toEqual({ name: 'modified', published: live });

    await admin.unpublish('Faq', id);
    expect(await stateOf(id)).toMatchObject({ name: 'publishing', isRemoval: true });
    publisher.say(await upToDate());
    await until(
      () => stateOf(id),
      ({ name }) => name === 'draft',
    );
  });

  test('a release of an older generation, by a rollback, is not live, whatever was seen before', async () => {
    const before = await upToDate();
    const id = await admin.createPublished('Faq', faq('Rolled back?'));
    publisher.say(await upToDate());
    await until(
      () => stateOf(id),
      ({ name }) => name === 'live',
    );
    publisher.say({ ...before, state: 'pinned' });
    const held = await until(
      () => stateOf(id),
      ({ name }) => name !== 'live',
    );
    expect(held).toMatchObject({
      name: 'blocked',
      reasons: [{ reason: expect.stringContaining('earlier release') }],
    });
    publisher.say({ ...before, state: 'publishing' });
    await until(
      () => stateOf(id),
      ({ name }) => name === 'publishing',
    );
    publisher.say({ ...(await upToDate()), state: 'idle' });
    await until(
      () => stateOf(id),
      ({ name }) => name === 'live',
    );
  });

  test('91: a generation that the CMS has not counted yet is of another history, so nothing is live', async () => {
    const id = await admin.createPublished('Faq', faq('Restored?'));
    const { liveGeneration } = await upToDate();
    publisher.say({ liveGeneration: liveGeneration + 1000, liveChangeId: 'of another history' });
    const { release } = await until(siteStatus, ({ release }) => (release?.generation ?? 0) > 1000);
    expect(release).not.toBeNull();
    expect((await stateOf(id)).name).toBe('publishing');
  });

  test('91: a generation that another change has led to is of another history, so nothing is live', async () => {
    const id = await admin.createPublished('Faq', faq('Counted twice?'));
    const now = await upToDate();
    const release = '00000077-g1';
    publisher.say({ ...now, liveChangeId: 'of another history', release });
    const { changes, waitingCount } = await until(
      siteStatus,
      (site) => site.release?.id === release,
    );
    expect((await stateOf(id)).name).toBe('publishing');
    expect(changes[0]).toMatchObject({ entry: { documentId: id }, state: 'waiting' });
    expect(waitingCount).toBeGreaterThan(0);
    publisher.say(now);
    await until(
      () => stateOf(id),
      ({ name }) => name === 'live',
    );
  });

  test('a fault blocks the locale that has it, with reason and field, until it is gone', async () => {
    const id = await admin.createPublished('Faq', faq('Faulty?'));
    await admin.update('Faq', id, faq('¿Sin falta?'), 'es');
    await admin.publish('Faq', id, {}, 'es');
    const reason = 'Question and answer "Faulty?" (en): Answer is empty. Write something here.';
    const fault = {
      ...{ type: 'Faq', documentId: id, locale: 'en', field: 'answer', reason },
      ...{ isHeld: true, pages: ['/a-page/'], pageCount: 1 },
    };
    publisher.pages.set(`Faq/${id}`, []);
    publisher.blocked.set(`Faq/${id}?locale=en`, [fault]);
    publisher.say({ ...(await upToDate()), blocked: [fault], blockedCount: 1, blockedPages: 1 });
    const blocked = await until(
      () => stateOf(id),
      ({ name }) => name === 'blocked',
    );
    expect(blocked).toEqual({
      name: 'blocked',
      reasons: [
        {
          pages: [{ path: '/a-page/', url: 'http://localhost:4321/a-page/' }],
          pageCount: 1,
          isHeld: true,
          reason,
          field: 'answer',
          entry: {
            title: 'Faulty?',
            link: { uid: contentTypes.Faq.uid, documentId: id, locale: 'en', isSingle: false },
          },
        },
      ],
    });
    expect((await entryStatus(id, 'es')).state.name).toBe('live');
    const site = await siteStatus();
    expect(site.blocked).toEqual(Reflect.get(blocked, 'reasons'));
    // Whoever may not read it is not told of it, and does not count it.
    const other = await loginAsReader(cms, 'Plan', { fields: ['name'], locales: ['en'] });
    expect((await other.request('GET', '/live-status')).data).toMatchObject({
      blocked: [],
      blockedCount: 0,
    });
    const own = site.changes.filter(({ entry }) => entry?.documentId === id);
    expect(
      own.map(({ locale, state, milliseconds }) => [locale, state, milliseconds !== null]),
    ).toEqual([
      ['es', 'unshown', false],
      ['en', 'blocked', false],
    ]);

    publisher.blocked.clear();
    publisher.say({ blocked: [], blockedCount: 0, blockedPages: 0 });
    const live = await until(
      () => stateOf(id),
      ({ name }) => name === 'live',
    );
    expect(Reflect.get(live, 'milliseconds')).toBeGreaterThan(0);
  });

  test('a page that is held back by another entry blocks what it shows', async () => {
    const page = { path: '/blocked/', locale: 'en', url: 'https://site.example/blocked/' };
    const before = await admin.createPublished('Faq', faq('Live before the page was blocked?'));
    publisher.pages.set(`Faq/${before}`, [page]);
    publisher.say(await upToDate());
    await until(
      () => stateOf(before),
      ({ name }) => name === 'live',
    );
    const id = await admin.createPublished('Faq', faq('On a blocked page?'));
    publisher.pages.set(`Faq/${id}`, [page]);
    const reason = 'The link to /nowhere/ leads nowhere.';
    const fault = { ...ofNobody, reason, isHeld: true, pages: ['/blocked/'], pageCount: 1 };
    publisher.blocked.set(`Faq/${id}`, [fault]);
    publisher.pages.set(`Faq/${before}`, [page]);
    publisher.say({ ...(await upToDate()), blocked: [fault], blockedCount: 1, blockedPages: 1 });
    const state = await until(
      () => stateOf(id),
      ({ name }) => name === 'blocked',
    );
    expect(Reflect.get(state, 'reasons')).toMatchObject([
      { pages: [{ path: '/blocked/' }], reason, field: null, entry: null },
    ]);
    const [change, earlier] = (await siteStatus()).changes;
    expect(change).toMatchObject({
      entry: { documentId: id },
      state: 'blocked',
      milliseconds: null,
    });
    expect(earlier).toMatchObject({ entry: { documentId: before }, state: 'live' });
    expect((await stateOf(before)).name).toBe('live');
  });

  test('a page of one’s own that was never live is blocked, too', async () => {
    const slug = `never-live-${Date.now()}`;
    const id = await admin.createPublished('LandingPage', samples.landingPage(slug));
    const fault = {
      ...{ ...ofNobody, reason: 'It is too bad.', isHeld: true },
      ...{ pages: [`/${slug}/`], pageCount: 1 },
    };
    publisher.pages.set(`LandingPage/${id}`, []);
    publisher.blocked.set(`LandingPage/${id}`, [fault]);
    publisher.say({ ...(await upToDate()), blocked: [fault], blockedCount: 1, blockedPages: 1 });
    const path = `/live-status/${contentTypes.LandingPage.uid}/${id}?locale=en`;
    const ask = async () => (await author.request('GET', path)).data as unknown as EntryStatus;
    await until(ask, ({ state }) => state.name === 'blocked');
  });

  test('101: what is wrong although visitors see it as it is published stands beside "live"', async () => {
    const id = await admin.createPublished('Faq', faq('Shown all the same?'));
    const fault = {
      ...{ ...ofNobody, reason: 'The link leads to /gone/, which does not exist.' },
      ...{ isHeld: false, pages: ['/x/'], pageCount: 10_000 },
    };
    publisher.pages.set(`Faq/${id}`, []);
    publisher.blocked.set(`Faq/${id}`, [fault]);
    publisher.say({ ...(await upToDate()), blocked: [fault], blockedCount: 1, blockedPages: 0 });
    const state = await until(
      () => stateOf(id),
      ({ name }) => name === 'live',
    );
    expect(state).toMatchObject({ notices: [{ reason: fault.reason, pageCount: 10_000 }] });
  });

  test('a run that fails says why, and is not called live', async () => {
    const id = await admin.createPublished('Faq', faq('Failing?'));
    const since = new Date().toISOString();
    publisher.say({
      state: 'failing',
      failure: { reason: 'failed', message: 'Could not write: the disk is full.', since },
    });
    const state = await until(
      () => stateOf(id),
      ({ name }) => name === 'blocked',
    );
    expect(state).toMatchObject({ reasons: [{ reason: 'Could not write: the disk is full.' }] });
    expect((await siteStatus()).failure).toEqual({
      message: 'Could not write: the disk is full.',
      since,
    });
  });
});

test.each(['fr', 'de', 'pt-BR'])(
  '67: an entry in the language %s, which the site is not built for, is not live',
  async (code) => {
    const added = await admin.request('POST', '/i18n/locales', {
      code,
      name: code,
      isDefault: false,
    });
    const id = await admin.createPublished('Faq', faq('Seen by nobody?'), code);
    publisher.say(await upToDate());
    const read = async () =>
      (await admin.request('GET', `/live-status/${contentTypes.Faq.uid}/${id}?locale=${code}`))
        .data;
    const { state } = await until(
      read,
      (status) => Reflect.get(Object(status.state), 'name') === 'blocked',
    );
    expect(state).toMatchObject({
      reasons: [{ reason: expect.stringContaining(`not built for the language "${code}"`) }],
    });
    await admin.request(
      'DELETE',
      `/content-manager/collection-types/${contentTypes.Faq.uid}/${id}?locale=${code}`,
    );
    await admin.request('DELETE', `/i18n/locales/${added.data.id}`);
  },
);

describe('when the publisher cannot be reached', () => {
  test('it says so and since when, also of what was live, and follows again by itself', async () => {
    const started = Date.now();
    const id = await admin.createPublished('Faq', faq('Reachable?'));
    publisher.say(await upToDate());
    await until(
      () => stateOf(id),
      ({ name }) => name === 'live',
    );
    await publisher.close();
    const state = await until(
      () => stateOf(id),
      ({ name }) => name === 'unreachable',
    );
    const since = Date.parse(Reflect.get(state, 'since'));
    expect(since).toBeGreaterThanOrEqual(started);
    expect(since).toBeLessThanOrEqual(Date.now());
    const { data } = await admin.create('Faq', faq('A draft is known without it?'));
    expect(await stateOf(data.documentId)).toEqual({ name: 'draft' });

    publisher = await startFakePublisher(cms.publisherPort);
    publisher.say(await upToDate());
    await until(
      () => stateOf(id),
      ({ name }) => name === 'live',
    );
  });

  test('one that stands still while its connection stays open is noticed', async () => {
    const frozen = Date.now();
    publisher.freeze();
    const { publisher: reachability } = await until(
      siteStatus,
      ({ publisher }) => !publisher.isReachable,
    );
    const since = Date.parse(reachability.since);
    // Since it was heard last, and not since that was noticed.
    expect(since - frozen).toBeLessThan(Date.now() - since);
  });

  test('what went live meanwhile is counted from its release, not from when it was heard', async () => {
    await publisher.close();
    await until(siteStatus, ({ publisher }) => !publisher.isReachable);
    const started = Date.now();
    const id = await admin.createPublished('Faq', faq('Live while nobody listened?'));
    const releaseTime = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const first = { ...(await upToDate()), releaseTime };
    publisher = await startFakePublisher(cms.publisherPort, first);
    const live = await until(
      () => stateOf(id),
      ({ name }) => name === 'live',
    );
    expect(live).toMatchObject({ since: releaseTime });
    expect(Reflect.get(live, 'milliseconds')).toBeLessThanOrEqual(
      Date.parse(releaseTime) - started,
    );
  });
});

describe('where an entry is shown', () => {
  test('pages of the live release in this locale, and the drafts that list it', async () => {
    const id = await admin.createPublished('Faq', faq('Where?'));
    const page = await admin.create('LandingPage', {
      ...samples.landingPage(`lists-it-${Date.now()}`),
      faqs: { connect: [{ documentId: id, locale: 'en' }] },
    });
    const english = { path: '/x/', locale: 'en', url: 'https://site.example/x/' };
    publisher.pages.set(`Faq/${id}`, [english, { ...english, locale: 'es', path: '/es/x/' }]);
    const { published, drafts, draftCount } = await entryStatus(id);
    expect(published).toEqual({ pages: [english], count: 1 });
    expect([drafts, draftCount]).toEqual([
      [
        {
          title: page.data.title,
          path: null,
          link: {
            uid: contentTypes.LandingPage.uid,
            documentId: page.data.documentId,
            locale: 'en',
            isSingle: false,
          },
        },
      ],
      1,
    ]);
  });

  test('a publisher that does not know is said to', async () => {
    const id = await admin.createPublished('Faq', faq('Unknown?'));
    expect((await entryStatus(id)).published).toEqual({
      error:
        'Could not ask the publisher which pages show this entry: it answered with status 404.',
    });
  });
});

/** The revision once nothing happens any more. */
async function settledRevision(): Promise<string> {
  for (;;) {
    const { revision } = await siteStatus();
    await new Promise((resolve) => setTimeout(resolve, 500));
    if ((await siteStatus()).revision === revision) return revision;
  }
}

describe('waiting for news', () => {
  test('a request is answered at once when something has changed, else when it does', async () => {
    const { documentId } = (await admin.create('Faq', faq('News?'))).data;
    const revision = await settledRevision();
    const waiting = author.request('GET', `/live-status?after=${revision}`);
    let isAnswered = false;
    void waiting.then(() => {
      isAnswered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(isAnswered).toBe(false);
    await admin.publish('Faq', documentId);
    const news = (await waiting).data as unknown as SiteStatus;
    expect(news.revision).not.toBe(revision);
    expect(news.changes[0]).toMatchObject({
      action: 'publish',
      kind: 'Question and answer',
      title: 'News?',
      actor: 'First Administrator',
      state: 'waiting',
      milliseconds: null,
    });
    expect(news.waitingCount).toBe(1);
    const later = await author.request('GET', `/live-status?after=${revision}`);
    expect(later.data.revision).not.toBe(revision);
  });

  test('a draft that somebody saves is news', async () => {
    const { documentId } = (await admin.create('Faq', faq('A draft?'))).data;
    const { savedAt } = await entryStatus(documentId);
    const revision = await settledRevision();
    const path = `/live-status/${contentTypes.Faq.uid}/${documentId}?locale=en&after=${revision}`;
    const waiting = author.request('GET', path);
    await admin.update('Faq', documentId, { question: 'A draft that was saved?' });
    const news = (await waiting).data as unknown as EntryStatus;
    expect(news.revision).not.toBe(revision);
    expect(news.savedAt).not.toBe(savedAt);
  });

  test('without news it is answered after twenty seconds, as it was', async () => {
    const revision = await settledRevision();
    const started = performance.now();
    const { data } = await author.request('GET', `/live-status?after=${revision}`);
    expect(performance.now() - started).toBeGreaterThan(19_000);
    expect(data.revision).toBe(revision);
  });
});

describe('who may ask', () => {
  test('nobody without a session, and nobody who may not read', async () => {
    const id = await admin.createPublished('Faq', faq('For whom?'));
    const paths = ['/live-status', `/live-status/${contentTypes.Faq.uid}/${id}?locale=en`];
    const role = await admin.request('POST', '/admin/roles', {
      name: `Nothing ${Date.now()}`,
      description: '',
    });
    const nobody = await loginAs(cms, String(role.data.code));
    for (const path of paths) {
      expect((await fetch(cms.url + path)).status).toBe(401);
      const headers = { authorization: `Bearer ${cms.siteToken}` };
      expect((await fetch(cms.url + path, { headers })).status).toBe(401);
      expect([path, (await nobody.request('GET', path)).status]).toEqual([path, 403]);
      expect([path, (await author.request('GET', path)).status]).toEqual([path, 200]);
    }
  });

  test('what does not exist is not found', async () => {
    for (const path of [
      `/live-status/${contentTypes.Faq.uid}/nothing`,
      '/live-status/admin::user/1',
      '/live-status/api::placement.placement/x',
    ])
      expect([path, (await admin.request('GET', path)).status]).toEqual([path, 404]);
  });
});
