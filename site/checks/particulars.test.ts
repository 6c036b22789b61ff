import { parse } from 'node-html-parser';
import { expect, test } from 'vitest';
import { readDemoContent } from './demo-content.ts';
import { renderDemoSite } from './demo-site.ts';

test('a rating with a date reads as a sentence', async () => {
  const content = await readDemoContent();
  const pages = content.locales.get('en')?.LandingPage ?? new Map();
  for (const [id, page] of pages)
    if (page.rating) pages.set(id, { ...page, rating: { ...page.rating, asOf: '2026-05-31' } });
  const files = await renderDemoSite('https://site.example', content);
  const html = Buffer.from(files.get('python-for-backend-developers/index.html') ?? []).toString();
  const terms = parse(html).querySelectorAll('.particulars dd');
  expect(terms.map(({ structuredText }) => structuredText)).toContain(
    '4.9 of 5, from over 1,000 Python learners, as of May 31, 2026',
  );
});
