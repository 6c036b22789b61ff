import { expect, test } from 'vitest';
import { findBody } from './find-body.ts';

test.each([
  ['as pages are', '<html><head><title>A</title></head><body class="a"><p>B</p></body></html>'],
  [
    'with a description about tags',
    '<html><head><meta name="description" content="</head><body><h1>No</h1>"></head><body class="a"><p>B</p></body></html>',
  ],
  [
    'with data about tags',
    '<html><head><script type="application/ld+json">{"a":"<body>"}</script></head><body class="a"><p>B</p></body></html>',
  ],
])('61: the body of a page is found %s', (_, html) => {
  const { headEnd, bodyTag, body } = findBody(html);
  expect(html.slice(headEnd)).toBe('</head><body class="a"><p>B</p></body></html>');
  expect(html.slice(bodyTag)).toBe('<body class="a"><p>B</p></body></html>');
  expect(html.slice(body)).toBe('<p>B</p></body></html>');
});

test('a page without a body is a fault', () => {
  expect(() => findBody('<p>A</p>')).toThrow('Could not read the page');
});
