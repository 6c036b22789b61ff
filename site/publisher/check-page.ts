import { parse } from 'node-html-parser';

/** Bytes of HTML, styles included, before compression; a page above it is a mistake, not content. */
const largestPage = 500_000;

/**
 * Looks over a rendered page before it may go live.
 * @returns what is wrong with it, each as a sentence
 */
export function checkPage(html: string, exists: (path: string) => boolean): string[] {
  const faults: string[] = [];
  if (html.length > largestPage) faults.push(`It is ${html.length} bytes long.`);
  const page = parse(html);
  const headings = page.querySelectorAll('h1').length;
  if (headings !== 1) faults.push(`It has ${headings} main headings instead of one.`);
  for (const image of page.querySelectorAll('img'))
    if (!image.hasAttribute('alt'))
      faults.push(`The image ${image.getAttribute('src')} has no text.`);
  for (const script of page.querySelectorAll('script[type="application/ld+json"]')) {
    try {
      JSON.parse(script.text);
    } catch {
      faults.push('Its structured data cannot be parsed.');
    }
  }
  const anchors = new Set(page.querySelectorAll('[id]').map(({ id }) => id));
  for (const link of page.querySelectorAll('a[href]')) {
    const href = link.getAttribute('href') ?? '';
    if (href.startsWith('#') && !anchors.has(decodeURIComponent(href.slice(1))))
      faults.push(`The link "${link.text.trim()}" leads to ${href}, which is not on the page.`);
    if (/^\/(?!\/)/.test(href) && !exists(href.replace(/[?#].*$/, '')))
      faults.push(`The link "${link.text.trim()}" leads to ${href}, which does not exist.`);
  }
  return faults;
}
