import { expect, test } from 'vitest';
import { defaultChoices, readChoices, toQuery } from './choices.ts';

test('a link gives back the choices it was made of', () => {
  const choices = { minutesADay: 45, daysAWeek: 5, known: [1, 4], start: '2026-03-02' };
  expect(readChoices(new URLSearchParams(toQuery(choices)))).toEqual(choices);
});

test.each([
  '?minutes=0&days=8',
  '?minutes=1e9&days=x',
  '?minutes=&start=2026-02-31',
  '?start=0001-01-01&known=x',
  '?minutes=2.5',
])('what no calendar can take becomes the default: %s', (query) => {
  expect(readChoices(new URLSearchParams(query))).toEqual(defaultChoices);
});
