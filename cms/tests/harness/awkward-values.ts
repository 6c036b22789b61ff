import fc from 'fast-check';

declare global {
  interface JSON {
    /** Stands in `JSON.stringify` for what is written: also for numbers that JavaScript does not have. */
    rawJSON(text: string): unknown;
  }
}

/* What a browser or a client can send where a field wants a text, a number, a date or a list. */

/** Every kind of JSON value that a field may not expect, prototype keys among them. */
export const anyJson = fc.oneof(
  fc.constantFrom<unknown[]>(
    null,
    true,
    false,
    0,
    1,
    -1,
    1.5,
    '',
    ' ',
    'true',
    '12',
    'NaN',
    [],
    [[]],
    [null],
    ['x'],
    {},
    { id: 1 },
    { id: 'x' },
    { set: [] },
    { connect: [] },
    { constructor: 1, toString: 2 },
    JSON.parse('{"__proto__": {"x": 1}}'),
    JSON.parse('{"text": {"__proto__": []}}'),
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

const shards = [
  ...['\0', '\u0001', '\b', '\u001b', '\u007f', '\u0085', '\u009f'],
  ...['\ud800', '\udc00', '\udfff\ud800', '\ufffe', '\ufdd0', '\u{1fffe}', '\ufffd', '\ue000'],
  ...['\ufeff', '\u200b', '\u200d', '\u00ad', '\u2060', '\u3164', '\u2800', '\ufe0f', '\u{e0001}'],
  ...['\u202e', '\u202d', '\u202c', '\u2066', '\u2069', '\u200f', '\u061c'],
  ...['\n', '\r\n', '\r', '\t', '\v', '\u2028', '\u2029', '\u00a0', ' ', '  ', '\u3000'],
  ...['é', 'e\u0301', `Z${'\u0300'.repeat(40)}`, '\u0301', 'ﬁ', 'İ', 'ß', 'ǅ', '가'],
  ...['👩‍👩‍👧‍👦', '👍🏽', '🇪🇸', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣', '𝒜', '日本語', 'العربية', 'עברית', 'हिन्दी'],
  ...['<script>', '</script>', '</title>', '<!--', ']]>', '&amp;', '&#0;', '"', "'", '`', '\\'],
  ...[
    '\\u0000',
    '%00',
    '%',

    '{{x}}',
    '$&',
    '$1',
    '../',
    '__proto__',
    'null',
    '0',
    '{"a":1}',
  ],
];

const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...shards) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
);

/** How long a text is: in the units of JavaScript, in code points, or in bytes. */
const measures: ((text: string) => number)[] = [
  (text) => text.length,
  (text) => [...text].length,
  (text) => Buffer.byteLength(text),
];

/** Texts of all sorts, many about as long as a field allows. */
export function awkwardText(limit: number): fc.Arbitrary<unknown> {
  const short = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  const long = fc
    .record({
      text: short,
      filler: fc.constantFrom('a', 'é', '语', '👍', 'a ', 'e\u0301', '"', '<'),
      measure: fc.constantFrom(...measures),
      length: fc.constantFrom(limit - 1, limit, limit + 1, 254, 255, 256, limit * 2),
    })
    .map(({ text, filler, measure, length }) => {
      const missing = Math.max(0, length - measure(text));
      return text + filler.repeat(Math.ceil(missing / measure(filler)));
    });
  return fc.oneof(
    { weight: 6, arbitrary: short },
    { weight: 3, arbitrary: long },
    { weight: 1, arbitrary: anyJson },
  );
}

/** The same where only a text can stand. */
export const awkwardCharacters = (limit: number): fc.Arbitrary<string> =>
  awkwardText(limit).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));

/** Numbers at every edge, and what looks like one. */
export function awkwardNumber(...edges: number[]): fc.Arbitrary<unknown> {
  const within = fc.integer({ min: Math.min(...edges), max: Math.max(...edges) });
  return fc.oneof(
    fc.constantFrom<unknown[]>(
      ...edges.flatMap((edge) => [edge - 1, edge - 0.01, edge, edge + 0.001, edge + 1, `${edge}`]),
      ...[2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 2 ** 63, 1e-7, 1e-9, 1e21, 1e308, 5e-324],
      ...['-0', '1e309', '-1e309', '1e-400', '0.1e1', '12.50', '1E2'].map((text) =>
        JSON.rawJSON(text),
      ),
      ...['NaN', 'Infinity', '0x10', '1e3', '1,5', '12 ', '', '１２', '\0'],
    ),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.integer(),
    fc.integer({ min: -100, max: 20_000 }).map((cents) => cents / 100),
    within,
    within.map((whole) => whole - 0.5),
    anyJson,
  );
}

