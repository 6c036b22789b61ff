import { expect, test } from 'vitest';
import { markdownToHtml } from './markdown.ts';

test('renders paragraphs, lists, emphasis and links', () => {
  expect(markdownToHtml('A **b** [c](https://example.org/).\n\n- d\n- e')).toBe(
    '<p>A <strong>b</strong> <a href="https://example.org/">c</a>.</p>\n<ul>\n<li>d</li>\n<li>e</li>\n</ul>',
  );
});

test.each([
  ['a\nb', '<p>a<br>b</p>'],
  ['a  \nb', '<p>a<br>b</p>'],
  ['a\\\nb\r\nc', '<p>a<br>b<br>c</p>'],
  ['- a\n  *b\n  c*', '<ul>\n<li>a<br><em>b<br>c</em></li>\n</ul>'],
  ['> a\n> b', '<blockquote>\n<p>a<br>b</p>\n</blockquote>'],
])('a line of %j ends where it is written to end', (markdown, html) => {
  expect(markdownToHtml(markdown)).toBe(html);
});

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java&#115;cript:alert(1))',
  '[x](vbscript:x)',
  '[x](data:text/html;base64,eA==)',
  '<javascript:alert(1)>',
  '![x](https://example.org/x.png)',
  '<a href="https://x" onclick="alert(1)">x</a>',
  '<iframe src="https://example.org"></iframe>',
])('%s becomes inert', (markdown) => {
  expect(markdownToHtml(markdown)).not.toMatch(
    /<(script|img|svg|iframe)|href="(?!https?:)| on\w+=/i,
  );
});

test('66: headings stand below the question, the largest first, none left out', () => {
  expect(markdownToHtml('## a\n\n#### b\n\nText\n\n---')).toBe(
    '<h4>a</h4>\n<h5>b</h5>\n<p>Text</p>\n<hr>',
  );
  expect(markdownToHtml('###### a')).toBe('<h4>a</h4>');
});

test.each([
  ['[a](mailto:a@example.org)', '<a href="mailto:a@example.org">a</a>'],
  ['<a@example.org>', '<a href="mailto:a@example.org">a@example.org</a>'],
  ['[a](tel:+15550100)', '<a href="tel:+15550100">a</a>'],
  ['[a](MailTo:a@example.org)', '<a href="mailto:a@example.org">a</a>'],
  ['[a](HTTPS://example.org/A)', '<a href="https://example.org/A">a</a>'],
  ['[a](#top)', '<a href="#top">a</a>'],
  ['[a](/x/ "t")', '<a href="/x/" title="t">a</a>'],
  ['[a][r]\n\n[r]: /x/', '<a href="/x/">a</a>'],
])('66: %s leads where it says', (markdown, link) => {
  expect(markdownToHtml(markdown)).toBe(`<p>${link}</p>`);
});
