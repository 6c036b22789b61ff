import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { parse } from 'node-html-parser';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type BuiltSite, buildSite, openBrowser, remove, serve } from './harness.ts';

const cms = inject('cms');
const kilobyte = 1000;
const path = '/python-for-backend-developers/';
let site: BuiltSite;

beforeAll(async () => {
  site = await buildSite(cms);
});
afterAll(() => remove(site.folder));

test('the demo landing page with its styles fits into one round trip', async () => {
  const html = await readFile(join(site.folder, path, 'index.html'));
  expect(brotliCompressSync(html).length).toBeLessThanOrEqual(14 * kilobyte);
});

test('the theme script is the only code of ours in the page, and at most 1 kB', async () => {
  const page = parse(await site.read(join(path, 'index.html')));
  const scripts = page.querySelectorAll('script:not([type="application/ld+json"])');
  expect(scripts.filter((script) => script.hasAttribute('src'))).toEqual([]);
  const [theme, ...others] = scripts.map((script) => script.textContent);
  expect(theme).toContain('localStorage.theme');
  expect(brotliCompressSync(String(theme)).length).toBeLessThanOrEqual(kilobyte);
  // Astro's own element for islands and the directive that waits for a touch.
  expect(others.every((text) => /astro-island|island:ready|Astro/.test(text))).toBe(true);
});

test('a first visit loads at most 60 kB, fonts at most 40 kB of it, and nothing moves', async () => {
  const url = await serve(site.folder);
  const { page, problems } = await openBrowser({ viewport: { width: 390, height: 844 } });
  const sizes = new Map<string, number>();
  page.on('response', async (response) => {
    const bytes = await response.body().catch(() => Buffer.alloc(0));
    const isText = /html|svg|javascript/.test(response.headers()['content-type'] ?? '');
    sizes.set(response.url(), isText ? brotliCompressSync(bytes).length : bytes.length);
  });
  await page.addInitScript(() => {
    Reflect.set(window, 'shift', 0);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        Reflect.set(window, 'shift', Reflect.get(window, 'shift') + Reflect.get(entry, 'value'));
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(url + path, { waitUntil: 'networkidle' });
  const sum = (filter: RegExp) =>
    [...sizes].reduce((total, [name, size]) => (filter.test(name) ? total + size : total), 0);
  expect(sum(/\.woff2$/)).toBeGreaterThan(0);
  expect(sum(/\.woff2$/)).toBeLessThanOrEqual(40 * kilobyte);
  expect(sum(/./)).toBeLessThanOrEqual(60 * kilobyte);
  expect(await page.evaluate(() => Reflect.get(window, 'shift'))).toBe(0);
  expect(problems).toEqual([]);
});
