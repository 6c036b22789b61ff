import { anchorOf } from '@lectern/shared-types';
import { Parser } from 'htmlparser2';

/** Characters of HTML, styles included, before compression; a page above it is a mistake, not content. */
const largestPage = 500_000;

/** A link to a page of the site. */
export interface Link {
  href: string;
  text: string;
  path: string;
  /** Where on the page it leads to, if not to its top. */
  anchor?: string;
}

export interface PageFault {
  /** What is wrong, as a sentence. */
  text: string;
  /** The link that it is about. */
  href?: string;
}

export interface PageCheck {
  /** What is wrong with the page. */
  faults: PageFault[];
  links: Link[];
  /** Where links can lead to on the page. */
  anchors: ReadonlySet<string>;
}

/** Looks over a rendered page before it may go live. */
export function checkPage(html: string, exists: (path: string) => boolean): PageCheck {
  const faults: PageFault[] = [];
  if (html.length > largestPage)
    faults.push({
      text: `It is ${html.length} characters long, and may have ${largestPage}. Shorten it.`,
    });
  let headings = 0;
  let data: string | undefined;
  let link: { href: string; text: string } | undefined;
  const ids = new Set<string>();
  const links: { href: string; text: string }[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (attributes.id !== undefined) ids.add(copyOf(attributes.id));
      if (name === 'h1') headings += 1;
      if (name === 'img' && attributes.alt === undefined)
        faults.push({ text: `The image ${attributes.src} has no text.` });
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
      if (!isJson(data)) faults.push({ text: 'Its structured data cannot be parsed.' });
      data = undefined;
    },
  });
  parser.end(html);
  if (headings !== 1) faults.push({ text: `It has ${headings} main headings instead of one.` });

  const found: Link[] = [];
  for (const { href, text } of links) {
    const anchor = anchorOf(href);
    if (href.startsWith('#') && anchor && !ids.has(anchor))
      faults.push(toLinkFault({ href, text }, 'is not on the page'));
    if (!/^\/(?!\/)/.test(href)) continue;
    const path = href.replace(/[?#].*/s, '');
    const link = { href: copyOf(href), text: copyOf(text), path: copyOf(path) };
    found.push(anchor ? { ...link, anchor: copyOf(anchor) } : link);
    if (!exists(path)) faults.push(toLinkFault({ href, text }, 'does not exist'));
  }
  return { faults, links: found, anchors: ids };
}

/** @param cause why the link leads nowhere, as the end of the sentence */
export const toLinkFault = (
  { href, text }: Pick<Link, 'href' | 'text'>,
  cause: string,
): PageFault => ({ text: `The link "${text.trim()}" leads to ${href}, which ${cause}.`, href });

/** A string of its own: what the parser gives is a view of the whole page, and keeps it in memory. */
const copyOf = (text: string) => Buffer.from(text).toString();

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
