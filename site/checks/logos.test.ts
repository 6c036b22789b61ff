import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../tests/harness.ts';
import { readDemoContent } from './demo-content.ts';
import { type DemoSite, serveDemoSite } from './demo-site.ts';

const sizes = { square: [512, 512], wordmark: [400, 100], tall: [40, 2000], line: [3000, 60] };
let site: DemoSite;

beforeAll(async () => {
  const content = await readDemoContent();
  const english = content.locales.get('en') ?? expect.fail('There is no demo content.');
  const [framework = expect.fail('There is no framework.')] = english.Framework.values();
  const frameworks = Object.entries(sizes).map(([name, [width = 0, height = 0]]) => {
    const src = `/media/${name}.svg`;
    const logo = { src, alt: name, width, height, sources: [{ src, width }] };
    return { ...framework, documentId: name, logo };
  });
  const Framework = new Map(frameworks.map((each) => [each.documentId, each]));
  const LandingPage = new Map(
    [...english.LandingPage].map(([id, page]) => [id, { ...page, frameworks }]),
  );
  const locales = new Map(content.locales).set('en', { ...english, Framework, LandingPage });
  site = await serveDemoSite({ ...content, locales });
});
afterAll(() => site.close());

test.each([375, 1440])(
  'a logo of any shape keeps to its place on a screen of %i',
  async (width) => {
    const { page } = await openBrowser({ viewport: { width, height: 900 } });
    await page.route('**/media/*.svg', (route) => {
      const name = /(\w+)\.svg$/.exec(route.request().url())?.[1] as keyof typeof sizes;
      const [w, h] = sizes[name];
      return route.fulfill({
        contentType: 'image/svg+xml',
        body: `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><rect width="100%" height="100%"/></svg>`,
      });
    });
    await page.goto(`${site.url}/python-for-backend-developers/`);
    const logos = page.locator('.logo');
    expect(await logos.count()).toBeGreaterThan(2);
    for (const logo of await logos.all()) {
      await logo.scrollIntoViewIfNeeded();
      const [box, column] = await Promise.all([
        logo.boundingBox(),
        logo.locator('..').boundingBox(),
      ]);
      const name = await logo.getAttribute('alt');
      expect([name, box?.height]).toEqual([name, 48]);
      expect(box?.width, name ?? '').toBeLessThanOrEqual(column?.width ?? 0);
      if (name === 'square') expect(box?.width).toBe(48);
      if (name === 'wordmark') expect(box?.width).toBeGreaterThan(100);
    }
  },
);
