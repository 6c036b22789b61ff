import { parse } from 'node-html-parser';
import { expect, test } from 'vitest';
import { readDemoContent } from './demo-content.ts';
import { renderDemoSite } from './demo-site.ts';

test('a rating with a date reads as a sentence', async () => {
  const content = await readDemoContent();
  const english = content.locales.get('en') ?? expect.fail('There is no demo content.');
  const LandingPage = new Map(
    [...english.LandingPage].map(([id, page]) => [
      id,
      page.rating ? { ...page, rating: { ...page.rating, asOf: '2026-05-31' } } : page,
    ]),
  );
  const locales = new Map(content.locales).set('en', { ...english, LandingPage });
  const files = await renderDemoSite('https://site.example', { ...content, locales });
  const html = Buffer.from(files.get('python-for-backend-developers/index.html') ?? []).toString();
  const terms = parse(html).querySelectorAll('.particulars dd');
  expect(terms.map(({ structuredText }) => structuredText)).toContain(
    '4.9 of 5, from over 1,000 Python learners, as of May 31, 2026',
  );
});
