import { type ContentType, contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { acceptHeader, type Losses } from '../src/losses/contract.ts';
import { type AdminClient, type Answer, loginAs, loginAsAdmin } from './harness/admin-client.ts';
import { graphql } from './harness/graphql.ts';
import { movePlan } from './harness/move-plan.ts';
import { startPostgres } from './harness/postgres.ts';
import { pngImage, samples } from './harness/samples.ts';
import { startTestCms, type TestCms } from './harness/test-cms.ts';

const { database } = inject('cms');
let postgres: Awaited<ReturnType<typeof startPostgres>> | undefined;
let cms: TestCms;
let admin: AdminClient;
let editor: AdminClient;
let count = 0;

beforeAll(async () => {
  postgres = database === 'postgres' ? await startPostgres() : undefined;
  cms = await startTestCms(postgres?.url);
  admin = await loginAsAdmin(cms);
  editor = await loginAs(cms, 'strapi-editor');
});
afterAll(async () => {
  await cms.stop();
  await postgres?.stop();
});

async function published(type: ContentType, data: object, locale?: string): Promise<string> {
  const id = await admin.createPublished(type, data as Record<string, unknown>, locale);
  onTestFinished(async () => void (await admin.remove(type, id)));
  return id;
}
/** A page at an address of its own. */
async function publishedPage(data: object = {}): Promise<{ id: string; slug: string }> {
  count += 1;
  const slug = `lost-${count}`;
  return { slug, id: await published('LandingPage', { ...samples.landingPage(slug), ...data }) };
}

const pathOf = (type: ContentType, rest: string, locale = 'en') =>
  `/content-manager/${type === 'Site' ? 'single' : 'collection'}-types/${contentTypes[type].uid}${rest}${type === 'Redirect' ? '' : `?locale=${locale}`}`;
const ask = (type: ContentType, id: string, action: string, token?: string) =>
  editor.ask(
    'POST',
    pathOf(type, `/${id}/actions/${action}`),
    {},
    token ? { [acceptHeader]: token } : {},
  );
const lossesOf = ({ error }: Answer): Losses => {
  const { losses } = error?.details ?? {};
  if (losses === undefined) throw new Error(`Nobody asked: ${error?.message}`);
  return losses;
};
const textsOf = (answer: Answer) => lossesOf(answer).losses.map(({ text }) => text);

async function isPublished(type: ContentType, id: string): Promise<boolean> {
  const answer = await admin.ask('GET', pathOf(type, `/${id}`));
  return Reflect.get(answer.data, 'status') !== 'draft';
}

test('68: a page that links lead to is not unpublished unasked, and each link is named', async () => {
  const { id, slug } = await publishedPage();
  const address = `/${slug}/`;
  const faq = await published('Faq', {
    ...samples.faq,
    question: 'Who links?',
    answer: `See [it](${address}#top), [it again](/elsewhere/).`,
  });
  const url = `http://localhost:4321${address}?q=1`;
  const linking = await publishedPage({
    callToAction: { label: 'Go', url },
    faqs: [faq],
    closing: { title: 'End', body: 'End.', callToAction: { label: 'Go', url: address } },
  });
  await published('Redirect', { from: `/old-${slug}/`, to: address, permanent: true });
  await published('Faq', { ...samples.faq, question: 'On no page?', answer: `[x](${address})` });

  const refused = await ask('LandingPage', id, 'unpublish');
  expect(refused.status).toBe(400);
  const page = `Landing page "Page ${linking.slug}" (en)`;
  const end = `leads to ${address}, where nothing would be.`;
  expect(textsOf(refused)).toEqual([
    `Question and answer "Who links?" (en): Answer ${end}`,
    `${page}: Button → Address ${end}`,
    `${page}: Closing call → Button → Address ${end}`,
    `Redirect "/old-${slug}/": To ${end}`,
  ]);
  expect(refused.error?.message).toMatch(
    /^Could not unpublish Landing page "Page lost-\d+" \(en\) yet: Question and answer .* And 1 more\. Change these links and publish that first, or go on and confirm it\.$/s,
  );
  expect(await isPublished('LandingPage', id)).toBe(true);
  expect((await ask('LandingPage', id, 'unpublish', 'of something else')).status).toBe(400);
  const done = await ask('LandingPage', id, 'unpublish', lossesOf(refused).token);
  expect([done.status, await isPublished('LandingPage', id)]).toEqual([200, false]);
});

test.each([
  ['an escape of Markdown', (slug: string) => `[it](/${slug.replace('-', '\\-')}/)`],
  ['a character reference', (slug: string) => `[it](/${slug.replace('o', '&#111;')}/)`],
  ['an encoded letter', (slug: string) => `[it](/${slug.replace('o', '%6F')}/)`],
  ['a definition', (slug: string) => `[it][r]\n\n[r]:\n/${slug.replace('o', '%6f')} "There"`],
])('68: a link written with %s is asked about', async (_, write) => {
  const { id, slug } = await publishedPage();
  const faq = await published('Faq', { ...samples.faq, answer: `See ${write(slug)}` });
  await publishedPage({ headings: { reasons: 'Reasons', faqs: 'Questions' }, faqs: [faq] });
  const about = [expect.stringContaining(`Answer leads to /${slug}/, where nothing would be.`)];
  expect(textsOf(await ask('LandingPage', id, 'unpublish'))).toEqual(about);
  await admin.update('LandingPage', id, samples.landingPage(`${slug}-new`));
  expect(textsOf(await ask('LandingPage', id, 'publish'))).toEqual(about);
});

test.each([
  [
    'in a button',
    (slug: string) => ({ callToAction: { label: 'Go', url: `/${slug.replace('o', '%6F')}/` } }),
  ],
  ['by way of itself', (slug: string) => ({ callToAction: { label: 'Go', url: `/./${slug}/` } })],
  [
    'in another case of the host',
    (slug: string) => ({ callToAction: { label: 'Go', url: `HTTP://LOCALHOST:4321/${slug}` } }),
  ],
])('68: an address spelled otherwise %s is asked about', async (_, data) => {
  const { id, slug } = await publishedPage();
  await publishedPage(data(slug));
  expect(textsOf(await ask('LandingPage', id, 'unpublish'))).toEqual([
    expect.stringContaining(`Button → Address leads to /${slug}/, where nothing would be.`),
  ]);
});

test('68: what was confirmed is asked again when there is more to lose by then', async () => {
  const { id, slug } = await publishedPage();
  await publishedPage({ callToAction: { label: 'Go', url: `/${slug}/` } });
  const { token } = lossesOf(await ask('LandingPage', id, 'unpublish'));
  await publishedPage({ callToAction: { label: 'Go', url: `/${slug}` } });
  expect(textsOf(await ask('LandingPage', id, 'unpublish', token))).toHaveLength(2);
});

test('68: an address that changes is asked about while links lead to it', async () => {
  const { id, slug } = await publishedPage();
  const linking = await publishedPage({ callToAction: { label: 'Go', url: `/${slug}/` } });
  const data = samples.landingPage(`${slug}-new`);
  await admin.update('LandingPage', id, data);
  const refused = await ask('LandingPage', id, 'publish');
  expect(textsOf(refused)).toEqual([
    `Landing page "Page ${linking.slug}" (en): Button → Address leads to /${slug}/, where nothing would be.`,
  ]);
  await admin.publish('LandingPage', linking.id, {
    callToAction: { label: 'Go', url: `/${slug}-new/` },
  });
  expect((await ask('LandingPage', id, 'publish')).status).toBe(200);
});

test('68: where a redirect takes over nothing is lost', async () => {
  const slug = 'lost-and-redirected';
  const redirect = await published('Redirect', { from: `/${slug}/`, to: '/', permanent: false });
  const page = await published('LandingPage', samples.landingPage(slug));
  await publishedPage({ callToAction: { label: 'Go', url: `/${slug}/` } });
  expect((await ask('LandingPage', page, 'unpublish')).status).toBe(200);
  expect(textsOf(await ask('Redirect', redirect, 'unpublish'))).toEqual([
    expect.stringContaining(`leads to /${slug}/, where nothing would be.`),
  ]);
});

/** A page with a section of one plan, and everything that leads to that section. */
async function pageWithPlans() {
  const plan = await published('Plan', {
    ...samples.plan,
    name: 'Only one',
    callToAction: { label: 'Read', url: '#faqs' },
  });
  const faq = await published('Faq', {
    ...samples.faq,
    question: 'What does it cost?',
    answer: 'See [the plans](#plans) or [their heading](#plans-heading).',
  });
  const page = await publishedPage({
    callToAction: { label: 'Plans', url: '#plans' },
    headings: { plans: 'Plans', faqs: 'Questions' },
    plans: [plan],
    faqs: [faq],
  });
  const url = `/${page.slug}/#plans`;
  const linking = await publishedPage({ callToAction: { label: 'Go', url } });
  const elsewhere = `/${page.slug}/#faqs`;
  await publishedPage({ callToAction: { label: 'Stays', url: elsewhere } });
  const dead = (name: string, field: string, anchor = 'plans') =>
    `${name}: ${field} leads to /${page.slug}/#${anchor}, where nothing would be.`;
  return {
    ...page,
    ...{ plan, faq },
    lost: [
      dead('Question and answer "What does it cost?" (en)', 'Answer', 'plans-heading'),
      dead('Question and answer "What does it cost?" (en)', 'Answer'),
      dead(`Landing page "Page ${page.slug}" (en)`, 'Button → Address'),
      dead(`Landing page "Page ${linking.slug}" (en)`, 'Button → Address'),
    ],
  };
}
const deadLinksOf = (answer: Answer) =>
  lossesOf(answer).losses.flatMap(({ text, isDeadLink }) => (isDeadLink ? [text] : []));

test('68: a section that a publish empties is asked about while links lead to its anchor', async () => {
  const { id, plan, lost } = await pageWithPlans();
  await admin.update('LandingPage', id, { plans: { disconnect: [{ documentId: plan }] } });
  const refused = await ask('LandingPage', id, 'publish');
  expect(textsOf(refused).toSorted()).toEqual(lost.toSorted());
  expect((await ask('LandingPage', id, 'publish', lossesOf(refused).token)).status).toBe(200);
});

test('68: a section of which the last entry goes is asked about while links lead to its anchor', async () => {
  const { id, plan, lost } = await pageWithPlans();
  for (const refused of [
    await ask('Plan', plan, 'unpublish'),
    await editor.ask('DELETE', pathOf('Plan', `/${plan}`)),
    await editor.ask('POST', pathOf('Plan', '/actions/bulkDelete'), { documentIds: [plan] }),
  ])
    expect(deadLinksOf(refused).toSorted()).toEqual(lost.toSorted());
  const other = await published('Plan', { ...samples.plan, name: 'Another one' });
  await admin.publish('LandingPage', id, { plans: { connect: [{ documentId: other }] } });
  expect(deadLinksOf(await ask('Plan', plan, 'unpublish'))).toEqual([]);
});

test('68: a section that is published with nothing but drafts, and a closing part that goes, are asked about', async () => {
  const { data } = await admin.create('Faq', { ...samples.faq, question: 'Not yet?' });
  onTestFinished(async () => void (await admin.remove('Faq', data.documentId)));
  const faq = await published('Faq', samples.faq);
  const { id, slug } = await publishedPage({
    faqs: [faq],
    closing: { title: 'End', body: 'End.', callToAction: { label: 'Up', url: '#faqs' } },
  });
  for (const anchor of ['faqs', 'closing-heading'])
    await publishedPage({ callToAction: { label: 'Go', url: `/${slug}?q=1#${anchor}` } });
  await admin.update('LandingPage', id, { faqs: [data.documentId], closing: null });
  expect(textsOf(await ask('LandingPage', id, 'publish'))).toEqual([
    expect.stringContaining(`leads to /${slug}/#faqs, where nothing would be.`),
    expect.stringContaining(`leads to /${slug}/#closing-heading, where nothing would be.`),
  ]);
});

test('68: navigation on every page that leads to an emptied section is named', async () => {
  const plan = await published('Plan', samples.plan);
  const { id, slug } = await publishedPage({ headings: { plans: 'Plans' }, plans: [plan] });
  const site = await admin.request('GET', pathOf('Site', ''));
  const navigation = Reflect.get(site.data, 'navigation') as { label: string; url: string }[];
  const links = navigation.map(({ label, url }) => ({ label, url }));
  await admin.publish('Site', 'site', {
    navigation: [
      ...links.slice(0, 6),
      { label: 'Plans', url: `/${slug}/#plans` },
      { label: 'Here', url: '#plans' },
    ],
  });
  onTestFinished(async () => void (await admin.publish('Site', 'site', { navigation: links })));
  await admin.update('LandingPage', id, { plans: [] });
  const texts = textsOf(await ask('LandingPage', id, 'publish'));
  expect(texts).toHaveLength(2);
  for (const text of texts)
    expect(text).toMatch(
      /^Site ".*" \(en\): Navigation → no. \d → Address leads to .*#plans, where/,
    );
});

test('68: deleting from the list asks once about all that is chosen, and not about links among that', async () => {
  const { id, slug } = await publishedPage();
  const linking = await publishedPage({ callToAction: { label: 'Go', url: `/${slug}/` } });
  const bulk = (documentIds: string[]) =>
    editor.ask('POST', pathOf('LandingPage', '/actions/bulkDelete'), { documentIds });
  expect(textsOf(await bulk([id]))).toHaveLength(1);
  expect(await isPublished('LandingPage', id)).toBe(true);
  expect((await bulk([id, linking.id])).status).toBe(200);
});

test('68: what pages list leaves them when somebody has said so, by form and by list', async () => {
  const plans = [
    await published('Plan', { ...samples.plan, name: 'One' }),
    await published('Plan', { ...samples.plan, name: 'Two' }),
  ];
  const { slug } = await publishedPage({ headings: { plans: 'Plans' }, plans });
  const leaves = (name: string) => `The page /${slug}/ would no longer show Plan "${name}" (en).`;
  const [one = ''] = plans;
  expect(textsOf(await ask('Plan', one, 'unpublish'))).toEqual([leaves('One')]);
  expect(textsOf(await editor.ask('DELETE', pathOf('Plan', `/${one}`)))).toEqual([leaves('One')]);
  for (const action of ['bulkUnpublish', 'bulkDelete']) {
    const path = pathOf('Plan', `/actions/${action}`);
    const refused = await editor.ask('POST', path, { documentIds: plans });
    expect(textsOf(refused)).toEqual([leaves('One'), leaves('Two')]);
    expect(lossesOf(refused).subject).toBe('2 entries');
  }
  expect(await isPublished('Plan', one)).toBe(true);
  const path = pathOf('Plan', '/actions/bulkUnpublish');
  expect((await editor.request('POST', path, { documentIds: plans })).status).toBe(200);
  expect(await isPublished('Plan', one)).toBe(false);
});

test('68: what nobody sees goes without a question', async () => {
  const plan = await published('Plan', samples.plan);
  expect((await ask('Plan', plan, 'unpublish')).status).toBe(200);
  const { id } = await publishedPage();
  expect((await ask('LandingPage', id, 'unpublish')).status).toBe(200);
});

test('68: a plan to unpublish asks when it is made, and fails over links that came since', async () => {
  const { id, slug } = await publishedPage();
  await publishedPage({ callToAction: { label: 'Go', url: `/${slug}/` } });
  const path = `/schedule/${contentTypes.LandingPage.uid}/${id}`;
  const time = {
    wallTime: new Date(Date.now() + 86_400_000).toISOString().slice(0, 16),
    timeZone: 'UTC',
  };
  const refused = await editor.ask('POST', `${path}/unpublish?locale=en`, time);
  expect([refused.status, lossesOf(refused).losses.length]).toEqual([400, 1]);
  const { token } = lossesOf(refused);
  const planIt = () =>
    editor.ask('POST', `${path}/unpublish?locale=en`, time, { [acceptHeader]: token });
  expect((await planIt()).status).toBe(200);

  const later = await publishedPage({ callToAction: { label: 'Go', url: `/${slug}/` } });
  const due = async () => {
    await movePlan(cms.dataFolder, postgres?.url, id, Date.now());
    // Another plan lets the CMS know of what was moved behind its back.
    const other = await published('Faq', samples.faq);
    const waking = `/schedule/${contentTypes.Faq.uid}/${other}/unpublish?locale=en`;
    expect((await editor.ask('POST', waking, time)).status).toBe(200);
  };
  const last = async () => Reflect.get((await editor.ask('GET', `${path}?locale=en`)).data, 'last');
  await due();
  await expect.poll(last).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining(`Landing page "Page ${later.slug}" (en): Button → Address`),
  });
  expect(await isPublished('LandingPage', id)).toBe(true);

  await admin.unpublish('LandingPage', later.id);
  expect((await planIt()).status).toBe(200);
  await due();
  await expect.poll(last).toMatchObject({ state: 'done' });
  expect(await isPublished('LandingPage', id)).toBe(false);
});

