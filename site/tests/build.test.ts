import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse as parseHtml } from 'node-html-parser';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { pngImage, samples } from '../../cms/tests/harness/samples.ts';
import { renderDemoSite } from '../checks/demo-site.ts';
import { type BuiltSite, buildSite, publicSiteUrl, remove } from './harness.ts';

const cms = inject('cms');
const canary = 'canary-in-a-draft-5b20';
let admin: AdminClient;
let site: BuiltSite;

const pages = {
  en: 'python-for-backend-developers/index.html',
  es: 'es/python-para-desarrolladores-backend/index.html',
};

/** What no answer may hold, and every answer may quote. */
const attacks = [
  '<script>alert(2)</script>',
  '<img src=x onerror=alert(3)>',
  '<svg onload=alert(4)>',
  '[click](javascript:alert(5))',
  '[entity](java&#115;cript:alert(7))',
  '[data](data:text/html,x)',
  '![image](https://example.org/x.png)',
];

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  await admin.create('Faq', { ...samples.faq, question: canary });
  const pro = await findPlan();
  await admin.update('Plan', pro, { footnote: canary });
  const question = 'What if <script>alert(1)</script> is asked?';
  for (const answer of attacks) {
    const refused = await admin.create('Faq', { question, answer });
    expect([answer, refused.status]).toEqual([answer, 400]);
  }
  const quoted = attacks.map((attack) => `\`${attack}\``).join('\n\n');
  const hostile = await admin.createPublished('Faq', {
    question,
    answer: `${quoted}\n\n[good](https://example.org/good)`,
  });
  const image = await admin.upload(pngImage(900), 'portrait.png', 'image/png', 'A "portrait"');
  const learner = await admin.createPublished('Testimonial', {
    ...samples.testimonial,
    avatar: image.data.id,
  });
  const described = await admin.createPublished('Testimonial', {
    ...samples.testimonial,
    avatar: image.data.id,
    avatarAlternativeText: 'In other words',
  });
  await admin.createPublished('LandingPage', {
    ...samples.landingPage('hostile'),
    title: 'A page </title><script>alert(8)</script>',
    headings: { faqs: 'Questions', testimonials: 'Learners' },
    faqs: { connect: [{ documentId: hostile, locale: 'en' }] },
    testimonials: {
      connect: [learner, described].map((documentId) => ({ documentId, locale: 'en' })),
    },
  });
  site = await buildSite(cms);
});

afterAll(async () => {
  await remove(site.folder);
  await admin.discard('Plan', await findPlan());
});

async function findPlan(): Promise<string> {
  const answer = await admin.request(
    'GET',
    '/content-manager/collection-types/api::plan.plan?locale=en&filters[name][$eq]=Pro',
  );
  const [plan] = answer.data.results as { documentId: string }[];
  return plan?.documentId ?? '';
}

/** Every text an editor wrote into the demo content of one locale. */
async function demoTexts(locale: 'en' | 'es'): Promise<string[]> {
  const folder = join(import.meta.dirname, '../../cms/content');
  const texts: string[] = [];
  const collect = (value: unknown, key = ''): void => {
    if (
      ['slug', 'icon', 'url', 'currency', 'billingInterval', 'price', 'source', 'seo'].includes(key)
    )
      return;
    if (typeof value === 'string') texts.push(...value.split(/\n[\n-]*\s*/).filter(Boolean));
    else if (Array.isArray(value)) for (const item of value) collect(item, key);
    else if (value && typeof value === 'object')
      for (const [name, item] of Object.entries(value)) collect(item, name);
  };
  for (const type of ['framework', 'path-step', 'testimonial', 'faq', 'plan', 'reason'])
    for (const file of await readdir(join(folder, type)))
      collect(parseYaml(await readFile(join(folder, type, file), 'utf8'))[locale]);
  const page = parseYaml(
    await readFile(join(folder, 'landing-page/python-for-backend.yaml'), 'utf8'),
  )[locale];
  const { title, topicsLine, lede, headings, verdict, closing } = page;
  collect({ title, topicsLine, lede, headings, verdict, closing });
  return texts;
}

describe.each(['en', 'es'] as const)('the landing page in %s', (locale) => {
  test('shows every text of the demo content', async () => {
    const text = (await site.textOf(pages[locale])).replace(/\s+/g, ' ');
    const missing = (await demoTexts(locale)).filter(
      (part) => !text.includes(part.replace(/^- /, '').trim()),
    );
    expect(missing).toEqual([]);
  });

  test('shows rating, weeks and prices', async () => {
    const text = (await site.textOf(pages[locale])).replace(/\s+/g, ' ');
    const facts =
      locale === 'en'
        ? [
            '4.9 of 5, from over 1,000 Python learners',
            '18 weeks in all, 6 steps',
            '$12 USD per month',
            'Free',
          ]
        : [
            '4,9 de 5, de más de 1.000 estudiantes de Python',
            '18 semanas en total, 6 pasos',
            'USD al mes',
            'Gratis',
          ];
    expect(facts.filter((fact) => !text.includes(fact))).toEqual([]);
    const weeks = parseHtml(await site.read(pages[locale])).querySelectorAll('.path .weeks');
    expect(weeks.map((step) => Number.parseInt(step.text, 10))).toEqual([6, 3, 3, 2, 2, 2]);
  });

  test('has one h1, headings in order, its language and links to its other language', async () => {
    const html = parseHtml(await site.read(pages[locale]));
    expect(html.querySelector('html')?.getAttribute('lang')).toBe(locale);
    expect(html.querySelectorAll('h1')).toHaveLength(1);
    const levels = html.querySelectorAll('h1, h2, h3, h4').map(({ tagName }) => Number(tagName[1]));
    expect(levels.every((level, index) => level <= (levels[index - 1] ?? 0) + 1)).toBe(true);
    const alternates = html
      .querySelectorAll('link[rel=alternate]')
      .map((link) => [link.getAttribute('hreflang'), link.getAttribute('href')]);
    expect(alternates).toEqual([
      ['en', `${publicSiteUrl}/python-for-backend-developers/`],
      ['es', `${publicSiteUrl}/es/python-para-desarrolladores-backend/`],
      ['x-default', `${publicSiteUrl}/python-for-backend-developers/`],
    ]);
    expect(html.querySelector('link[rel=canonical]')?.getAttribute('href')).toBe(
      `${publicSiteUrl}/${pages[locale].replace('index.html', '')}`,
    );
  });
});

