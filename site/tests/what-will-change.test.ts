import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Waiting } from '../../cms/src/candidate/contract.ts';
import {
  type AdminClient,
  loginAsAdmin,
  loginAsReader,
} from '../../cms/tests/harness/admin-client.ts';
import { pngImage, samples } from '../../cms/tests/harness/samples.ts';
import { checkDrafts, type Draft, findPlan, readWaiting } from './candidate-client.ts';
import { startPreviewPublisher } from './preview-client.ts';
import type { TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
let admin: AdminClient;
let publisher: TestPublisher;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  publisher = await startPreviewPublisher(cms);
});

afterAll(async () => {
  await publisher.kill('SIGTERM');
  await publisher.remove();
});

const check = (...drafts: Draft[]) => checkDrafts(admin, drafts);
const waiting = (client = admin) => readWaiting(client);

const words = (text: string) => ({ text, target: null });
const change = (kind: string, before: object | null, after: object | null, label?: string) => ({
  kind,
  isMoved: false,
  label: label ?? null,
  before,
  after,
});

test('a changed price is told in readers’ terms, on every page that shows it, in its language alone', async () => {
  const planId = await findPlan(admin, 'Pro');
  const before = await publisher.caughtUp();
  await admin.update('Plan', planId, { price: 14 });
  const { changes, blocked } = await check(['Plan', planId]);
  expect(blocked).toEqual([]);
  expect(changes.flatMap(({ pages }) => pages.map(({ path }) => path)).sort()).toEqual([
    '/python-for-backend-developers/',
    '/python-for-data-analysis/',
  ]);
  const price = change('price', words('$12 USD per month'), words('$14 USD per month'));
  const summary = change(
    'text',
    words('Pro: $12 USD per month'),
    words('Pro: $14 USD per month'),
    'Price',
  );
  const part = { change: 'changed', moved: null };
  for (const group of changes) {
    expect(group.change).toBe('changed');
    expect(group.sections).toEqual([
      {
        name: 'hero',
        heading: null,
        change: 'changed',
        parts: [{ ...part, heading: null, items: [summary] }],
      },
      {
        name: 'plans',
        heading: expect.any(String),
        change: 'changed',
        parts: [{ ...part, heading: 'Pro', items: [price] }],
      },
    ]);
  }
  expect(changes[0]?.pages[0]).toMatchObject({ locale: 'en', isBlocked: false });
  // Visitors notice nothing of it, and the next one who asks sees what is live.
  expect((await publisher.status()).release).toBe(before.release);
  await admin.discard('Plan', planId);
  expect((await check(['Plan', planId])).changes).toEqual([]);
});

test('what others publish meanwhile is not told as the doing of a draft', async () => {
  const planId = await findPlan(admin, 'Pro');
  const page = await admin.createPublished('LandingPage', {
    ...samples.landingPage('meanwhile'),
    headings: { plans: 'Plans' },
    plans: { connect: [{ documentId: planId, locale: 'en' }] },
  });
  await publisher.caughtUp();
  await admin.update('LandingPage', page, { lede: 'Another lede.' });
  let isPublishing = true;
  const publishing = (async () => {
    for (let price = 20; price < 50; price++) await admin.publish('Plan', planId, { price });
    isPublishing = false;
  })();
  const found = new Set<string>();
  while (isPublishing)
    for (const { sections } of (await check(['LandingPage', page])).changes)
      for (const { name, parts } of sections)
        for (const { items } of parts) for (const { label } of items) found.add(`${name} ${label}`);
  await publishing;
  expect([...found].sort()).toEqual(['head Description', 'hero null']);
  await admin.publish('Plan', planId, { price: 12 });
  await admin.remove('LandingPage', page);
});

test('several drafts are looked at together, and one that is unfinished does not stand in the way', async () => {
  const page = await admin.createPublished('LandingPage', samples.landingPage('together'));
  await publisher.caughtUp();
  const { data: faq } = await admin.create('Faq', samples.faq);
  const { data: half } = await admin.create('Plan', { name: 'Halfway' });
  const connect = [{ documentId: faq.documentId, locale: 'en' }];
  await admin.update('LandingPage', page, { faqs: { connect }, lede: 'Another lede.' });

  const alone = await check(['LandingPage', page]);
  expect(alone.changes[0]?.sections.map(({ name }) => name)).toEqual(['head', 'hero']);
  const together = await check(
    ['LandingPage', page],
    ['Faq', faq.documentId],
    ['Plan', half.documentId],
  );
  expect(together.changes).toHaveLength(1);
  expect(together.changes[0]?.sections).toMatchObject([
    { name: 'head', parts: [{ items: [{ label: 'Description' }] }] },
    {
      name: 'hero',
      parts: [{ items: [change('text', words('A lede.'), words('Another lede.'))] }],
    },
    {
      name: 'faqs',
      heading: 'Questions',
      change: 'new',
      parts: [
        { heading: null },
        {
          heading: samples.faq.question,
          items: [{ after: { text: samples.faq.question } }, { after: { text: 'The answer.' } }],
        },
      ],
    },
  ]);
  expect(together.faults.map(({ documentId }) => documentId)).toContain(half.documentId);
  expect(together.blocked).toEqual([]);
  await admin.remove('LandingPage', page);
  await admin.remove('Faq', faq.documentId);
  await admin.remove('Plan', half.documentId);
});