const inDays = (days: number) => ({
  wallTime: new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 16),
  timeZone: 'UTC',
});
/** Plans of a page, by an editor who confirms only what `token` names. */
const plansOf = (id: string) => {
  const path = `/schedule/${contentTypes.LandingPage.uid}/${id}`;
  const send = (method: string, rest: string | number, days: number, token = '') =>
    editor.ask(method, `${path}/${rest}?locale=en`, inDays(days), { [acceptHeader]: token });
  const read = async () => (await editor.ask('GET', `${path}?locale=en`)).data;
  return {
    plan: (action: string, token?: string) => send('POST', action, 1, token),
    change: async (days: number, token?: string) => {
      const [{ id: number }] = Reflect.get(await read(), 'planned') as [{ id: number }];
      return send('PUT', number, days, token);
    },
    last: async () => Reflect.get(await read(), 'last'),
  };
};

test('68: a plan whose time is changed asks again, with what is to be lost by now', async () => {
  const { id, slug } = await publishedPage();
  const first = await publishedPage({ callToAction: { label: 'Go', url: `/${slug}/` } });
  const { plan, change } = plansOf(id);
  const asked = lossesOf(await plan('unpublish'));
  expect((await plan('unpublish', asked.token)).status).toBe(200);
  expect((await change(2)).status).toBe(200);
  const second = await publishedPage({ callToAction: { label: 'Go', url: `/${slug}/` } });
  const changed = lossesOf(await change(3));
  expect(changed.losses.map(({ text }) => text)).toEqual(
    [first, second].map((page) => expect.stringContaining(`"Page ${page.slug}" (en)`)),
  );
  expect((await change(3, asked.token)).status).toBe(400);
  expect((await change(3, changed.token)).status).toBe(200);
  expect((await change(4)).status).toBe(200);
  await admin.unpublish('LandingPage', first.id);
  expect((await change(5)).status).toBe(200);
  await admin.request('POST', pathOf('LandingPage', `/${first.id}/actions/publish`), {});
  expect(lossesOf(await change(6)).losses).toHaveLength(2);
});

