import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { expect, test } from 'vitest';
import { type Mark, markText } from './mark-text';

/** Marks what stands between two bars; the bars stand around what is selected then. */
function marked(text: string, mark: Mark): string {
  const [before = '', picked = '', after = ''] = text.split('|');
  const whole = before + picked + after;
  const end = before.length + picked.length;
  const { from, to, text: part, selected } = markText(whole, before.length, end, mark);
  const now = whole.slice(0, from) + part + whole.slice(to);
  const [first, last] = selected;
  return `${now.slice(0, first)}|${now.slice(first, last)}|${now.slice(last)}`;
}

test.each<[Mark, string, string]>([
  ['bold', 'a |b| c', 'a **|b|** c'],
  ['bold', 'a ||', 'a **|bold|**'],
  ['bold', 'foo |bar |quux', 'foo **|bar|** quux'],
  ['bold', 'one |two\n\nthree| four', 'one |**two**\n\n**three**| four'],
  ['bold', '|- a\n- b|', '- |**a**\n- **b**|'],
  ['bold', 'foo|"bar"|quux', '**|foo"bar"quux|**'],
  ['bold', 'foo|bar|quux', 'foo**|bar|**quux'],
  ['bold', 'foo||bar baz', '**|foobar|** baz'],
  ['bold', '**|bar|**', '|bar|'],
  ['bold', '|**bar**|', '|bar|'],
  ['bold', '*|bar|*', '***|bar|***'],
  ['italic', '***|bar|***', '**|bar|**'],
  ['italic', 'un|believ|able', 'un*|believ|*able'],
  ['italic', '|b|', '*|b|*'],
  ['code', 'a |b| c', 'a `|b|` c'],
  ['code', 'a |b`c| d', 'a `` |b`c| `` d'],
  ['code', 'a `|b|` d', 'a |b| d'],
  ['code', 'a |b\nc|', 'a \n```\n|b\nc|\n```\n'],
  ['link', 'a |b| c', 'a [b](|https://|) c'],
  ['link', '||', '[words](|https://|)'],
  ['heading', 'a |b|', '## a b||'],
  ['list', 'a\n|b\nc|', 'a\n\n- b\n- c||'],
  ['list', 'a\n\n|b|', 'a\n\n- b||'],
  ['numbers', '|a\nb|', '1. a\n2. b||'],
  ['quote', '||', '> ||'],
  ['heading', '|## a|', 'a||'],
  ['heading', '- |a|', '## a||'],
  ['list', '|a\nb|\nc', '- a\n- b||\n\nc'],
  ['list', '- a\n|b|\n- c', '- a\n- b||\n- c'],
  ['list', '|1. a\n2. b|', '- a\n- b||'],
  ['numbers', '|a\n\nb|', '1. a\n\n2. b||'],
  ['quote', '|a\n\nb|', '> a\n>\n> b||'],
])('66: %s makes of %j what is shown: %j', (mark, before, after) => {
  expect(marked(before, mark)).toBe(after);
});

interface Node {
  type: string;
  value?: string;
  children?: Node[];
}
const textOf = ({ value = '', children = [] }: Node): string =>
  value + children.map(textOf).join(' ');
const marksIn = ({ type, children = [] }: Node): string[] => [type, ...children.flatMap(marksIn)];
const words = (markdown: string) => textOf(fromMarkdown(markdown)).replace(/\s/g, '');

test.each([
  ['bold', 'strong'],
  ['italic', 'emphasis'],
] as const)('66: %s is shown, and nothing else of it', (mark, type) => {
  const piece = fc.constantFrom('a', 'é', ' ', '  ', '"', '.', '(', ')', '\n', '\n\n', ' word ');
  const text = fc
    .array(piece, { minLength: 1, maxLength: 24 })
    .map((pieces) => pieces.join('').replace(/(^|\n) +/g, '$1'));
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), (whole, one, two) => {
      const [start = 0, end = 0] = [one, two]
        .map((at) => at % (whole.length + 1))
        .sort((a, b) => a - b);
      fc.pre(whole.slice(start, end).trim() !== '');
      const { from, to, text: part } = markText(whole, start, end, mark);
      const marked = whole.slice(0, from) + part + whole.slice(to);
      expect([words(marked), marksIn(fromMarkdown(marked))]).toEqual([
        words(whole),
        expect.arrayContaining([type]),
      ]);
    }),
    { numRuns: 2000 },
  );
});
