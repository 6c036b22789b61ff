import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '../tests/harness.ts';
import { type DemoSite, serveDemoSite } from './demo-site.ts';
import { openWithFonts } from './open-with-fonts.ts';

let site: DemoSite;

beforeAll(async () => {
  site = await serveDemoSite();
});
afterAll(() => site.close());

const paths = [
  '/',
  '/es/',
  '/404.html',
  '/python-for-backend-developers/',
  '/es/python-para-desarrolladores-backend/',
  '/python-for-data-analysis/',
  '/python-fundamentals/',
];

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`,
  );
}

describe.each(['light', 'dark'] as const)('with a %s system', (colorScheme) => {
  test('axe finds nothing on any page, with every question open', async () => {
    const { url } = site;
    // Axe brings its own script, which the policy of the pages would not let in.
    const { page } = await openBrowser({ colorScheme, bypassCSP: true });
    for (const path of paths) {
      await page.goto(url + path);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      expect(await violations(page), path).toEqual([]);
    }
  });

  test('nor on the landing page once the planner is in use and the theme was switched', async () => {
    const { page } = await openBrowser({ colorScheme, bypassCSP: true });
    await page.goto(`${site.url}/python-for-backend-developers/`);
    await page.locator('.theme').click();
    await page.getByLabel('Authentication').check();
    await page.getByText('left out').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

test('the keyboard reaches every control, each with a visible focus, the skip link first', async () => {
  const { url } = site;
  const { page } = await openBrowser();
  await page.goto(`${url}/python-for-backend-developers/`);
  const expected = await page
    .locator('a[href], button, summary, input')
    .filter({ visible: true })
    .count();
  const reached = new Set<string>();
  for (let step = 0; step < expected + 20; step += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return undefined;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const all = [...document.querySelectorAll('a[href], button, summary, input')];
      return {
        index: all.indexOf(element),
        name: element.className || element.outerHTML,
        isVisible: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      };
    });
    if (focus === undefined) break;
    if (step === 0) expect(focus.name).toBe('skip');
    expect(focus.isVisible, focus.name).toBe(true);
    if (focus.index >= 0) reached.add(String(focus.index));
  }
  expect(reached.size).toBe(expected);
});

test('the theme switch wins over the system, on every page and after a reload', async () => {
  const { url } = site;
  const { page, problems } = await openBrowser({ colorScheme: 'light' });
  const background = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.goto(`${url}/`);
  const light = await background();
  await page.getByRole('button', { name: 'Dark page' }).click();
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.goto(`${url}/es/`);
  expect(await background()).toBe(dark);
  await page.getByRole('button', { name: 'Página clara' }).click();
  expect(await background()).toBe(light);
  expect(problems).toEqual([]);
});

test('without JavaScript everything is there but what needs it', async () => {
  const { url } = site;
  const { page } = await openBrowser({ javaScriptEnabled: false, colorScheme: 'dark' });
  await page.goto(`${url}/python-for-backend-developers/`);
  expect(await page.locator('.theme').isVisible()).toBe(false);
  expect(await page.locator('.planner form').isVisible()).toBe(false);
  expect(await page.getByText('Week 10–12').last().isVisible()).toBe(true);
  await page.getByText('How long does it take?').click();
  expect(await page.getByText('4 to 6 weeks for the fundamentals').isVisible()).toBe(true);
});

test.each([
  ['/python-for-backend-developers/', '4 to 6 weeks for the fundamentals'],
  ['/es/python-para-desarrolladores-backend/', 'De 4 a 6 semanas para los fundamentos'],
])('on paper %s is a syllabus of two sides, with every answer', async (path, answer) => {
  const { page } = await openBrowser({ colorScheme: 'dark' });
  await openWithFonts(page, site.url + path);
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: false });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByText(answer).isVisible()).toBe(true);
  // Ink on white, whatever the theme of the screen was.
  const [ink, paper] = await page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.documentElement);
    return [color, backgroundColor];
  });
  expect([ink, paper]).toEqual(['rgb(18, 26, 22)', 'rgba(0, 0, 0, 0)']);
});

test('who wants less motion sees none', async () => {
  const { page } = await openBrowser({ reducedMotion: 'reduce' });
  await page.goto(`${site.url}/python-for-backend-developers/`);
  const behaviour = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior);
  expect(await behaviour()).toBe('auto');
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  expect(await behaviour()).toBe('smooth');
  const moving = await page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
});
