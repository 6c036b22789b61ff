import { type ContentType, contentTypes } from '@lectern/shared-types';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type AdminClient, type Answer, createUser, loginAsAdmin } from './harness/admin-client.ts';
import { pngImage, samples } from './harness/samples.ts';

/* Values that were kept changed, or answered with an error of the server, when they were first tried. */

const cms = inject('cms');
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

const fieldsOf = (answer: Answer) =>
  (answer.error?.details?.errors ?? []).map(({ path }) => path.join('.'));

const withFeature = (text: unknown) => ({ ...samples.plan, features: [{ text }] });
const withRating = (rating: object) => ({
  ...samples.landingPage('values'),
  rating: { value: 4.5, scale: 5, count: 10, source: 'learners', ...rating },
});

describe('65: what cannot be kept as it is written is refused, with its field named', () => {
  const cases: [name: string, type: ContentType, data: object, field: string][] = [
    ['NUL', 'Plan', { ...samples.plan, name: 'a\0b' }, 'name'],
    ['an escape sequence', 'Plan', withFeature('\u001b[31m'), 'features.0.text'],
    [
      'a vertical tab alone',
      'PathStep',
      { ...samples.pathStep, topics: [{ text: '\v' }] },
      'topics.0.text',
    ],
    ['half an emoji', 'Reason', { ...samples.reason, body: 'x\ud83d' }, 'body'],
    ['a zero-width space alone', 'Plan', withFeature('\u200b'), 'features.0.text'],
    ['a Hangul filler alone', 'Faq', { ...samples.faq, question: '\u3164' }, 'question'],
    ['a blank of Braille alone', 'Faq', { ...samples.faq, answer: '\u2800' }, 'answer'],
    ['a text that is turned round', 'Plan', { ...samples.plan, name: 'a\u202egpj' }, 'name'],
    ['a second line in a short text', 'Plan', { ...samples.plan, name: 'a\nb' }, 'name'],
    ['a billionth of a dollar', 'Plan', { ...samples.plan, price: 1e-9 }, 'price'],
    ['a price in letters', 'Plan', { ...samples.plan, price: '12' }, 'price'],
    [
      'a price that no number holds',
      'Plan',
      { ...samples.plan, price: JSON.rawJSON('1e309') },
      'price',
    ],
    ['an average with three decimals', 'LandingPage', withRating({ value: 4.876 }), 'rating.value'],
    ['more ratings than an integer', 'LandingPage', withRating({ count: 2 ** 31 }), 'rating.count'],
    ['30 February', 'LandingPage', withRating({ asOf: '2026-02-30' }), 'rating.asOf'],
    ['the year 0', 'LandingPage', withRating({ asOf: '0000-01-01' }), 'rating.asOf'],
    ['the year 10000', 'LandingPage', withRating({ asOf: '10000-01-01' }), 'rating.asOf'],
    [
      'a word where yes or no is meant',
      'Plan',
      { ...samples.plan, highlighted: 'yes' },
      'highlighted',
    ],
    ['a list where a text is meant', 'Plan', { ...samples.plan, footnote: ['x'] }, 'footnote'],
    ['a text where a list is meant', 'Plan', { ...samples.plan, features: 'x' }, 'features'],
    [
      'an entry that never was',
      'LandingPage',
      { ...samples.landingPage('values'), faqs: { set: [{ documentId: 'never' }] } },
      'faqs',
    ],
    [
      'an image that is not there',
      'Testimonial',
      { ...samples.testimonial, avatar: 2_000_000_000 },
      'avatar',
    ],
  ];
  test.each(cases)('%s', async (_, type, data, field) => {
    const answer = await admin.create(type, { ...data });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
    expect(answer.error?.message).toMatch(/\. [A-Z].*\.$/s);
  });
});

test('65: an entry is referred to by its document, not by one of its rows', async () => {
  const { data } = await admin.create('Faq', samples.faq);
  for (const faqs of [data.id, `${data.id}`, [data.id], { set: [{ id: data.id }] }]) {
    const answer = await admin.create('LandingPage', { ...samples.landingPage('rows'), faqs });
    expect([faqs, answer.status, fieldsOf(answer)]).toEqual([faqs, 400, ['faqs']]);
  }
  const documents = { set: [{ id: data.id, documentId: data.documentId }] };
  const page = { ...samples.landingPage('rows'), faqs: documents };
  const { data: kept, error } = await admin.create('LandingPage', page);
  expect(error).toBeUndefined();
  await admin.remove('LandingPage', kept.documentId);
});

test('65: a refusal names the entry also when its name was not sent along', async () => {
  const { data } = await admin.create('Plan', samples.plan);
  const answer = await admin.update('Plan', data.documentId, { price: -1 });
  expect(answer.error?.message).toMatch(/^Plan "Team" \(en\): Price must be 0 or more/);
});

test('65: an optional field that holds only blanks counts as empty', async () => {
  await admin.createPublished('Plan', { ...samples.plan, footnote: ' ' });
});

describe('65: a blank where a date, a number or a choice is meant counts as none', () => {
  test.for<[type: ContentType, field: string, data: (blank: string) => object]>([
    ['LandingPage', 'rating.asOf', (asOf) => withRating({ asOf })],
    ['Testimonial', 'rating', (rating) => ({ ...samples.testimonial, rating })],
    ['Plan', 'highlighted', (highlighted) => ({ ...samples.plan, highlighted })],
    ['Plan', 'price', (price) => ({ ...samples.plan, price })],
    ['Plan', 'currency', (currency) => ({ ...samples.plan, currency })],
    ['PathStep', 'weeks', (weeks) => ({ ...samples.pathStep, weeks })],
    ['LandingPage', 'rating.value', (value) => withRating({ value })],
    ['LandingPage', 'rating.count', (count) => withRating({ count })],
  ])('%s %s', async ([type, field, data]) => {
    for (const blank of ['', ' ', '\t\n', '\u3000', '\u200b']) {
      const { data: kept, error } = await admin.create(type, { ...data(blank) });
      expect([blank, error]).toEqual([blank, undefined]);
      const value = field.split('.').reduce<unknown>((part, key) => Object(part)[key], kept);
      expect([blank, value]).toEqual([blank, null]);
      await admin.remove(type, kept.documentId);
    }
  });
});

