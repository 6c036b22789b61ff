import { expect, test } from 'vitest';
import { changedFields, hasSameImages, isSameContent } from './same-content';

const typed = {
  question: 'Why?',
  footnote: '',
  plans: { connect: [], disconnect: [] },
  features: [{ __temp_key__: 'a0', text: 'One' }],
  logo: { id: 1, mime: 'image/png', url: '/a.png', width: 4 },
};
const stored = {
  id: 4,
  updatedAt: '2026-11-27T08:00:00.000Z',
  logo: { width: 9, url: '/a.png', mime: 'image/png', id: 1 },
  features: [{ id: 9, __temp_key__: 'b', text: 'One' }],
  footnote: null,
  question: 'Why?',
};

test('73: what was typed is what is stored, whatever the form adds to either', () => {
  expect(isSameContent(typed, stored)).toBe(true);
});

test.each([
  ['a text', { question: 'Who?' }],
  ['a part', { features: [{ text: 'One' }, { text: 'Two' }] }],
  ['an image', { logo: { id: 2, mime: 'image/png', url: '/a.png', width: 9 } }],
  ['an image that is taken out', { logo: null }],
  ['a relation', { plans: { connect: [{ id: 3 }], disconnect: [] } }],
])('73: %s that differs is not stored', (_, change) => {
  expect(isSameContent({ ...typed, ...change }, stored)).toBe(false);
});

test('what was typed is the fields that differ, an emptied one among them', () => {
  const form = { ...stored, question: 'Who?', footnote: '', logo: null };
  expect(changedFields(stored, form)).toEqual({ question: 'Who?', logo: null });
});

test('an image that was replaced in the media library is the same image', () => {
  const part = { id: 7, image: typed.logo };
  const replaced = { id: 7, image: stored.logo };
  expect(hasSameImages({ part, footnote: '' }, { part: replaced, footnote: '' })).toBe(true);
  expect(hasSameImages({ part, footnote: '' }, { part: replaced, footnote: null })).toBe(false);
  expect(hasSameImages({ part }, { part: { id: 7, image: { ...typed.logo, id: 2 } } })).toBe(false);
});
