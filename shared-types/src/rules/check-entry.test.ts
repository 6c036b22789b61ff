import { expect, test } from 'vitest';
import { checkEntry, describeIssue, findDuplicates } from './check-entry.js';

const plan = {
  documentId: 'p1',
  locale: 'en',
  name: 'Pro',
  price: 12,
  currency: 'USD',
  billingInterval: 'month',
  features: [{ text: 'All of it' }],
  callToAction: { label: 'Buy', url: '/buy/' },
};

const sentences = (entry: object, stage: 'draft' | 'published') => {
  const checked = checkEntry('Plan', { ...plan, ...entry }, stage);
  return checked.isValid ? [] : checked.issues.map(describeIssue);
};

test('a valid entry passes', () => {
  expect(sentences({}, 'published')).toEqual([]);
});

test('a sentence names the entry, the field and what to do', () => {
  expect(sentences({ price: 1.005 }, 'published')).toEqual([
    'Plan "Pro" (en): price must be 0 or more, with at most two decimals. Enter for example 12 or 12.50.',
  ]);
  expect(sentences({ callToAction: { label: 'Buy', url: 'javascript:x' } }, 'draft')[0]).toMatch(
    /^Plan "Pro" \(en\): call to action → url is not a link\. Enter a web address/,
  );
});

test.each([0.1, 0.29, 12.5, 19.99, 1.1, 4.35, 999999.99])('%d is a price', (price) => {
  expect(sentences({ price }, 'published')).toEqual([]);
});

test('a draft may lack what only publishing demands', () => {
  const unfinished = { price: null, features: [], callToAction: null, name: '' };
  expect(sentences(unfinished, 'draft')).toEqual([]);
  expect(sentences(unfinished, 'published')).toHaveLength(4);
});

test.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,x',
  '//evil.example/',
  '/\\evil.example',
  'ftp://example.org/',
  'https://',
  'mailto:nobody',
  'tel:call me',
  'https:example.org',
  'www.example.org',
  '?q',
  'https://example.org/\u200b',
  '#',
  'plans',
])('%j is not a link', (url) => {
  expect(sentences({ callToAction: { label: 'x', url } }, 'draft')).toHaveLength(1);
});

test.each([
  'https://example.org/a?b=c#d',
  'http://localhost:3000',
  '/plans/',
  '/',
  '#plans',
  '#top',
  'HTTPS://EXAMPLE.ORG/',
  'mailto:a@example.org?subject=Hello',
  'TEL:+1-555-0100',
])('%j is a link', (url) => {
  expect(sentences({ callToAction: { label: 'x', url } }, 'published')).toEqual([]);
});

test('the second of two equal slugs in one locale is named', () => {
  const page = (documentId: string, locale: string, slug: string) => ({
    documentId,
    locale,
    slug,
    title: documentId,
  });
  const issues = findDuplicates('LandingPage', 'slug', [
    page('a', 'en', 'python'),
    page('b', 'es', 'python'),
    page('c', 'en', 'python'),
  ]);
  expect(issues.map(describeIssue)).toEqual([
    'Landing Page "c" (en): slug "python" is taken by the Landing Page "a". Choose another.',
  ]);
});

test.each(['\0', 'a\u0085', '\ud800', '\ufdd0', 'a\u2028b', '\u202ea', '\v'])(
  '65: %j cannot be written, not even in a draft',
  (name) => {
    expect(sentences({ name }, 'draft')).toHaveLength(1);
    expect(sentences({ name }, 'published')).toHaveLength(1);
  },
);

test.each(['\u200b', '\u2060\u00ad', '\u3164', '\u2800', '\u0301'])(
  '65: %j alone is as good as nothing',
  (name) => {
    expect(sentences({ name }, 'published')).toEqual([
      expect.stringMatching(/name is empty\. Write something here\.$/),
    ]);
    expect(sentences({ footnote: name }, 'published')).toEqual([]);
  },
);

test.each([
  '👩‍👩‍👧‍👦',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  'می\u200cخواهم',
  '\u2067عربي\u2069',
  'Zalgo\u0300\u0301',
  'a\tb',
  '\u{18cd6}',
])('65: %j may be written', (name) => {
  expect(sentences({ name }, 'published')).toEqual([]);
});

const answered = (answer: string, stage: 'draft' | 'published' = 'draft') => {
  const entry = { documentId: 'f1', locale: 'en', question: 'What?', answer };
  const checked = checkEntry('Faq', entry, stage);
  return checked.isValid ? [] : checked.issues.map(describeIssue);
};

test.each([
  [
    '[a](www.example.org)',
    /holds the link "a" to "www\.example\.org", which is not a link\. Enter/,
  ],
  ['[a](plans)', /to "plans"/],
  ['[a](//example.org)', /to "\/\/example\.org"/],
  ['[a](?q)', /to "\?q"/],
  ['[a](JaVaScRiPt:x)', /to "JaVaScRiPt:x"/],
  ['[a](java&#115;cript:x)', /to "javascript:x"/],
  ['<ftp://example.org>', /to "ftp:/],
  ['[a][r]\n\n[r]: plans "t"', /to "plans"/],
  ['![a](/uploads/a.png)', /holds an image, which answers do not show\. Delete it/],
  ['![a][r]\n\n[r]: https://example.org/', /holds an image/],
  ['<u>a</u>', /holds HTML, which pages leave out: <u>\. Delete it/],
  ['List<int>', /holds HTML, which pages leave out: <int>/],
  ['a\n\n<!-- note -->', /holds HTML/],
  [`${'> '.repeat(1999)}a`, /within one another/],
  [`${'- '.repeat(1999)}a`, /within one another/],
])('66: an answer with %j is refused with what to do', (answer, fault) => {
  expect(answered(answer)[0]).toMatch(fault);
});

test.each(['---', '\\', '[r]: https://example.org/', '&#8203;', '**\u200b**'])(
  '66: %j is no answer',
  (answer) => {
    expect(answered(answer, 'published')).toHaveLength(answer === '\\' ? 0 : 1);
  },
);

test.each([
  '[a](https://example.org "t"), <a@example.org>, [b](#top), [c](TEL:1)',
  '# a\n\n1. b\n   - c\n\n> d\n\n`<u>`',
  '```\n<script>\n```',
  '* * * * * * * * * * * * *\n\na',
  '1 < 2 and 3 > 2, ~~not~~ | this | either |',
])('66: %j is an answer', (answer) => {
  expect(answered(answer, 'published')).toEqual([]);
});
