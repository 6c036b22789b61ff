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

/** Renders an editor's Markdown as HTML that is safe to embed. */
export function markdownToHtml(markdown: string): string {
  return processor.processSync(markdown).toString();
}
