import { isLink } from '@lectern/shared-types';
import type { Element, Root } from 'hast';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkBreaks from 'remark-breaks';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

/**
 * What the rules of answers allow, and nothing else: no images, no HTML of the editor's own. Headings
 * stand below the question, and links lead where link fields may lead.
 */
const processor = unified()
  .use(remarkParse)
  .use(remarkBreaks)
  .use(remarkRehype, { handlers: { break: toBreak } })
  .use(() => fitIntoPage)
  .use(rehypeSanitize, {
    tagNames: [
      ...['p', 'a', 'strong', 'em', 'ul', 'ol', 'li', 'code', 'pre', 'blockquote', 'br', 'hr'],
      ...['h4', 'h5', 'h6'],
    ],
    attributes: { a: ['href', 'title'], ol: ['start'] },
    protocols: { href: ['http', 'https', 'mailto', 'tel'] },
    strip: ['script', 'style'],
  })
  .use(rehypeStringify);

/** Without the line end in the HTML that usually follows, since pages show these. */
function toBreak(): Element {
  return { type: 'element', tagName: 'br', properties: {}, children: [] };
}

/** Questions have headings of the third level; the largest of an answer is of the fourth. */
const levels = ['h4', 'h5', 'h6'];

function fitIntoPage(tree: Root): void {
  const headings: Element[] = [];
  const visit = (parent: Root | Element): void => {
    for (const child of parent.children) {
      if (child.type !== 'element') continue;
      if (/^h[1-6]$/.test(child.tagName)) headings.push(child);
      if (child.tagName === 'a') fitLink(child);
      visit(child);
    }
  };
  visit(tree);
  const used = [...new Set(headings.map(({ tagName }) => tagName))].sort();
  for (const heading of headings) heading.tagName = levels[used.indexOf(heading.tagName)] ?? 'h6';
}

function fitLink({ properties }: Element): void {
  const { href } = properties;
  if (typeof href !== 'string' || !isLink(href)) delete properties.href;
  // The list of schemes that may stay is compared letter by letter.
  else properties.href = href.replace(/^[a-z]+:/i, (scheme) => scheme.toLowerCase());
}

/** What was rendered last, by source: most pages share their entries with others. */
const rendered = new Map<string, string>();
const mostRemembered = 1_000;

/** Renders an editor's Markdown as HTML that is safe to embed. */
export function markdownToHtml(markdown: string): string {
  const known = rendered.get(markdown);
  if (known !== undefined) return known;
  const html = processor.processSync(markdown).toString();
  const [oldest] = rendered.size >= mostRemembered ? rendered.keys() : [];
  if (oldest !== undefined) rendered.delete(oldest);
  rendered.set(markdown, html);
  return html;
}
