import { type ContentType, contentTypeNames, contentTypes } from '@lectern/shared-types';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type AdminClient, type Answer, loginAsAdmin } from './harness/admin-client.ts';
import { graphql } from './harness/graphql.ts';
import { pngImage, samples } from './harness/samples.ts';

const cms = inject('cms');
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

const fieldsOf = (answer: Answer) =>
  (answer.error?.details?.errors ?? []).map(({ path }) => path.join('.'));

describe('saving refuses what can never be right, and names field and remedy', () => {
  const cases: [name: string, type: ContentType, data: object, field: string, remedy: RegExp][] = [
    [
      'a price with three decimals',
      'Plan',
      { ...samples.plan, price: 1.234 },
      'price',
      /two decimals/,
    ],
    ['a negative price', 'Plan', { ...samples.plan, price: -1 }, 'price', /0/],
    [
      'a free plan with a price',
      'Plan',
      { ...samples.plan, billingInterval: 'free' },
      'billingInterval',
      /free plan costs 0/,
    ],
    [
      'a script as a link',
      'Plan',
      { ...samples.plan, callToAction: { label: 'x', url: 'javascript:alert(1)' } },
      'callToAction.url',
      /https:\/\//,
    ],
    [
      'a link with a tab in its scheme',
      'Plan',
      { ...samples.plan, callToAction: { label: 'x', url: 'java\tscript:alert(1)' } },
      'callToAction.url',
      /https:\/\//,
    ],
    [
      'a data URL as homepage',
      'Framework',
      { ...samples.framework, homepageUrl: 'data:text/html,x' },
      'homepageUrl',
      /https:\/\//,
    ],
    [
      'a slug that climbs',
      'LandingPage',
      samples.landingPage('../../etc/x'),
      'slug',
      /Enter for example etc-x/,
    ],
    ['a slug in capitals', 'LandingPage', samples.landingPage('Python'), 'slug', /lower-case/],
    [
      'a slug that is a locale',
      'LandingPage',
      samples.landingPage('es'),
      'slug',
      /another address/,
    ],
    ['a redirect out of a folder', 'Redirect', samples.redirect('/a/../b/'), 'from', /\.\./],
    [
      'a redirect to itself',
      'Redirect',
      { ...samples.redirect('/itself/'), to: '/itself/' },
      'to',
      /arrive/,
    ],
  ];
  test.each(cases)('%s', async (_, type, data, field, remedy) => {
    const answer = await admin.create(type, { ...data });
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toContain(field);
    expect(answer.error?.message).toMatch(remedy);
  });

  test('a text beyond its length, and 53 weeks', async () => {
    const long = await admin.create('Faq', { ...samples.faq, question: 'x'.repeat(161) });
    expect([long.status, fieldsOf(long)]).toEqual([400, ['question']]);
    const weeks = await admin.create('PathStep', { ...samples.pathStep, weeks: 53 });
    expect([weeks.status, fieldsOf(weeks)]).toEqual([400, ['weeks']]);
  });
});

test('a refused save leaves nothing behind', async () => {
  const question = 'Refused as a whole?';
  const answer = await admin.create('LandingPage', {
    ...samples.landingPage('UPPER'),
    title: question,
  });
  expect(answer.status).toBe(400);
  const found = await graphql(
    cms,
    `{ landingPages(status: DRAFT, filters: { title: { eq: "${question}" } }) { title } }`,
    cms.previewToken,
  );
  expect(found.data.landingPages).toEqual([]);
});

test('a draft may be unfinished; publishing it may not', async () => {
  const draft = await admin.create('Plan', { name: 'Unfinished' });
  expect(draft.error).toBeUndefined();
  const published = await admin.publish('Plan', draft.data.documentId);
  expect(published.status).toBe(400);
  expect(fieldsOf(published)).toContain('price');
});

test('a section with entries needs its heading before the page is published', async () => {
  const faq = await admin.createPublished('Faq', samples.faq);
  const page = samples.landingPage('needs-heading');
  const created = await admin.create('LandingPage', {
    ...page,
    headings: { reasons: 'Only these' },
    faqs: { connect: [{ documentId: faq, locale: 'en' }] },
  });
  expect(created.error).toBeUndefined();
  const published = await admin.publish('LandingPage', created.data.documentId);
  expect(fieldsOf(published)).toEqual(['headings.faqs']);
  expect(published.error?.message).toContain(
    'Landing page "Page needs-heading" (en): Section headings → Above the questions is empty',
  );
});