test('the pages that are checked without a CMS are byte for byte those that are built from it', async () => {
  const checked = await renderDemoSite(publicSiteUrl);
  const names = [...checked.keys()].filter((name) => name.endsWith('.html'));
  expect(names.length).toBeGreaterThanOrEqual(9);
  // The planner knows page and steps by their ids, which every CMS makes anew; `uid` is made of them.
  const withoutIds = (html: string) =>
    html
      .replace(/(<astro-island uid=")[^"]*/g, '$1')
      .replace(/(name="known" value=")[^"]*/g, '$1')
      .replace(/(&quot;(?:pageId|id)&quot;:\[0,&quot;)[^&]*/g, '$1');
  for (const name of names)
    expect(withoutIds(new TextDecoder().decode(checked.get(name))), name).toBe(
      withoutIds(await site.read(name)),
    );
});

test('home pages, a 404 page, sitemap, robots and redirects are there', async () => {
  expect(await site.textOf('index.html')).toContain('Learn Python by explaining it');
  expect(await site.textOf('es/index.html')).toContain('Aprende Python explicándolo');
  expect(await site.textOf('404.html')).toMatch(/does not exist[\s\S]*no existe/);
  expect(await site.read('sitemap.xml')).toContain(
    `<sitemap><loc>${publicSiteUrl}/sitemaps/1-of-1.xml</loc></sitemap>`,
  );
  const sitemap = await site.read('sitemaps/1-of-1.xml');
  for (const path of [
    '/',
    '/es/',
    '/python-for-backend-developers/',
    '/es/python-para-desarrolladores-backend/',
  ])
    expect(sitemap).toContain(`<loc>${publicSiteUrl}${path}</loc>`);
  expect(sitemap).not.toContain('/python-backend/');
  expect(await site.read('robots.txt')).toContain(`Sitemap: ${publicSiteUrl}/sitemap.xml`);
  expect(await site.read('python-backend/index.html')).toContain(
    'url=/python-for-backend-developers/',
  );
});

test('nothing from a draft is in the output', async () => {
  const names = await readdir(site.folder, { recursive: true, withFileTypes: true });
  for (const entry of names.filter((item) => item.isFile())) {
    const file = join(entry.parentPath, entry.name);
    expect((await readFile(file)).includes(canary), file).toBe(false);
  }
});

test('hostile content is inert: no script, no handler, no link but to http(s)', async () => {
  const html = await site.read('hostile/index.html');
  const page = parseHtml(html);
  const scripts = page.querySelectorAll('script:not([type="application/ld+json"])');
  expect(scripts.map(({ text }) => text).join(' ')).not.toContain('alert(');
  expect(page.querySelectorAll('.answer img, .answer svg')).toEqual([]);
  for (const element of page.querySelectorAll('*'))
    expect(Object.keys(element.attributes).filter((name) => name.startsWith('on'))).toEqual([]);
  const targets = page.querySelectorAll('.answer a').map((link) => link.getAttribute('href'));
  expect(targets.filter(Boolean)).toEqual(['https://example.org/good']);
  expect(page.querySelector('h1')?.text).toContain('<script>alert(8)</script>');
});

test('images are served by the site in several widths, modern ones but for the original, lazily', async () => {
  const image = parseHtml(await site.read('hostile/index.html')).querySelector('main img');
  expect(image?.getAttribute('alt')).toBe('A "portrait"');
  expect(image?.getAttribute('src')).toMatch(/^\/media\/[0-9a-f]{20}\.png$/);
  expect([image?.getAttribute('width'), image?.getAttribute('height')]).toEqual(['900', '900']);
  const candidates = (image?.getAttribute('srcset') ?? '')
    .split(', ')
    .map((item) => item.split(' '));
  expect(candidates.map(([path, width]) => [path?.split('.').at(-1), width])).toEqual([
    ['webp', '156w'],
    ['webp', '500w'],
    ['webp', '750w'],
    ['png', '900w'],
  ]);
  expect([image?.getAttribute('loading'), image?.getAttribute('decoding')]).toEqual([
    'lazy',
    'async',
  ]);
  for (const [path, width] of candidates) {
    const { format, width: real } = await sharp(join(site.folder, String(path))).metadata();
    expect([format, `${real}w`]).toEqual([path?.split('.').at(-1), width]);
  }
});

test('64: what an image shows is told as its entry says it', async () => {
  const images = parseHtml(await site.read('hostile/index.html')).querySelectorAll('main img');
  expect(images.map((image) => image.getAttribute('alt'))).toEqual([
    'A "portrait"',
    'In other words',
  ]);
});

test('an edit that is published shows after a rebuild', async () => {
  const documentId = await findPlan();
  await admin.discard('Plan', documentId);
  await admin.update('Plan', documentId, { price: 14.5 });
  await admin.publish('Plan', documentId);
  const rebuilt = await buildSite(cms);
  expect(await rebuilt.textOf(pages.en)).toContain('$14.50');
  await remove(rebuilt.folder);
  await admin.update('Plan', documentId, { price: 12 });
  await admin.publish('Plan', documentId);
});