test('65: addresses are kept up to the length that the form allows', async () => {
  const long = (length: number) => `https://example.org/${'a'.repeat(length - 20)}`;
  const plan = { ...samples.plan, callToAction: { label: 'Buy', url: long(2000) } };
  await admin.createPublished('Plan', plan);
  await admin.createPublished('Framework', { ...samples.framework, homepageUrl: long(300) });
  const from = `/${'a'.repeat(148)}/${'b'.repeat(148)}/`;
  const redirect = await admin.createPublished('Redirect', { from, to: long(1999) });
  expect((await admin.remove('Redirect', redirect)).error).toBeUndefined();
  const longer = await admin.create('Redirect', { from: `/b${from}`, to: '/' });
  expect([longer.status, fieldsOf(longer)]).toEqual([400, ['from']]);
});

test('65: a user cannot be called what no list could show', async () => {
  const { email } = await createUser(cms, 'strapi-editor');
  const found = await admin.request('GET', `/admin/users?filters[email][$eq]=${email}`);
  const [user] = found.data.results as { id: number }[];
  for (const firstname of ['x'.repeat(256), 'a\0b', '\ud800']) {
    const answer = await admin.request('PUT', `/admin/users/${user?.id}`, { firstname });
    expect([answer.status, fieldsOf(answer)]).toEqual([400, ['firstname']]);
  }
});

test('65: a user with the longest names can publish', async () => {
  const own = '/admin/users/me';
  const { data } = await admin.request('GET', own);
  const { firstname, lastname } = data;
  await admin.request('PUT', own, { firstname: 'a'.repeat(255), lastname: 'b'.repeat(255) });
  await admin.createPublished('Reason', samples.reason);
  const back = await admin.request('PUT', own, { firstname, lastname });
  expect(back.error).toBeUndefined();
});

test('65: words about an image are refused where they cannot be kept', async () => {
  const { data } = await admin.upload(pngImage(8), 'words.png', 'image/png', 'A picture');
  for (const [field, value] of Object.entries({
    caption: 'a\0b',
    alternativeText: '\ud800',
    name: '\u001b',
  })) {
    const form = new FormData();
    form.append('fileInfo', JSON.stringify({ [field]: value }));
    const answer = await admin.request('POST', `/upload?id=${data.id}`, form);
    expect([answer.status, fieldsOf(answer)]).toEqual([400, [field]]);
  }
});

test.for([
  '?_q=%00',
  '?filters[name][$eq]=a%00b',
  '?filters[id][$gt]=99999999999',
  '?filters[price][$eq]=abc',
  '?filters[id][$contains]=0',
  '/%00',
])('65: a list asked for with %s says what is wrong', async (query) => {
  const path = `/content-manager/collection-types/${contentTypes.Plan.uid}${query}`;
  const answer = await admin.request('GET', path);
  expect([200, 400]).toContain(answer.status);
});

test('a copy holds the lists and groups that were sent for it, and the rest of the source', async () => {
  const features = ['One', 'Two', 'Three'].map((text) => ({ text }));
  const plan = (await admin.create('Plan', { ...samples.plan, features })).data.documentId;
  const path = `/content-manager/collection-types/${contentTypes.Plan.uid}`;
  const source = (await admin.request('GET', `${path}/${plan}?locale=en`)).data;
  const [first] = source.features as { id: number; text: string }[];
  const copy = await admin.request('POST', `${path}/clone/${plan}?locale=en`, {
    name: 'A copy',
    features: [{ ...first, text: 'Only' }],
    callToAction: { label: 'Other', url: '/' },
  });
  expect([copy.status, copy.error]).toEqual([200, undefined]);
  const { documentId } = copy.data;
  for (const shown of [copy.data, (await admin.request('GET', `${path}/${documentId}`)).data]) {
    expect(shown).toMatchObject({
      name: 'A copy',
      price: source.price,
      callToAction: { label: 'Other', url: '/' },
    });
    expect((shown.features as { text: string }[]).map(({ text }) => text)).toEqual(['Only']);
  }
  const faqs = await Promise.all([1, 2].map(() => admin.create('Faq', samples.faq)));
  const [one, two] = faqs.map(({ data }) => data.documentId);
  const pages = `/content-manager/collection-types/${contentTypes.LandingPage.uid}`;
  const slug = `copied-${Date.now()}`;
  const page = await admin.create('LandingPage', {
    ...samples.landingPage(slug),
    faqs: [one, two],
  });
  const copied = await admin.request('POST', `${pages}/clone/${page.data.documentId}`, {
    slug: `${slug}-2`,
    faqs: [two],
  });
  expect([copied.status, copied.error]).toEqual([200, undefined]);
  const related = await admin.request(
    'GET',
    `/content-manager/relations/${contentTypes.LandingPage.uid}/${copied.data.documentId}/faqs`,
  );
  expect((related.data.results as { documentId: string }[]).map((each) => each.documentId)).toEqual(
    [two],
  );
  for (const { documentId: id } of [page.data, copied.data]) await admin.remove('LandingPage', id);
  for (const id of [one, two]) await admin.remove('Faq', String(id));
  for (const id of [plan, documentId]) await admin.remove('Plan', id);
});
