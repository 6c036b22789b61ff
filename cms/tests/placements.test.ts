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

const draftPage = async (slug: string, data: object, locale?: string): Promise<string> => {
  const page = { ...samples.landingPage(slug), headings: { reasons: 'Reasons' }, ...data };
  return (await admin.create('LandingPage', page, locale)).data.documentId;
};

test('a page has headings for the entries that will take their place on it later', async () => {
  const faq = (await admin.create('Faq', { ...samples.faq, question: 'H1' })).data.documentId;
  const plan = await admin.createPublished('Plan', { ...samples.plan, name: 'H2' });
  await admin.unpublish('Plan', plan);
  for (const [field, label, id] of [
    ['faqs', 'Above the questions', faq],
    ['plans', 'Above the plans', plan],
  ] as const) {
    const page = await draftPage(`no-heading-${field}`, { [field]: connect([id]) });
    const refused = await admin.publish('LandingPage', page);
    expect(refused.status).toBe(400);
    expect(refused.error?.message).toContain(
      `Section headings → ${label} is empty, but the section has entries. Write a heading for it.`,
    );
    const headings = { reasons: 'Reasons', [field]: 'There now' };
    expect((await admin.publish('LandingPage', page, { headings })).status).toBe(200);
  }
});

test('a heading is not taken away while an entry of its section is away', async () => {
  const faq = await publishFaq('H3');
  const page = await publishPage('heading-kept', [faq]);
  await admin.unpublish('Faq', faq);
  const refused = await admin.publish('LandingPage', page, { headings: { reasons: 'Reasons' } });
  expect(refused.error?.message).toContain('Section headings → Above the questions is empty');
  await admin.publish('Faq', faq);
  expect(await questionsOn(page)).toEqual(['H3']);
});

test('a page that lists nothing in a section needs no heading for it', async () => {
  const page = await draftPage('nothing-listed', {});
  expect((await admin.publish('LandingPage', page)).status).toBe(200);
});

const bringBack = (faq: string) =>
  admin.request('POST', `/history/api::faq.faq/${faq}/bring-back?locale=en`);

test('an entry that is brought back does not mark the pages that list it as modified', async () => {
  const faqs = await Promise.all(['B1', 'B2'].map(publishFaq));
  const [gone] = faqs;
  const first = await publishPage('brought-back', faqs);
  const second = await publishPage('brought-back-too', faqs.toReversed());
  await admin.remove('Faq', String(gone));
  expect((await bringBack(String(gone))).status).toBe(200);
  expect(await questionsOn(first, 'DRAFT')).toEqual(['B1', 'B2']);
  expect(await questionsOn(second, 'DRAFT')).toEqual(['B2', 'B1']);
  expect([await stateOf(first), await stateOf(second)]).toEqual(['published', 'published']);
});

test('an entry that is brought back does not hide that the draft of a page waits', async () => {
  const faq = await publishFaq('B3');
  const page = await publishPage('brought-back-waits', [faq]);
  await admin.update('LandingPage', page, { title: 'Waits' });
  await admin.remove('Faq', faq);
  await bringBack(faq);
  expect(await questionsOn(page, 'DRAFT')).toEqual(['B3']);
  expect(await stateOf(page)).toBe('modified');
});
