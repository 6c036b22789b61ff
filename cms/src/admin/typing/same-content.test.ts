import { expect, test } from 'vitest';
import { changedFields, isSameContent } from './same-content';

const typed = {
  question: 'Why?',
  footnote: '',
  plans: { connect: [], disconnect: [] },
  features: [{ __temp_key__: 'a0', text: 'One' }],
  logo: { id: 1, url: '/a.png' },
};
const stored = {
  id: 4,
  updatedAt: '2026-11-27T08:00:00.000Z',
  logo: { url: '/a.png', id: 1 },
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
  ['an image', { logo: { id: 2, url: '/b.png' } }],
  ['an image that is taken out', { logo: null }],
  ['a relation', { plans: { connect: [{ id: 3 }], disconnect: [] } }],
])('73: %s that differs is not stored', (_, change) => {
  expect(isSameContent({ ...typed, ...change }, stored)).toBe(false);
});

test('what was typed is the fields that differ, an emptied one among them', () => {
  const form = { ...stored, question: 'Who?', footnote: '', logo: null };
  expect(changedFields(stored, form)).toEqual({ question: 'Who?', logo: null });
});
