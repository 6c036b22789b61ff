import { parse } from 'node-html-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser } from '../tests/harness.ts';
import { readDemoContent } from './demo-content.ts';
import { type DemoSite, serveDemoSite } from './demo-site.ts';

/** Every field that may have several lines and is shown on a page, by the end of its path. */
const longTexts = [
  ...['bestFor', 'builtInTools', 'learningCurve', 'usedBy', 'advice', 'verdict'],
  ...['lede', 'summary', 'story', 'body', 'footer.text'],
];
const description = 'seo.description';
const linesOf = (field: string) => `${field}: first line.\nSecond line.\n\nSecond paragraph.`;
const path = '/python-for-backend-developers/';

let site: DemoSite;

beforeAll(async () => {
  const content = await readDemoContent();
  site = await serveDemoSite({
    ...content,
    locales: withLines(content.locales, '') as typeof content.locales,
  });
});
afterAll(() => site.close());

function withLines(value: unknown, path: string): unknown {
  const field = [...longTexts, description].find((name) => path.endsWith(`.${name}`));
  if (typeof value === 'string' && field !== undefined) return linesOf(field);
  if (typeof value === 'string' && path.endsWith('.answer'))
    return 'As pasted:\n•\tFirst point\n•\tSecond point\n\n- One\n  two\n- Three';
  if (value instanceof Map)
    return new Map([...value].map(([key, each]) => [key, withLines(each, path)]));
  if (Array.isArray(value)) return value.map((each) => withLines(each, path));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, withLines(each, `${path}.${key}`)]),
  );
}

test('lines and paragraphs of every long text are shown as they are written', async () => {
  const { page } = await openBrowser();
  await page.goto(site.url + path);
  const shown = await page.locator('body').innerText();
  expect(longTexts.filter((field) => !shown.includes(linesOf(field)))).toEqual([]);
  await page.goto(site.url);
  const home = await page.locator('main').innerText();
  expect(home.split(linesOf('lede')).length).toBeGreaterThan(2);
});

test('lines of an answer are shown as they are written, once', async () => {
  const { page } = await openBrowser();
  await page.goto(site.url + path);
  const answer = page.locator('details[open] .answer');
  expect((await answer.innerText()).split(/\n+/)).toEqual([
    'As pasted:',
    '• First point',
    '• Second point',
    'One',
    'two',
    'Three',
  ]);
  const paragraph = await answer.locator('p').evaluate((element) => {
    const { height, lineHeight } = getComputedStyle(element);
    return Number.parseFloat(height) / Number.parseFloat(lineHeight);
  });
  expect(Math.round(paragraph)).toBe(3);
});

test('what search engines and networks show is one line, and what machines read is as written', () => {
  const html = parse(Buffer.from(site.files.get(`${path.slice(1)}index.html`) ?? []).toString());
  const onOneLine = (field: string) => linesOf(field).replace(/\n+/g, ' ');
  for (const selector of ['meta[name="description"]', 'meta[property="og:description"]'])
    expect(html.querySelector(selector)?.getAttribute('content')).toBe(onOneLine(description));
  const things: { '@graph': Record<string, unknown>[] } = JSON.parse(
    html.querySelector('script[type="application/ld+json"]')?.rawText ?? '',
  );
  const course = things['@graph'].find((thing) => thing['@type'] === 'Course');
  expect(course?.description).toBe(linesOf('lede'));
  expect(Buffer.from(site.files.get('llms.txt') ?? []).toString()).toContain(
    `: ${onOneLine('lede')}\n`,
  );
});
