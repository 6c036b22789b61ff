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
  await admin.createPublished('LandingPage', {
    ...samples.landingPage('crowded'),
    title: `${long} ${long.slice(0, 30)}`,
    headings: { reasons: long, pathSteps: long, faqs: long },
    reasons: await connect(
      Array.from({ length: 20 }, () =>
        admin.createPublished('Reason', { ...samples.reason, title: long }),
      ),
    ),
    pathSteps: await connect(
      Array.from({ length: 20 }, () =>
        admin.createPublished('PathStep', { ...samples.pathStep, title: long }),
      ),
    ),
  });
  await admin.createPublished('LandingPage', {
    ...samples.landingPage('arabic'),
    title: 'بايثون لمطوري الواجهات الخلفية',
    topicsLine: 'فلاسك، جانغو، واجهات برمجية',
    lede: 'تعلم اللغة من الأساسيات إلى تطبيق منشور.',
    headings: { pathSteps: 'مسار المهارات' },
    pathSteps: await connect([
      admin.createPublished('PathStep', { ...samples.pathStep, title: 'الأساسيات', weeks: 6 }),
      admin.createPublished('PathStep', { ...samples.pathStep, title: 'قواعد البيانات', weeks: 3 }),
    ]),
  });
  site = await buildSite(cms);
});
afterAll(() => remove(site.folder));

const paths = ['/', '/python-for-backend-developers/', '/python-fundamentals/', '/crowded/'];

test.each([
  ['text at its size', ''],
  ['text at twice its size', 'html { font-size: 200% !important }'],
])('nothing runs out of the page from 320 to 2560 pixels, with %s', async (_, style) => {
  const url = await serve(site.folder);
  const { page } = await openBrowser({ bypassCSP: true });
  for (const width of [320, 768, 1280, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    for (const path of paths) {
      await page.goto(url + path);
      if (style) await page.addStyleTag({ content: style });
      const content = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(content, `${path} at ${width}`).toBeLessThanOrEqual(width);
    }
  }
});

test('written from right to left the page is its mirror image', async () => {
  const url = await serve(site.folder);
  const { page } = await openBrowser({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${url}/arabic/`);
  const startEdges = (direction: string) =>
    page.evaluate((dir) => {
      document.documentElement.dir = dir;
      const selectors = [
        '.brand',
        'h1',
        '.particulars',
        '#path h2',
        '#path .body',
        '.path path:last-child',
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
