import { beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from './harness/admin-client.ts';
import { graphql } from './harness/graphql.ts';
import { samples } from './harness/samples.ts';

const cms = inject('cms');
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

const publishFaq = (question: string) => admin.createPublished('Faq', { ...samples.faq, question });

const connect = (ids: string[]) => ({
  connect: ids.map((documentId) => ({ documentId, locale: 'en', position: { end: true } })),
});

const publishPage = (slug: string, faqs: string[]) =>
  admin.createPublished('LandingPage', { ...samples.landingPage(slug), faqs: connect(faqs) });

async function questionsOn(page: string, status = 'PUBLISHED'): Promise<string[]> {
  const answer = await graphql(
    cms,
    `{ landingPage(documentId: "${page}", status: ${status}) { faqs { question } } }`,
    status === 'DRAFT' ? cms.previewToken : cms.siteToken,
  );
  return answer.data.landingPage.faqs.map(({ question }: { question: string }) => question);
}

test('an entry published again returns to its place on every published page that had it', async () => {
  const [one, two, three] = await Promise.all(['P1', 'P2', 'P3'].map(publishFaq));
  const ids = [three, one, two].map(String);
  const first = await publishPage('places-one', ids);
  const second = await publishPage('places-two', ids.toReversed());
  expect(await questionsOn(first)).toEqual(['P3', 'P1', 'P2']);

  await admin.unpublish('Faq', String(one));
  expect(await questionsOn(first)).toEqual(['P3', 'P2']);
  await admin.publish('Faq', String(one));

  expect(await questionsOn(first)).toEqual(['P3', 'P1', 'P2']);
  expect(await questionsOn(second)).toEqual(['P2', 'P1', 'P3']);
});

test('an entry placed on the draft of a page alone does not appear on the published page', async () => {
  const [placed, later] = await Promise.all(['D1', 'D2'].map(publishFaq));
  const page = await publishPage('draft-only', [String(placed)]);
  await admin.update('LandingPage', page, { faqs: connect([String(later)]) });
  // Looking at the draft is not publishing it.
  const path = `/content-manager/collection-types/api::landing-page.landing-page/${page}?locale=en`;
  expect((await admin.request('GET', path)).status).toBe(200);
  await admin.unpublish('Faq', String(later));
  await admin.publish('Faq', String(later));
  expect(await questionsOn(page)).toEqual(['D1']);
  expect(await questionsOn(page, 'DRAFT')).toEqual(['D1', 'D2']);
  await admin.publish('LandingPage', page);
  expect(await questionsOn(page)).toEqual(['D1', 'D2']);
});

test('an entry unpublished while its page is published takes its place once it is published', async () => {
  const [here, absent] = await Promise.all(['A1', 'A2'].map(publishFaq));
  await admin.unpublish('Faq', String(absent));
  const page = await publishPage('absent', [String(absent), String(here)]);
  expect(await questionsOn(page)).toEqual(['A1']);
  await admin.publish('Faq', String(absent));
  expect(await questionsOn(page)).toEqual(['A2', 'A1']);
});

test('discarding the draft of a page keeps entries that are unpublished at the moment', async () => {
  const [stays, pauses] = await Promise.all(['K1', 'K2'].map(publishFaq));
  const page = await publishPage('discard', [String(pauses), String(stays)]);
  await admin.unpublish('Faq', String(pauses));
  await admin.update('LandingPage', page, { title: 'Changed' });
  await admin.discard('LandingPage', page);
  expect(await questionsOn(page, 'DRAFT')).toEqual(['K2', 'K1']);
});

async function stateOf(page: string): Promise<unknown> {
  const path = `/content-manager/collection-types/api::landing-page.landing-page/${page}?locale=en`;
  return (await admin.request('GET', path)).data.status;
}

test('a return to its place does not mark the page as modified', async () => {
  const faq = await publishFaq('M1');
  const page = await publishPage('unmodified', [faq]);
  await admin.unpublish('Faq', faq);
  await admin.publish('Faq', faq);
  expect(await stateOf(page)).toBe('published');
});

test('a return to its place does not hide that the draft of the page waits', async () => {
  const faq = await publishFaq('W1');
  const page = await publishPage('waits', [faq]);
  await admin.update('LandingPage', page, { title: 'Waits' });
  await admin.unpublish('Faq', faq);
  await admin.publish('Faq', faq);
  expect(await stateOf(page)).toBe('modified');
});

test('a page whose changes were discarded does not wait any more', async () => {
  const page = await publishPage('nothing-waits', [await publishFaq('N1')]);
  await admin.update('LandingPage', page, { title: 'Not for long' });
  expect(await stateOf(page)).toBe('modified');
  await admin.discard('LandingPage', page);
  expect(await stateOf(page)).toBe('published');
});

test('an entry taken off a page stays off when it is published again', async () => {
  const [kept, dropped] = await Promise.all(['R1', 'R2'].map(publishFaq));
  const page = await publishPage('removed', [String(kept), String(dropped)]);
  await admin.publish('LandingPage', page, {
    faqs: { disconnect: [{ documentId: String(dropped), locale: 'en' }] },
  });
  await admin.unpublish('Faq', String(dropped));
  await admin.publish('Faq', String(dropped));
  expect(await questionsOn(page)).toEqual(['R1']);
});
