import { parse } from 'node-html-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../tests/harness.ts';
import { holdBudgets, loadedAtOnce, measurePages } from './budgets.ts';
import { type DemoSite, serveDemoSite } from './demo-site.ts';
import { movesOn, watchMoves } from './moves.ts';

const path = '/python-for-backend-developers/';
let site: DemoSite;

const htmlOf = ({ files }: DemoSite) =>
  new TextDecoder().decode(files.get(`${path.slice(1)}index.html`));

beforeAll(async () => {
  site = await serveDemoSite();
});
afterAll(() => site.close());

test('the landing page keeps to its budgets in both languages', async () => {
  const measures = await measurePages();
  expect(measures.length).toBe(12);
  expect(() => holdBudgets(measures)).not.toThrow();
});

test('a measure above its budget is named with what to do', () => {
  const measure = { page: 'a/index.html', what: 'fonts', measured: 40_001, budget: 40_000 };
  expect(() => holdBudgets([measure])).toThrow(
    /^Could not keep to the budgets of the pages:\n {2}a\/index.html: fonts 40001, budget 40000\n/,
  );
});

test('the theme script is the only code of ours that runs before a touch', () => {
  const page = parse(htmlOf(site));
  const scripts = page.querySelectorAll('script:not([type="application/ld+json"])');
  expect(scripts.filter((script) => script.hasAttribute('src'))).toEqual([]);
  const [theme, ...others] = scripts.map((script) => script.textContent);
  expect(theme).toContain('localStorage.theme');
  // Astro's own element for islands and the directive that waits for a touch.
  expect(others.every((text) => /astro-island|island:ready|Astro/.test(text))).toBe(true);
});

test('a browser loads what was measured and no more, and nothing moves', async () => {
  const { page, problems } = await openBrowser({ viewport: { width: 390, height: 844 } });
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await watchMoves(page);
  await page.goto(site.url + path, { waitUntil: 'networkidle' });
  const expected = [path, ...loadedAtOnce(parse(htmlOf(site)))].sort();
  // The icon is fetched when the browser has nothing else to do.
  await expect.poll(() => requests.toSorted()).toEqual(expected);
  expect(await movesOn(page)).toEqual([]);
  expect(problems).toEqual([]);
});