test('a slug is unique in its locale, and free in another', async () => {
  await admin.createPublished('LandingPage', samples.landingPage('taken'));
  const second = await admin.create('LandingPage', {
    ...samples.landingPage('taken'),
    title: 'Second',
  });
  expect(second.status).toBe(400);
  expect(fieldsOf(second)).toEqual(['slug']);
  expect(second.error?.message).toContain('is taken by the landing page "Page taken"');
  const spanish = await admin.create('LandingPage', samples.landingPage('taken'), 'es');
  expect(spanish.error).toBeUndefined();
});

test('a copy is checked as what it is, and its source is named where it has its address', async () => {
  const id = await admin.createPublished('LandingPage', samples.landingPage('source'));
  const path = `/content-manager/collection-types/${contentTypes.LandingPage.uid}/clone/${id}`;
  const copy = (data: object) => admin.request('POST', `${path}?locale=en`, data);
  expect((await copy({ title: 'Copy', slug: 'source' })).error?.message).toBe(
    'Landing page "Copy" (en): Address "source" is taken by the landing page "Page source". Choose another.',
  );
  const copied = await copy({ title: 'Copy', slug: 'copy-of-source' });
  expect(copied.error).toBeUndefined();
  const versions = await admin.request(
    'GET',
    `/history/${contentTypes.LandingPage.uid}/${copied.data.documentId}?locale=en`,
  );
  expect(versions.data.versions).toEqual([]);
});

test('two redirects from one address are refused', async () => {
  await admin.createPublished('Redirect', samples.redirect('/twice/'));
  const second = await admin.create('Redirect', samples.redirect('/twice/'));
  expect(fieldsOf(second)).toEqual(['from']);
});

test.each([
  ['Testimonial', { ...samples.testimonial, source: '' }],
  ['Plan', { ...samples.plan, footnote: ' ' }],
  ['LandingPage', { ...samples.landingPage('emptied'), verdict: '', seo: { title: '' } }],
] as const)('a %s whose optional texts were emptied is published', async (type, entry) => {
  await admin.createPublished(type, entry);
});

test('an image without an alternative text is not published', async () => {
  const image = await admin.upload(pngImage(8), 'mute.png', 'image/png');
  const avatar = image.data.id;
  const draft = await admin.create('Testimonial', { ...samples.testimonial, avatar });
  expect(draft.error).toBeUndefined();
  const refused = await admin.publish('Testimonial', draft.data.documentId);
  // The form's field; what the admin cannot find there it does not show.
  expect(refused.error?.details?.errors).toEqual([
    {
      path: ['avatar'],
      name: 'ValidationError',
      message:
        'Alternative text is empty. Describe what the image shows, here or in the media library under "Alternative text".',
    },
  ]);
  expect(refused.error?.message).toContain('Portrait → Alternative text is empty');
});

test('every field of every form has a label and a help text', async () => {
  const answer = await admin.request('GET', '/content-manager/content-types');
  const types = answer.data as unknown as { uid: string; isDisplayed: boolean }[];
  const shown = types.filter(({ uid, isDisplayed }) => uid.startsWith('api::') && isDisplayed);
  expect(shown).toHaveLength(contentTypeNames.length);
  for (const { uid } of shown) {
    const { data } = await admin.request(
      'GET',
      `/content-manager/content-types/${uid}/configuration`,
    );
    const { contentType, components } = data as unknown as Record<'contentType', Form> & {
      components: Record<string, Form>;
    };
    for (const form of [contentType, ...Object.values(components)])
      for (const { name } of form.layouts.edit.flat())
        expect(form.metadatas[name]?.edit.description, `${form.uid} ${name}`).toMatch(
          /\.$|\/$|#plans\.?$/,
        );
  }
});

interface Form {
  uid: string;
  layouts: { edit: { name: string }[][] };
  metadatas: Record<string, { edit: { description: string } }>;
}
