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
  const page = `Landing Page "Page ${linking.slug}" (en)`;
  const end = `leads to ${address}, where nothing would be.`;
  expect(textsOf(refused)).toEqual([
    `Faq "Who links?" (en): answer ${end}`,
    `${page}: call to action → url ${end}`,
    `${page}: closing → call to action → url ${end}`,
    `Redirect "/old-${slug}/": to ${end}`,
  ]);
  expect(refused.error?.message).toMatch(
    /^Could not unpublish Landing Page "Page lost-\d+" \(en\) yet: Faq .* And 1 more\. Change these links and publish that first, or go on and confirm it\.$/s,
  );
  expect(await isPublished('LandingPage', id)).toBe(true);
  expect((await ask('LandingPage', id, 'unpublish', 'of something else')).status).toBe(400);
  const done = await ask('LandingPage', id, 'unpublish', lossesOf(refused).token);
  expect([done.status, await isPublished('LandingPage', id)]).toEqual([200, false]);
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
    `Landing Page "Page ${linking.slug}" (en): call to action → url leads to /${slug}/, where nothing would be.`,
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
  await expect.poll(last, { timeout: 60_000 }).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining(`Landing Page "Page ${later.slug}" (en): call to action → url`),
  });
  expect(await isPublished('LandingPage', id)).toBe(true);

  await admin.unpublish('LandingPage', later.id);
  expect((await planIt()).status).toBe(200);
  await due();
  await expect.poll(last, { timeout: 60_000 }).toMatchObject({ state: 'done' });
  expect(await isPublished('LandingPage', id)).toBe(false);
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
  await admin.remove(type, id);
  expect((await remove()).status).toBe(200);
});
