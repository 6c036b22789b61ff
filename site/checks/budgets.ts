import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { type HTMLElement, parse } from 'node-html-parser';
import { compressQuickly, compressWell } from '../publisher/compress.ts';
import { assetsFolder, renderDemoSite } from './demo-site.ts';

/** A number about a built page, in bytes unless it counts something, beside what it may be. */
export interface Measure {
  page: string;
  what: string;
  measured: number;
  budget: number;
}

const kilobyte = 1000;

/** The landing page of the demo content, with all its sections, in both languages. */
const pages = [
  'python-for-backend-developers/index.html',
  'es/python-para-desarrolladores-backend/index.html',
];

/** Measures the built pages as a browser loads them over a connection that takes brotli. */
export async function measurePages(): Promise<Measure[]> {
  const files = await renderDemoSite('https://site.example');
  const measures = pages.map(async (page) => {
    const bytes = files.get(page);
    if (bytes === undefined) throw new Error(`Could not measure ${page}: it was not rendered.`);
    return measurePage(page, Buffer.from(bytes));
  });
  return (await Promise.all(measures)).flat();
}

async function measurePage(page: string, html: Buffer): Promise<Measure[]> {
  const document = parse(html.toString('utf8'));
  const loaded = loadedAtOnce(document);
  const [theme] = document.querySelectorAll('script');
  const sizes = new Map<string, number>();
  for (const address of loaded) sizes.set(address, await transferSize(address));
  const sum = (filter: RegExp) =>
    [...sizes].reduce((total, [address, size]) => total + (filter.test(address) ? size : 0), 0);
  const quick = (await compressQuickly(html))['.br'].length;
  const best = (await compressWell(html))['.br'].length;
  const measure = (what: string, measured: number, budget: number) => ({
    page,
    what,
    measured,
    budget,
  });
  return [
    measure('HTML with its styles', best, 14 * kilobyte),
    // In the second after a publish the page is served as it was compressed on the way.
    measure('HTML with its styles, just published', quick, 14 * kilobyte),
    measure('theme script, inline', Buffer.byteLength(theme?.textContent ?? ''), kilobyte),
    measure('scripts fetched before a touch', document.querySelectorAll('script[src]').length, 0),
    measure('fonts', sum(/\.woff2$/), 40 * kilobyte),
    measure('first visit without scrolling', quick + sum(/./), 60 * kilobyte),
  ];
}

const loadingLinks = ['preload', 'modulepreload', 'stylesheet', 'icon'];

/** Addresses that a browser loads with the page, before anybody scrolls or touches anything. */
export function loadedAtOnce(document: HTMLElement): Set<string> {
  const addresses = [
    ...document
      .querySelectorAll('link')
      .filter(({ attributes }) => loadingLinks.includes(attributes.rel ?? ''))
      .map(({ attributes }) => attributes.href),
    ...document.querySelectorAll('script[src]').map(({ attributes }) => attributes.src),
    ...document
      .querySelectorAll('img')
      .filter(({ attributes }) => attributes.loading !== 'lazy')
      .map(({ attributes }) => attributes.src),
  ];
  return new Set(addresses.filter((address) => address !== undefined));
}

async function transferSize(address: string): Promise<number> {
  const bytes = await readFile(join(assetsFolder, address));
  return /\.(svg|js|css)$/.test(address) ? brotliCompressSync(bytes).length : bytes.length;
}

/** @throws Error naming every measure above its budget */
export function holdBudgets(measures: readonly Measure[]): void {
  const missed = measures.filter(({ measured, budget }) => measured > budget);
  if (missed.length === 0) return;
  const lines = missed.map(
    ({ page, what, measured, budget }) => `  ${page}: ${what} ${measured}, budget ${budget}`,
  );
  throw new Error(
    `Could not keep to the budgets of the pages:\n${lines.join('\n')}\nMake the pages lighter; the budgets are promises to visitors.`,
  );
}