test('68: a plan to publish is asked again when the draft is changed so that links would lead nowhere', async () => {
  const { id, slug } = await publishedPage();
  const linking = await publishedPage({ callToAction: { label: 'Go', url: `/${slug}/` } });
  const { plan, last } = plansOf(id);
  expect((await plan('publish')).status).toBe(200);
  await admin.update('LandingPage', id, { lede: 'Another lede.' });
  expect(await last()).toBe(null);
  await admin.update('LandingPage', id, { slug: `${slug}-new` });
  expect(await last()).toMatchObject({
    state: 'failed',
    reason: expect.stringMatching(
      new RegExp(
        `^.+ has changed the draft since this was planned\\. Landing page "Page ${linking.slug}" \\(en\\): Button → Address leads to /${slug}/, where nothing would be\\. Change these links and publish that first, then plan it again; or plan it again and confirm it\\.$`,
      ),
    ),
  });
  const asked = lossesOf(await plan('publish'));
  expect((await plan('publish', asked.token)).status).toBe(200);
  await admin.update('LandingPage', id, { lede: 'And another.' });
  expect(await plansOf(id).change(2)).toMatchObject({ status: 200 });
});

test('68: a plan to unpublish is asked again when another version is published to which other links lead', async () => {
  const { id, slug } = await publishedPage();
  await publishedPage({ callToAction: { label: 'Go', url: `/${slug}-new/` } });
  const { plan, last } = plansOf(id);
  expect((await plan('unpublish')).status).toBe(200);
  await admin.publish('LandingPage', id, { lede: 'Another lede.' });
  expect(await last()).toBe(null);
  await admin.publish('LandingPage', id, { slug: `${slug}-new` });
  expect(await last()).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining(`leads to /${slug}-new/, where nothing would be.`),
  });
});

