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
  ['italic', '|b|', '_|b|_'],
  ['code', 'a |b| c', 'a `|b|` c'],
  ['code', 'a |b\nc|', 'a \n```\n|b\nc|\n```\n'],
  ['link', 'a |b| c', 'a [b](|https://|) c'],
  ['link', '||', '[words](|https://|)'],
  ['heading', 'a |b|', '## a b||'],
  ['list', 'a\n|b\nc|', 'a\n\n- b\n- c||'],
  ['list', 'a\n\n|b|', 'a\n\n- b||'],
  ['numbers', '|a\nb|', '1. a\n2. b||'],
  ['quote', '||', '> ||'],
])('66: %s makes of %j what is shown: %j', (mark, before, after) => {
  expect(marked(before, mark)).toBe(after);
});
