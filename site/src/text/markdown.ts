import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

/**
 * Only what an answer needs: no images, no headings (they would break the page's outline), no HTML
 * of the editor's own; links lead to http(s) or within the site.
 */
const processor = unified()
  .use(remarkParse)
  .use(remarkRehype)
  .use(rehypeSanitize, {
    tagNames: ['p', 'a', 'strong', 'em', 'ul', 'ol', 'li', 'code', 'pre', 'blockquote', 'br'],
    attributes: { a: ['href'], ol: ['start'] },
    protocols: { href: ['http', 'https'] },
    strip: ['script', 'style'],
  })
  .use(rehypeStringify);

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