test('67: a language whose Site goes is asked about, and the default one stays', async () => {
  const unpublish = (locale: string, token = '') =>
    admin.ask('POST', pathOf('Site', '/actions/unpublish', locale), {}, { [acceptHeader]: token });
  const spanish = await unpublish('es');
  expect(textsOf(spanish)).toContain('All pages in the language "es" would be taken off the site.');
  const english = await unpublish('en');
  expect(english.error?.message).toMatch(
    /^Could not unpublish Site ".*" \(en\): all pages stand on it, and nothing could be published without it\. Change it, and publish the change instead\.$/,
  );
  const sites = await graphql(
    cms,
    '{ en: site(locale: "en") { brand } es: site(locale: "es") { brand } }',
  );
  expect(sites.data).toMatchObject({ en: { brand: expect.any(String) }, es: {} });

  expect((await unpublish('es', lossesOf(spanish).token)).status).toBe(200);
  onTestFinished(async () => void (await admin.publish('Site', 'site', {}, 'es')));
  const { data } = await admin.create('Faq', samples.faq, 'es');
  const path = pathOf('Faq', `/${data.documentId}/actions/publish`, 'es');
  expect(textsOf(await admin.ask('POST', path, {}))).toEqual([
    '"Site" is not published in the language "es", so visitors see no page in it. Publish "Site" in this language.',
  ]);
});