export const awkwardDate: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown[]>(
    ...['2026-02-28', '2026-02-29', '2026-02-30', '2028-02-29', '2026-04-31', '2026-13-01'],
    ...['2026-00-10', '2026-01-00', '0000-01-01', '0001-01-01', '0999-12-31', '9999-12-31'],
    ...[
      '10000-01-01',
      '+010000-01-01',
      '-000001-01-01',
      '2026-1-1',
      '26-01-01',
      '2026-01-01T00:00',
    ],
    ...['2026-01-01T00:00:00Z', '2026-01-01T23:30:00-05:00', '01/02/2026', 'today', 'infinity'],
    ...['2026-01-01 ', ' 2026-01-01', '2026-01-01\0', '２０２６-01-01', 'epoch', 0, 1767225600000],
  ),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
  anyJson,
);

const destinations = [
  ...['/', '/es/', '#content', '#top', '#', '#TOP', '/#top', '/?q=1', '#:~:text=a', '/#:~:text=a'],
  ...['https://example.org', 'HTTPS://EXAMPLE.ORG/A', 'http://[::1]/', 'https://exämple.org/ä?ö#ü'],
  ...['https://a:b@example.org', 'https://example.org:99999', 'https://', 'https:/x', 'https:x'],
  ...['https://example.org/%', 'https://example.org/%00', 'https://example.org/a b', 'http://.'],
  ...['mailto:a@example.org', 'MAILTO:a@example.org?subject=x%20y', 'mailto:', 'mailto:x'],
  ...['tel:+15550100', 'Tel:+1-555-0100', 'tel:', 'tel:call me', 'sms:1', 'ftp://example.org/'],
  ...['javascript:alert(1)', 'JaVaScRiPt:x', ' javascript:x', 'java\tscript:x', 'java\nscript:x'],
  ...['data:text/html,x', 'vbscript:x', 'blob:x', 'file:///etc/passwd', '&#106;avascript:x'],
  ...['www.example.org', 'plans', '//example.org', '///x', '/\\x', '\\x', '?q', './x', '../x', ''],
];

/** Links of all sorts; to pages of the site only such as exist, since others block their page by name. */
export const awkwardLink = (limit: number): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom<unknown[]>(...destinations) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.constantFrom('https://example.org/', 'mailto:', 'tel:', 'www.'),
          awkwardCharacters(limit),
        )
        .map(([start, rest]) => `${start}${rest}`),
    },
    { weight: 2, arbitrary: fc.webUrl({ withQueryParameters: true, withFragments: true }) },
    { weight: 1, arbitrary: awkwardText(limit) },
  );

const inline = fc.oneof(
  piece,
  fc.constantFrom(
    '**b**',
    '*i*',
    '`c`',
    '``',
    '**',
    '_',
    '~~s~~',
    '\\',
    '  \n',
    '\\\n',
    '<u>u</u>',
  ),
  fc.constantFrom(
    '<b>',
    '<br>',
    '<int>',
    '<!-- c -->',
    '<?x?>',
    '<![CDATA[x]]>',
    '&copy;',
    '&nope;',
  ),
  fc.constantFrom(
    '![a](/uploads/a.png)',
    '![a][r]',
    '[^1]',
    '[x]',
    '[x][r]',
    '[r]',
    'www.example.org',
  ),
  fc
    .tuple(fc.constantFrom(...destinations), fc.constantFrom('', ' "title"', " 'x'", ' (y)'))
    .chain(([to, title]) =>
      fc.constantFrom(`[link](${to}${title})`, `[link](<${to}>${title})`, `<${to}>`, to),
    ),
);
const block = fc.oneof(
  fc.array(inline, { maxLength: 4 }).map((parts) => parts.join(' ')),
  fc
    .tuple(fc.constantFrom('# ', '###### ', '> ', '- ', '7. ', '    ', '- [ ] '), inline)
    .map((line) => line.join('')),
  fc.constantFrom('---', '| a | b |\n| - | - |\n| 1 | 2 |', '```js\nx < y\n```', 'Title\n==='),
  fc.constantFrom('[r]: https://example.org "t"', '[r]: plans', '[r]: javascript:x', '[^1]: note'),
);
const deep = fc
  .tuple(
    fc.constantFrom('>', '- ', '*', '[', '![', '`', '<', '(', '#', '    '),
    fc.nat({ max: 4000 }),
  )
  .map(([mark, count]) => `${mark.repeat(count)}x`.slice(0, 4000));

/** Markdown in every form that an editor may know it, and such as is meant to wear out a parser. */
export const awkwardMarkdown: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.array(block, { minLength: 1, maxLength: 4 }).map((all) => all.join('\n\n')),
  },
  { weight: 1, arbitrary: deep },
  { weight: 2, arbitrary: awkwardText(4000) },
);
