import { expect, test } from 'vitest';
import { describeUnreadable, toNumber } from './read-number';

test.each([
  ['12', 12],
  ['12.50', 12.5],
  [' 12.5 ', 12.5],
  ['12.', 12],
  ['.5', 0.5],
  ['-3', -3],
  ['1234567.89', 1_234_567.89],
  ['0.500', 0.5],
  ['1234.500', 1234.5],
  ['1.2345', 1.2345],
])('reads %j', (text, number) => {
  expect(toNumber(text, false)).toBe(number);
});

test.each([
  '12,50',
  '1,250',
  '1.234,56',
  '1 250',
  '1e3',
  '0x10',
  '١٢',
  '12 $',
  '-',
  '.',
  '',
  '1234567890.123456',
  '1.500',
  '1.000',
  ' 12.345 ',
  '-999.999',
  '1.234.567',
])('does not guess what %j is', (text) => {
  expect(toNumber(text, false)).toBeUndefined();
});

test('a whole number has no point', () => {
  expect([toNumber('12', true), toNumber('12.5', true), toNumber('12.', true)]).toEqual([
    12,
    undefined,
    undefined,
  ]);
});

test('says what to write instead', () => {
  expect(describeUnreadable('13,5', false)).toBe(
    '“13,5” cannot be read as a number. Write it with a point, and nothing between thousands: 13.5.',
  );
  expect(describeUnreadable('1.500', false)).toBe(
    '“1.500” can be read in two ways. Write 1500 or 1.50.',
  );
  expect(describeUnreadable('1.5', true)).toBe(
    '“1.5” cannot be read as a number. Write a whole number, in digits alone: 12.',
  );
});
