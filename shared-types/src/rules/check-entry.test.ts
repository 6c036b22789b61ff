import { expect, test } from 'vitest';
import { checkEntry, describeIssue, findDuplicates } from './check-entry.js';
import { slugLike } from './fields.js';

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
    'Plan "Pro" (en): Price must be 0 or more, with at most two decimals. Enter for example 12 or 12.50.',
  ]);
  expect(sentences({ callToAction: { label: 'Buy', url: 'javascript:x' } }, 'draft')[0]).toMatch(
    /^Plan "Pro" \(en\): Button → Address is not a link\. Enter a web address/,
  );
});

test('an address with a blank or something invisible in it is told so', () => {
  const reason =
    'has a blank or an invisible character in it. Remove it, or write %20 for a blank that belongs there';
  const urls = ['https://example.org/a b', ' /plans/', 'mailto:a\u200b@example.org'];
  for (const url of urls)
    expect(sentences({ callToAction: { label: 'Buy', url } }, 'draft')).toEqual([
      `Plan "Pro" (en): Button → Address ${reason}.`,
    ]);
});

test('a short text whose accents and emoji the database cannot hold is told at its field', () => {
  const many = `Z${'\u0300'.repeat(9)}`.repeat(26);
  expect(sentences({ features: [{ text: many }] }, 'draft')).toEqual([
    'Plan "Pro" (en): Features → no. 1 → Text holds 260 characters, with accents and parts of emoji counted one by one. Shorten it to 255.',
  ]);
  expect(sentences({ features: [{ text: many.slice(0, 250) }] }, 'draft')).toEqual([]);
});

test.each([0.1, 0.29, 12.5, 19.99, 1.1, 4.35, 999999.99])('%d is a price', (price) => {
  expect(sentences({ price }, 'published')).toEqual([]);
});

test.each(['name', 'price', 'currency', 'callToAction', 'footnote'])(
  '65: an empty list is no %s that a draft lacks',
  (field) => {
    expect(sentences({ [field]: [] }, 'draft')).toHaveLength(1);
  },
);

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
  'mailto:a\u200b@example.org',
  'mailto:a@example.org\u2060',
  'mailto:a @example.org',
  'tel:+1\u200b555',
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
    'Landing page "c" (en): Address "python" is taken by the landing page "a". Choose another.',
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
      expect.stringMatching(/Name is empty\. Write something here\.$/),
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

test.each(['👨🏽‍💻', '🇪🇸', '👍🏽', 'é'.normalize('NFD'), 'नि'])(
  'a limit counts %s as one character',
  (character) => {
    expect(sentences({ name: character.repeat(60) }, 'draft')).toEqual([]);
    expect(sentences({ name: character.repeat(61) }, 'draft')).toEqual([
      expect.stringMatching(/Name is 61 characters long\. Shorten it to 60 characters\.$/),
    ]);
  },
);

test('a character of more parts than any has counts as several', () => {
  expect(sentences({ name: `a${'\u0301'.repeat(2000)}` }, 'draft')).toHaveLength(1);
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
  [
    '| a | b |\n|---|---|\n| 1 | 2 |',
    /holds a table, which pages cannot show\. Write it as a list/,
  ],
  ['a | b\n:-- | --:\n[c](/d/) | e', /holds a table/],
  ['> - | a |\n>   |---|', /holds a table/],
  ['So it is.[^1]', /holds a footnote, which pages cannot show\. Write the note/],
  ['So it is.[^1]\n\n[^1]: Said somebody.', /holds a footnote/],
  ['Not ~~this~~', /struck out with ~~/],
  ['- [ ] a\n- [x] b', /holds a list with boxes to tick/],
  [
    '[Call us](tel:+34 600 000 000) now',
    /holds a link that cannot be read: \[Call us\]\(tel:\+34 600 000 000\)\. Write it as \[words\]\(address\), with no blank/,
  ],
  ['[a](/path with space/)', /holds a link that cannot be read/],
  ['[mail](mailto:Señor <a@b.es>)', /holds a link that cannot be read: \[mail\]\(mailto:Señor \. /],
  ['[a] (https://example.org)', /holds a link that cannot be read/],
  [
    'So [](https://example.org).',
    /holds the link to "https:\/\/example\.org", which has no words\. Write/,
  ],
  ['[ ][r]\n\n[r]: /x/', /holds a link that has no words/],
  ['foo **bar **quux', /holds \*\* that marks nothing\. Put/],
  ['**bold*text', /holds \*\* that marks nothing/],
  [
    'Look into __init__.py first.',
    /holds __init__, of which pages .* between backticks; write \*\*/,
  ],
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
  '1 < 2 and 3 > 2, ~~ not ~~ | this | either |',
  '```\n| a | b |\n|---|---|\n```',
  '`~~a~~`, `[^1]` and \\~~b\\~~ and \\[^1]',
  'a | b\n\n---\n\n- [a](/b/)\n- [x](/c/)',
  '`2**8`, `__init__`, \\__main__, __two words__, \\*\\*kwargs, 5 * 3, \\[a](b c), [sic] (see below) and `[a](b c)`',
])('66: %j is an answer', (answer) => {
  expect(answered(answer, 'published')).toEqual([]);
});

const page = {
  ...{ documentId: 'l1', locale: 'en', title: 'Page', slug: 'page', topicsLine: 'Topics' },
  ...{ lede: 'A lede.', callToAction: { label: 'Go', url: '/' }, headings: {} },
  ...{ reasons: [], pathSteps: [], frameworks: [], testimonials: [], faqs: [], plans: [] },
};
const paged = (data: object) => {
  const checked = checkEntry('LandingPage', { ...page, ...data }, 'published');
  return checked.isValid ? [] : checked.issues.map(describeIssue);
};
const rating = { value: 4.9, scale: 5, count: 100, source: 'Learners' };

test.each([5.01, 9, 100])('a rating of %d out of 5 is refused', (value) => {
  expect(paged({ rating })).toEqual([]);
  expect(paged({ rating: { ...rating, value } })).toEqual([
    'Landing page "Page" (en): Rating → Average is above its scale, the field "Out of". Enter a rating no higher than that.',
  ]);
});

test.each(['image/webp', 'image/avif'])('64: networks show no %s of a shared link', (mime) => {
  const shareImage = {
    ...{ url: '/uploads/a', alternativeText: 'A', width: 1200, height: 630 },
    mime: 'image/png',
  };
  expect(paged({ seo: { shareImage } })).toEqual([]);
  expect(paged({ seo: { shareImage: { ...shareImage, mime } } })).toEqual([
    expect.stringMatching(
      /Search and sharing → Image for shared links is of a type that many networks do not show\. Choose a PNG or a JPEG\.$/,
    ),
  ]);
});

test.each([
  ['Año Nuevo: C++ & Python', 'ano-nuevo-c-python'],
  ['so\u00adft hy\u200bphens', 'soft-hyphens'],
  ['学习', ''],
])('the title %j suggests the address %j', (title, address) => {
  expect(slugLike(title)).toBe(address);
});