test('a page at another address is moved, also when a redirect takes its old one', async () => {
  const page = await admin.createPublished('LandingPage', samples.landingPage('old-place'));
  await publisher.caughtUp();
  await admin.update('LandingPage', page, { slug: 'new-place' });
  const { data: redirect } = await admin.create('Redirect', {
    from: '/old-place/',
    to: '/new-place/',
    permanent: true,
  });
  const moved = await check(['LandingPage', page]);
  expect(moved.changes).toMatchObject([
    {
      change: 'moved',
      sections: [],
      pages: [{ path: '/new-place/', liveUrl: expect.stringMatching(/\/old-place\/$/) }],
    },
  ]);
  const both = await check(['LandingPage', page], ['Redirect', redirect.documentId]);
  const byPath = new Map(both.changes.map((group) => [group.pages[0]?.path, group]));
  expect(byPath.get('/new-place/')).toMatchObject({ change: 'moved', sections: [] });
  expect(byPath.get('/old-place/')).toMatchObject({
    change: 'redirect',
    sections: [],
    target: '/new-place/',
  });
  await admin.remove('Redirect', redirect.documentId);
  await admin.remove('LandingPage', page);
});

test('a page that is new is told from one that changes, and one that would be held back says so', async () => {
  const { data } = await admin.create('LandingPage', samples.landingPage('quite-new'));
  const { changes } = await check(['LandingPage', data.documentId]);
  expect(changes).toMatchObject([
    {
      change: 'new',
      pages: [{ path: '/quite-new/', title: 'Page quite-new', liveUrl: null }],
      // What stands on every page is not news.
      sections: [{ name: 'head' }, { name: 'hero' }],
    },
  ]);
  const callToAction = { label: 'Go', url: '/nowhere/' };
  await admin.update('LandingPage', data.documentId, { callToAction });
  const held = await check(['LandingPage', data.documentId]);
  expect(held.changes[0]?.pages[0]).toMatchObject({ path: '/quite-new/', isBlocked: true });
  await admin.remove('LandingPage', data.documentId);
});

test('a page that only looks different is named', async () => {
  const reason = await admin.createPublished('Reason', samples.reason);
  const page = await admin.createPublished('LandingPage', {
    ...samples.landingPage('looks'),
    reasons: { connect: [{ documentId: reason, locale: 'en' }] },
  });
  await publisher.caughtUp();
  await admin.update('Reason', reason, { icon: 'layers' });
  expect((await check(['Reason', reason])).changes).toMatchObject([
    { change: 'changed', sections: [], pages: [{ path: '/looks/' }] },
  ]);
  await admin.remove('LandingPage', page);
  await admin.remove('Reason', reason);
});

test('an image that cannot be loaded is a fault of its entry, and of no other', async () => {
  const { data: image } = await admin.upload(pngImage(11), 'lost.png', 'image/png', 'Lost');
  const { data: draft } = await admin.create('Testimonial', {
    ...samples.testimonial,
    avatar: image.id,
  });
  const faq = await admin.createPublished('Faq', samples.faq);
  const page = await admin.createPublished('LandingPage', {
    ...samples.landingPage('whole'),
    faqs: { connect: [{ documentId: faq, locale: 'en' }] },
  });
  await publisher.caughtUp();
  await admin.update('Faq', faq, { answer: 'Another answer.' });
  await rm(join(cms.dataFolder, 'public', String(image.url)));
  const { faults, changes } = await check(['Testimonial', draft.documentId], ['Faq', faq]);
  expect(faults).toMatchObject([{ documentId: draft.documentId, field: 'avatar' }]);
  expect(changes).toMatchObject([{ pages: [{ path: '/whole/' }] }]);
  await admin.remove('LandingPage', page);
  await admin.remove('Faq', faq);
  await admin.remove('Testimonial', draft.documentId);
});

test('a site that was put back to an earlier release says that nothing goes live', async () => {
  const planId = await findPlan(admin, 'Pro');
  const { release } = await publisher.caughtUp();
  const rollback = (target: string | null) =>
    fetch(`${publisher.controlUrl}/rollback`, {
      method: 'POST',
      headers: { 'x-lectern-key': cms.publisherKey },
      body: JSON.stringify(target === null ? { resume: true } : { release: target }),
    });
  const hindrance = async () => (await check(['Plan', planId])).hindrance;
  expect(await hindrance()).toBeNull();
  await rollback(release);
  await expect.poll(hindrance).toMatch(/put back to an earlier release/);
  await rollback(null);
  await expect.poll(hindrance).toBeNull();
});

