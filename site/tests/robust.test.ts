import { sectionNames } from '@lectern/shared-types';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { type BuiltSite, buildSite, openBrowser, remove, serve } from './harness.ts';

const cms = inject('cms');
let admin: AdminClient;
let site: BuiltSite;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  const connect = async (ids: Promise<string>[]) => ({
    connect: (await Promise.all(ids)).map((documentId) => ({ documentId, locale: 'en' })),
  });
  const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk'.slice(0, 50);
  const twenty = async (
    type: Parameters<AdminClient['createPublished']>[0],
    entry: Record<string, unknown>,
  ) => connect(Array.from({ length: 20 }, () => admin.createPublished(type, entry)));
  await admin.createPublished('LandingPage', {
    ...samples.landingPage('crowded'),
    title: `${long} ${long.slice(0, 30)}`,
    headings: Object.fromEntries(sectionNames.map((section) => [section, long])),
    reasons: await twenty('Reason', { ...samples.reason, title: long }),
    pathSteps: await twenty('PathStep', { ...samples.pathStep, title: long }),
    frameworks: await twenty('Framework', { ...samples.framework, name: long.slice(0, 40) }),
    testimonials: await twenty('Testimonial', { ...samples.testimonial, name: long.slice(0, 40) }),
    faqs: await twenty('Faq', { ...samples.faq, question: `${long}?` }),
    plans: await twenty('Plan', { ...samples.plan, name: long.slice(0, 40), price: 999_999.99 }),
  });
  await admin.createPublished('LandingPage', {
    ...samples.landingPage('arabic'),
    title: 'بايثون لمطوري الواجهات الخلفية',
    topicsLine: 'فلاسك، جانغو، واجهات برمجية',
    lede: 'تعلم اللغة من الأساسيات إلى تطبيق منشور.',
    headings: { pathSteps: 'مسار المهارات', frameworks: 'مقارنة', faqs: 'أسئلة', plans: 'الأسعار' },
    verdict: 'فلاسك أولا ثم جانغو.',
    frameworks: await connect([
      admin.createPublished('Framework', {
        ...samples.framework,
        name: 'فلاسك',
        tagline: 'بسيط ومرن',
      }),
      admin.createPublished('Framework', {
        ...samples.framework,
        name: 'جانغو',
        tagline: 'متكامل',
      }),
    ]),
    faqs: await connect([
      admin.createPublished('Faq', {
        question: 'كم يستغرق ذلك؟',
        answer: 'من أربعة إلى ستة أشهر.',
      }),
    ]),
    plans: await connect([
      admin.createPublished('Plan', {
        ...samples.plan,
        name: 'احترافي',
        features: [{ text: 'كل شيء' }],
      }),
    ]),
    pathSteps: await connect([
      admin.createPublished('PathStep', { ...samples.pathStep, title: 'الأساسيات', weeks: 6 }),
      admin.createPublished('PathStep', { ...samples.pathStep, title: 'قواعد البيانات', weeks: 3 }),
    ]),
  });
  site = await buildSite(cms);
});
afterAll(() => remove(site.folder));

const paths = ['/', '/python-for-backend-developers/', '/python-fundamentals/', '/crowded/'];

/** Runs in the page: prices that run over two lines or out of their card, where they could be misread. */
function brokenPrices(): string[] {
  const prices = [...document.querySelectorAll('.price strong')];
  const isWhole = (price: Element) =>
    price.getBoundingClientRect().height <
      1.5 * Number.parseFloat(getComputedStyle(price).fontSize) &&
    price.scrollWidth <= price.clientWidth;
  return prices.filter((price) => !isWhole(price)).map((price) => price.textContent ?? '');
}

test.each([
  ['text at its size', '', true],
  ['text at twice its size', 'html { font-size: 200% !important }', true],
  ['text at its size in a font of the machine', '', false],
  ['text at twice its size in a font of the machine', 'html { font-size: 200% !important }', false],
])(
  'nothing runs out of the page and no price breaks from 320 to 2560 pixels, with %s',
  async (_, style, hasFonts) => {
    const url = await serve(site.folder);
    const { page } = await openBrowser({ bypassCSP: true });
    if (!hasFonts) await page.route('**/*.woff2', (route) => route.abort());
    for (const width of [320, 768, 1280, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      for (const path of paths) {
        await page.goto(url + path);
        if (style) await page.addStyleTag({ content: style });
        await page.evaluate(async () => await document.fonts.ready);
        const content = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(content, `${path} at ${width}`).toBeLessThanOrEqual(width);
        expect(await page.evaluate(brokenPrices), `${path} at ${width}`).toEqual([]);
      }
    }
  },
);

test('written from right to left the page is its mirror image', async () => {
  const url = await serve(site.folder);
  const { page } = await openBrowser({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${url}/arabic/`);
  const startEdges = (direction: string) =>
    page.evaluate((dir) => {
      document.documentElement.dir = dir;
      document.documentElement.lang = 'ar';
      const selectors = [
        '.brand',
        'h1',
        '.particulars',
        '.ribbon path',
        '#path h2',
        '#path .body',
        '.path path:last-child',
        '.comparison td:last-child',
        '.price',
      ];
      return selectors.map((selector) => {
        const box = document.querySelector(selector)?.getBoundingClientRect();
        return Math.round(dir === 'rtl' ? innerWidth - (box?.right ?? 0) : (box?.left ?? 0));
      });
    }, direction);
  const leftToRight = await startEdges('ltr');
  const rightToLeft = await startEdges('rtl');
  for (const [index, edge] of leftToRight.entries())
    expect(Math.abs(edge - (rightToLeft[index] ?? 0))).toBeLessThanOrEqual(2);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
});
