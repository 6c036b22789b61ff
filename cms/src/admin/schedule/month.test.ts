import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { firstDayOfWeek, toDayByKey, toWeek, toWeeks } from './month';

const [monday, sunday] = [1, 7];
const day = (text: string) => Temporal.PlainDate.from(text);
/** A week a line, `..` where the month has not begun or is over. */
const draw = (text: string, firstDay: number) =>
  toWeeks(day(text), firstDay).map((week) =>
    week.map((each) => (each === null ? '..' : String(each.day).padStart(2, '0'))).join(' '),
  );

test('a month that begins on a Sunday', () => {
  expect(draw('2026-03-18', monday)).toEqual([
    '.. .. .. .. .. .. 01',
    '02 03 04 05 06 07 08',
    '09 10 11 12 13 14 15',
    '16 17 18 19 20 21 22',
    '23 24 25 26 27 28 29',
    '30 31 .. .. .. .. ..',
  ]);
  expect(draw('2026-03-18', sunday)[0]).toBe('01 02 03 04 05 06 07');
  expect(draw('2026-02-01', sunday)).toHaveLength(4);
});

test('February of a leap year', () => {
  expect(draw('2028-02-29', monday).at(-1)).toBe('28 29 .. .. .. .. ..');
  expect(draw('2027-02-01', monday).at(-1)).toBe('22 23 24 25 26 27 28');
});

test('where the week begins on a Saturday', () => {
  expect(draw('2026-03-01', 6)[0]).toBe('.. 01 02 03 04 05 06');
});

test('months in which the clocks change have each day once', () => {
  for (const [month, last] of [
    ['2026-03', 31],
    ['2026-10', 31],
    ['2026-11', 30],
  ] as const) {
    const days = toWeeks(day(`${month}-15`), monday)
      .flat()
      .filter((each) => each !== null);
    expect(days.map(String)).toEqual(
      Array.from({ length: last }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`),
    );
  }
});

test('the week of a day begins on its first day', () => {
  expect(toWeek(day('2026-03-29'), monday).map(String).at(0)).toBe('2026-03-23');
  expect(toWeek(day('2026-03-29'), sunday).map(String).at(0)).toBe('2026-03-29');
});

test('keys lead from day to day, to the ends of the week, and to other months and years', () => {
  const from = (text: string, key: string, shiftKey = false) =>
    String(toDayByKey(day(text), { key, shiftKey }, monday));
  expect(from('2026-03-01', 'ArrowLeft')).toBe('2026-02-28');
  expect(from('2026-12-31', 'ArrowRight')).toBe('2027-01-01');
  expect(from('2026-03-05', 'ArrowUp')).toBe('2026-02-26');
  expect(from('2026-03-29', 'ArrowDown')).toBe('2026-04-05');
  expect(from('2026-03-29', 'Home')).toBe('2026-03-23');
  expect(from('2026-03-23', 'End')).toBe('2026-03-29');
  expect(from('2026-03-31', 'PageUp')).toBe('2026-02-28');
  expect(from('2026-01-31', 'PageDown')).toBe('2026-02-28');
  expect(from('2028-02-29', 'PageDown', true)).toBe('2029-02-28');
  expect(from('2026-03-29', 'PageUp', true)).toBe('2025-03-29');
  expect(from('2026-03-29', 'a')).toBe('undefined');
});

test('the week begins as the language says', () => {
  expect(firstDayOfWeek('es-ES')).toBe(monday);
  expect(firstDayOfWeek('en-US')).toBe(sunday);
});