test('67: an entry in a language that visitors do not see says so before it is published, and keeps the language', async () => {
  const language = await admin.request('POST', '/i18n/locales', {
    code: 'fr',
    name: 'French (fr)',
    isDefault: false,
  });
  const { data } = await admin.create('Faq', samples.faq, 'fr');
  const publish = (token = '') =>
    admin.ask(
      'POST',
      pathOf('Faq', `/${data.documentId}/actions/publish`, 'fr'),
      {},
      {
        [acceptHeader]: token,
      },
    );
  const refused = await publish();
  expect(textsOf(refused)).toEqual([
    'The site is not built for the language "fr", so visitors do not see it. Ask whoever runs the site to add the language, or write it in another one.',
  ]);
  expect((await publish(lossesOf(refused).token)).status).toBe(200);
  const remove = () => admin.ask('DELETE', `/i18n/locales/${language.data.id}`);
  const kept = await remove();
  expect(kept.error?.message).toBe(
    'Could not delete the language French (fr): an entry is written in it. Delete them in this language first; they can be brought back under "Deleted entries".',
  );
  expect((await admin.ask('GET', pathOf('Faq', `/${data.documentId}`, 'fr'))).status).toBe(200);
  await admin.request('DELETE', pathOf('Faq', `/${data.documentId}`, 'fr'));
  expect((await remove()).status).toBe(200);
});

