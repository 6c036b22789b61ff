import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { pngImage, samples } from '../../cms/tests/harness/samples.ts';
import { followChanges } from '../publisher/follow-changes.ts';
import { createAsk } from '../src/cms/client.ts';
import { loadContent } from '../src/cms/load-content.ts';
import { createMediaCache } from '../src/cms/media-cache.ts';
import { type Generation, readGeneration } from '../src/cms/read-content.ts';

const cms = inject('cms');
const ask = createAsk(cms.url, cms.siteToken);
let admin: AdminClient;
let mediaFolder: string;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  mediaFolder = await mkdtemp(join(tmpdir(), 'lectern-media-'));
});

const source = () => ({
  cmsUrl: cms.url,
  token: cms.siteToken,
  media: createMediaCache({ cmsUrl: cms.url, folder: mediaFolder, patience: 30_000 }),
  warn: (message: string) => expect.fail(message),
});
const follow = (since: Generation) => followChanges(source(), since);

async function stepSince(since: Generation) {
  const step = await follow(since);
  if (step === undefined) throw new Error('The step could not be followed.');
  return step;
}

test('when nothing has changed, a step has nothing in it', async () => {
  const since = await readGeneration(ask);
  const step = await stepSince(since);
  expect(step).toEqual({ generation: since, updates: [], media: [], committed: null });
});

test('a step holds what a full read holds of every changed entry', async () => {
  const since = await readGeneration(ask);
  const logo = await admin.upload(pngImage(16), 'followed.png', 'image/png', 'Followed');
  const framework = await admin.createPublished('Framework', {
    ...samples.framework,
    logo: logo.data.id,
  });
  const faq = await admin.createPublished('Faq', samples.faq);
  const page = await admin.createPublished('LandingPage', {
    ...samples.landingPage('followed'),
    headings: { faqs: 'Questions', frameworks: 'Frameworks' },
    faqs: { connect: [{ documentId: faq, locale: 'en' }] },
    frameworks: { connect: [{ documentId: framework, locale: 'en' }] },
  });
  const redirect = await admin.createPublished('Redirect', samples.redirect('/followed-before/'));
  const { content, generation } = await loadContent(source());
  const en = content.locales.get('en');

  const step = await stepSince(since);
  expect(step.generation).toEqual(generation);
  expect(step.media).toHaveLength(1);
  const views = Object.fromEntries(step.updates.map(({ type, views }) => [type, views]));
  expect(views).toEqual({
    Framework: [{ locale: 'en', view: en?.Framework.get(framework) }],
    Faq: [{ locale: 'en', view: en?.Faq.get(faq) }],
    LandingPage: [{ locale: 'en', view: en?.LandingPage.get(page) }],
    Redirect: [{ locale: null, view: content.redirects.get(redirect) }],
  });
  expect(en?.LandingPage.get(page)?.faqs).toEqual([{ documentId: faq }]);
});

test('an unpublished entry is named without a view', async () => {
  const faq = await admin.createPublished('Faq', samples.faq);
  const since = await readGeneration(ask);
  await admin.unpublish('Faq', faq);
  const step = await stepSince(since);
  const nothing = { views: [], issues: [], faulty: [], imageless: [], notices: [] };
  expect(step.updates).toEqual([{ type: 'Faq', ids: new Set([faq]), ...nothing }]);
});

test('a change of the site settings is followed, in every locale', async () => {
  const since = await readGeneration(ask);
  expect((await admin.publish('Site', 'site', {})).error).toBeUndefined();
  const { content } = await loadContent(source());
  const { updates } = await stepSince(since);
  expect(updates.map(({ type }) => type)).toEqual(['Site']);
  expect(updates[0]?.views).toEqual(
    [...content.locales.values()].map(({ locale, site }) => ({ locale, view: site })),
  );
});

test('a change of an image, and a generation that is unknown, ask for a full read', async () => {
  const image = await admin.upload(pngImage(12), 'changed.png', 'image/png', 'Changed');
  const since = await readGeneration(ask);
  await admin.request('DELETE', `/upload/files/${image.data.id}`);
  expect(await follow(since)).toBeUndefined();
  expect(await follow({ ...since, changeId: 'of another database' })).toBeUndefined();
});

test('no step is torn while editors publish', async () => {
  const faqs = await Promise.all(
    [0, 1, 2].map(() => admin.createPublished('Faq', { ...samples.faq, question: 'Round 0?' })),
  );
  const uid = 'api::faq.faq';
  const path = `/content-manager/collection-types/${uid}/actions/bulkPublish?locale=en`;
  let since = await readGeneration(ask);
  let isDone = false;
  const publishing = (async () => {
    for (let round = 1; round <= 15; round += 1) {
      for (const id of faqs)
        await admin.update('Faq', id, { ...samples.faq, question: `Round ${round}?` });
      await admin.request('POST', path, { documentIds: faqs });
    }
    isDone = true;
  })();
  const seen = new Map<string, string>();
  let steps = 0;
  while (!isDone) {
    const { updates, generation } = await stepSince(since);
    if (updates.length > 0) steps += 1;
    for (const { view } of updates.flatMap(({ views }) => views))
      seen.set(view.documentId, 'question' in view ? view.question : '');
    // A bulk publish is one transaction: after any step all three show the same round.
    if (seen.size > 0) expect(new Set(seen.values()).size).toBe(1);
    since = generation;
  }
  await publishing;
  expect(steps).toBeGreaterThan(5);
});
