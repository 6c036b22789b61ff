import { describe, expect, test } from 'vitest';
import { defaultChoices, limits, names, readChoices, toQuery } from './choices.ts';

const kept = { ...defaultChoices, minutesADay: 45, weekdays: [1, 3], start: '2026-03-02' };
const read = (query: string) => readChoices(new URLSearchParams(query), kept);

test('a link gives back the choices it was made of', () => {
  const choices = { minutesADay: 45, weekdays: [1, 2, 5], known: ['b', 'd'], start: '2026-03-02' };
  const link = toQuery(choices);
  expect(link).toBe('?minutes=45&on=125&known=b&known=d&start=2026-03-02');
  expect(readChoices(new URLSearchParams(link), defaultChoices)).toEqual({
    choices,
    refused: new Set(),
  });
});

test('a form gives its days one by one', () => {
  const form = new FormData();
  for (const [name, value] of [
    [names.minutes, '60'],
    [names.days, '6'],
    [names.days, '7'],
    [names.start, '2026-03-02'],
  ] as const)
    form.append(name, value);
  expect(readChoices(form, defaultChoices).choices).toEqual({
    minutesADay: 60,
    weekdays: [6, 7],
    known: [],
    start: '2026-03-02',
  });
});

describe('72: what is not allowed is named, and the last right choice stays', () => {
  test.each(['0', '4', '601', '1e9', '-30', '2.5', 'x', '', ' ', 'NaN', '٣٠'])(
    'minutes: "%s"',
    (minutes) => {
      const { choices, refused } = read(`?minutes=${minutes}&on=2&start=2026-05-01`);
      expect(choices).toEqual({ ...kept, weekdays: [2], start: '2026-05-01' });
      expect([...refused]).toEqual([names.minutes]);
    },
  );

  test.each(['', '0', '8', 'x'])('days: "%s"', (days) => {
    const { choices, refused } = read(`?minutes=45&on=${days}&start=2026-03-02`);
    expect(choices.weekdays).toEqual([1, 3]);
    expect([...refused]).toEqual([names.days]);
  });

  test.each([
    '2026-02-31',
    '2027-02-29',
    '0001-01-01',
    '1999-12-31',
    '2100-01-01',
    '9999-12-31',
    '275760-09-13',
    '2026-3-2',
    'x',
    '',
  ])('first day: "%s"', (start) => {
    const { choices, refused } = read(`?minutes=45&on=13&start=${start}`);
    expect(choices.start).toBe('2026-03-02');
    expect([...refused]).toEqual([names.start]);
  });

  test.each([limits.start.min, limits.start.max, '2028-02-29', '2026-03-29'])(
    'first day: %s is allowed',
    (start) => {
      const { choices, refused } = read(`?minutes=45&on=13&start=${start}`);
      expect(choices.start).toBe(start);
      expect(refused.size).toBe(0);
    },
  );
});
