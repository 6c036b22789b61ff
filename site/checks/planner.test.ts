import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../tests/harness.ts';
import { type DemoSite, serveDemoSite } from './demo-site.ts';

const path = '/python-for-backend-developers/';
let site: DemoSite;

beforeAll(async () => {
  site = await serveDemoSite();
});
afterAll(() => site.close());

async function open(query = '') {
  const { url } = site;
  const { page, problems } = await openBrowser();
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(request.url());
  });
  await page.goto(url + path + query, { waitUntil: 'networkidle' });
  return { page, problems, scripts, url };
}

test('loads no script until somebody touches the planner, and keeps that first touch', async () => {
  const { page, problems, scripts } = await open();
  await page.locator('#planner').scrollIntoViewIfNeeded();
  await page.getByRole('link', { name: 'See the plans' }).focus();
  expect(scripts).toEqual([]);
  expect(await page.locator('.planner output').textContent()).toBe('18 weeks');
  await page.route('**/*.js', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.continue();
  });
  await page.getByLabel('Minutes a day').fill('60');
  await page.getByLabel('Python fundamentals and OOP').check();
  await page.getByText(/^6 weeks, done by/).waitFor();
  expect(await page.getByLabel('Minutes a day').inputValue()).toBe('60');
  expect(await page.getByLabel('Python fundamentals and OOP').isChecked()).toBe(true);
  expect(scripts.length).toBeGreaterThan(0);
  expect(problems).toEqual([]);
});

test('a press of the button that fetches the code saves the calendar file', async () => {
  const { page } = await open();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as a calendar file' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file).toContain('BEGIN:VCALENDAR');
  expect(file.match(/BEGIN:VEVENT/g)).toHaveLength(6);
});

test('a link holds the choices and shows its plan at once', async () => {
  const { page } = await open('?minutes=45&days=5&known=1&known=4&start=2026-03-02#planner');
  await page.getByText('done by May 5, 2026').first().waitFor();
  expect(await page.getByLabel('Days a week').inputValue()).toBe('5');
  const link = page.getByRole('link', { name: 'Link to this plan' });
  expect(await link.getAttribute('href')).toBe(
    '?minutes=45&days=5&known=1&known=4&start=2026-03-02#planner',
  );
});
