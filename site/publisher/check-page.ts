import { Parser } from 'htmlparser2';

/** Bytes of HTML, styles included, before compression; a page above it is a mistake, not content. */
const largestPage = 500_000;

export interface PageCheck {
  /** What is wrong with the page, each as a sentence. */
  faults: string[];
  /** Addresses of the site that it leads to. */
  links: string[];
}

/** Looks over a rendered page before it may go live. */
export function checkPage(html: string, exists: (path: string) => boolean): PageCheck {
  const faults: string[] = [];
  if (html.length > largestPage) faults.push(`It is ${html.length} bytes long.`);
  let headings = 0;
  let data: string | undefined;
  let link: { href: string; text: string } | undefined;
  const ids = new Set<string>();
  const links: { href: string; text: string }[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (attributes.id !== undefined) ids.add(attributes.id);
      if (name === 'h1') headings += 1;
      if (name === 'img' && attributes.alt === undefined)
        faults.push(`The image ${attributes.src} has no text.`);
      if (name === 'script' && attributes.type === 'application/ld+json') data = '';
      if (name === 'a' && attributes.href !== undefined) {
        link = { href: attributes.href, text: '' };
        links.push(link);
      }
    },
    ontext: (text) => {
      if (data !== undefined) data += text;
      if (link !== undefined) link.text += text;
    },
    onclosetag: (name) => {
      if (name === 'a') link = undefined;
      if (name !== 'script' || data === undefined) return;
      if (!isJson(data)) faults.push('Its structured data cannot be parsed.');
      data = undefined;
    },
  });
  parser.end(html);
  if (headings !== 1) faults.push(`It has ${headings} main headings instead of one.`);

  const paths = new Set<string>();
  for (const { href, text } of links) {
    const called = `The link "${text.trim()}" leads to ${href}`;
    if (href.startsWith('#') && !ids.has(decodeURIComponent(href.slice(1))))
      faults.push(`${called}, which is not on the page.`);
    if (!/^\/(?!\/)/.test(href)) continue;
    const path = href.replace(/[?#].*$/, '');
    paths.add(path);
    if (!exists(path)) faults.push(`${called}, which does not exist.`);
  }
  return { faults, links: [...paths] };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