test.each([
  ['of an entry', 'Framework', (image: unknown) => ({ ...samples.framework, logo: image })],
  [
    'in a group of fields',
    'LandingPage',
    (image: unknown) => ({
      ...samples.landingPage('lost-picture'),
      seo: { title: 'T', description: 'D', shareImage: image },
    }),
  ],
  ['of a person', 'Testimonial', (image: unknown) => ({ ...samples.testimonial, avatar: image })],
] as const)('68: an image %s that visitors see is not deleted', async (_, type, data) => {
  const image = await admin.upload(pngImage(4), 'seen.png', 'image/png', 'Seen');
  const id = await published(type, data(image.data.id));
  const remove = () => admin.ask('DELETE', `/upload/files/${image.data.id}`);
  expect((await remove()).error?.message).toMatch(
    /^Could not delete the image "seen\.png": visitors see it with .*\. Choose another image there and publish that first\.$/,
  );
  // Nor is the file, nor another one that was to be deleted with it, alone, in a folder or below one.
  const other = await admin.upload(pngImage(4), 'other.png', 'image/png', 'Other');
  const folder = await admin.ask('POST', '/upload/folders', { name: `F ${id}`, parent: null });
  const parent = folder.data.id;
  const below = await admin.ask('POST', '/upload/folders', { name: 'Below', parent });
  for (const { fileIds, folderIds, next } of [
    { fileIds: [other.data.id, image.data.id], folderIds: [], next: parent },
    { fileIds: [other.data.id], folderIds: [parent], next: below.data.id },
    { fileIds: [other.data.id], folderIds: [parent], next: below.data.id },
  ]) {
    const bulk = { fileIds, folderIds };
    const refused = await admin.ask('POST', '/upload/actions/bulk-delete', bulk);
    expect(refused.error?.message).toMatch(/^Could not delete the image "seen\.png"/);
    for (const { url } of [image.data, other.data])
      expect((await fetch(`${cms.url}${url}`)).status).toBe(200);
    const move = { fileIds: [image.data.id], destinationFolderId: next };
    expect((await admin.ask('POST', '/upload/actions/bulk-move', move)).status).toBe(200);
  }
  await admin.remove(type, id);
  const bulk = { fileIds: [other.data.id], folderIds: [parent] };
  expect((await admin.ask('POST', '/upload/actions/bulk-delete', bulk)).status).toBe(200);
  expect((await fetch(`${cms.url}${image.data.url}`)).status).toBe(404);
});