test('an image that is replaced can be seen as it is and as it would be', async () => {
  const ids = await Promise.all(
    [9, 10].map(async (size) => {
      const name = `face-${size}.png`;
      return (await admin.upload(pngImage(size), name, 'image/png', `Face ${size}`)).data.id;
    }),
  );
  const testimonial = await admin.createPublished('Testimonial', {
    ...samples.testimonial,
    avatar: ids[0],
  });
  const connect = [{ documentId: testimonial, locale: 'en' }];
  const page = await admin.createPublished('LandingPage', {
    ...samples.landingPage('with-a-face'),
    headings: { testimonials: 'Learners' },
    testimonials: { connect },
  });
  await publisher.caughtUp();
  await admin.update('Testimonial', testimonial, { avatar: ids[1] });
  const { changes } = await check(['Testimonial', testimonial]);
  const [item] = changes[0]?.sections[0]?.parts[0]?.items ?? [];
  expect(item).toMatchObject({
    kind: 'image',
    before: { text: 'Face 9' },
    after: { text: 'Face 10' },
  });
  for (const target of [item?.before?.target, item?.after?.target]) {
    const image = await fetch(new URL(target ?? '', cms.url));
    expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/png']);
  }
  await admin.remove('LandingPage', page);
  await admin.remove('Testimonial', testimonial);
});

test('what waits is listed by language until it is published, newest first', async () => {
  const keyOf = ({ link }: Waiting['entries'][number]) => `${link.documentId} ${link.locale}`;
  const before = await waiting();
  const faq = await admin.createPublished('Faq', samples.faq);
  expect((await waiting()).entries.map(keyOf)).not.toContain(`${faq} en`);
  const { data: fresh } = await admin.create('Faq', { ...samples.faq, question: 'Fresh?' });
  await admin.update('Faq', faq, { answer: 'Another answer.' });
  await admin.update('Faq', faq, samples.faq, 'es');

  const { entries, count } = await waiting();
  expect(count).toBe(before.count + 3);
  const mine = { kind: 'Question and answer', actor: expect.any(String) };
  expect(entries.slice(0, 3)).toMatchObject([
    { ...mine, link: { documentId: faq, locale: 'es' }, isNew: true },
    { ...mine, link: { documentId: faq, locale: 'en' }, isNew: false },
    { ...mine, link: { documentId: fresh.documentId, locale: 'en' }, isNew: true, title: 'Fresh?' },
  ]);
  await admin.publish('Faq', faq);
  expect((await waiting()).entries.map(keyOf)).not.toContain(`${faq} en`);
  for (const locale of ['en', 'es'])
    await admin.request(
      'DELETE',
      `/content-manager/collection-types/${contentTypes.Faq.uid}/${faq}?locale=${locale}`,
    );
  await admin.remove('Faq', fresh.documentId);
  expect((await waiting()).count).toBe(before.count);
});

test('whoever may read some entries sees these among what waits, and asks about no others', async () => {
  const faq = (await admin.create('Faq', samples.faq)).data.documentId;
  await admin.update('Faq', faq, samples.faq, 'es');
  const plan = (await admin.create('Plan', samples.plan)).data.documentId;
  const reader = await loginAsReader(cms, 'Faq', { locales: ['en'] });
  const { entries, count } = await waiting(reader);
  expect(entries.map(({ link }) => [link.uid, link.locale])).toEqual(
    Array(count).fill([contentTypes.Faq.uid, 'en']),
  );
  expect(entries.map(({ link }) => link.documentId)).toContain(faq);
  const creator = await loginAsReader(cms, 'Faq', {}, ['admin::is-creator']);
  expect(await waiting(creator)).toEqual({ entries: [], count: 0 });

  const english = { uid: contentTypes.Faq.uid, documentId: faq, locale: 'en' };
  const ask = async (client: AdminClient, ...asked: object[]) =>
    (await client.request('POST', '/candidate/check', { entries: asked })).status;
  expect(await ask(reader, english)).toBe(200);
  expect(await ask(reader, { ...english, locale: 'es' })).toBe(403);
  expect(await ask(creator, english)).toBe(403);
  const other = { uid: contentTypes.Plan.uid, documentId: plan, locale: 'en' };
  expect(await ask(reader, english, other)).toBe(403);
  expect((await fetch(`${cms.url}/candidate`)).status).toBe(401);
  for (const locale of ['en', 'es'])
    await admin.request(
      'DELETE',
      `/content-manager/collection-types/${contentTypes.Faq.uid}/${faq}?locale=${locale}`,
    );
  await admin.remove('Plan', plan);
});
