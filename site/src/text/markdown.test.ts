import { expect, test } from 'vitest';
import { markdownToHtml } from './markdown.ts';

test('renders paragraphs, lists, emphasis and links', () => {
  expect(markdownToHtml('A **b** [c](https://example.org/).\n\n- d\n- e')).toBe(
    '<p>A <strong>b</strong> <a href="https://example.org/">c</a>.</p>\n<ul>\n<li>d</li>\n<li>e</li>\n</ul>',
  );
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