test('68: publishing a Site takes nothing from the pages of its language, and asks nothing', async () => {
  const path = '/content-manager/single-types/api::site.site';
  for (const locale of ['en', 'es']) {
    const answer = await admin.ask('POST', `${path}/actions/publish?locale=${locale}`, {});
    expect([locale, answer.status, answer.error]).toEqual([locale, 200, undefined]);
  }
});

test.each([
  ['replaced', (id: unknown) => `/upload/files/${id}/replace`],
  ['replaced or cropped where an entry is edited', (id: unknown) => `/upload?id=${id}`],
])('68: an image that is %s is asked about while visitors see it', async (_, pathTo) => {
  const { data } = await admin.upload(pngImage(4), 'shown.png', 'image/png', 'Shown');
  const replace = (size: number, token = '') => {
    const form = new FormData();
    const bytes = Uint8Array.from(pngImage(size));
    form.append('files', new Blob([bytes], { type: 'image/png' }), 'other.png');
    form.append('fileInfo', JSON.stringify({ name: 'shown.png', alternativeText: 'Shown' }));
    return editor.ask('POST', pathTo(data.id), form, { [acceptHeader]: token });
  };
  expect((await replace(5)).status).toBe(200);
  const framework = await published('Framework', { ...samples.framework, logo: data.id });
  expect((await replace(6)).status).toBe(200);
  const first = await publishedPage({
    headings: { frameworks: 'Frameworks' },
    frameworks: [framework],
  });
  const second = await publishedPage({
    seo: { title: 'T', description: 'D', shareImage: data.id },
  });
  const refused = await replace(7);
  const shows = (path: string, name: string) =>
    `The page /${path}/ would show the new picture at once, with ${name}.`;
  expect(textsOf(refused)).toEqual([
    shows(first.slug, 'Framework card "Bottle" (en)'),
    shows(second.slug, `Landing page "Page ${second.slug}" (en)`),
  ]);
  expect(refused.error?.message).toMatch(
    /^Could not replace the image "shown\.png" yet: The page .* Go on and confirm it if it is meant\.$/,
  );
  const width = async () =>
    Reflect.get((await editor.ask('GET', `/upload/files/${data.id}`)).data, 'width');
  expect(await width()).toBe(6);
  expect((await replace(7, lossesOf(refused).token)).status).toBe(200);
  expect(await width()).toBe(7);
});

test('68: a picture for sharing that is replaced names the pages of its language', async () => {
  const { data } = await admin.upload(pngImage(4), 'default.png', 'image/png', 'Default');
  const site = await admin.request('GET', pathOf('Site', ''));
  const { title, description } = Reflect.get(site.data, 'defaultSeo') as Record<string, string>;
  const seo = { title, description };
  await admin.publish('Site', 'site', { defaultSeo: { ...seo, shareImage: data.id } });
  onTestFinished(async () => void (await admin.publish('Site', 'site', { defaultSeo: seo })));
  const form = new FormData();
  form.append('files', new Blob([Uint8Array.from(pngImage(5))], { type: 'image/png' }), 'b.png');
  expect(textsOf(await editor.ask('POST', `/upload/files/${data.id}/replace`, form))).toEqual([
    expect.stringMatching(
      /^Every page in the language "en" that is shared without a picture of its own would show the new picture at once, with Site ".*" \(en\)\.$/,
    ),
  ]);
});
