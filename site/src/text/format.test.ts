import { expect, test } from 'vitest';
import { formatDate, formatInterval, formatNumber, formatPrice, formatWeeks } from './format.ts';

test('a price shows decimals only where it has some', () => {
  expect(formatPrice(12, 'USD', 'en')).toBe('$12');
  expect(formatPrice(12.5, 'USD', 'en')).toBe('$12.50');
  expect(formatPrice(1200, 'EUR', 'es')).toMatch(/^1200\s€$|^1\.200\s€$/);
});

test('numbers, weeks, intervals and dates follow the locale', () => {
  expect([formatNumber(1000, 'en'), formatNumber(1000, 'es')]).toEqual(['1,000', '1.000']);
  expect([formatWeeks(1, 'en'), formatWeeks(18, 'es')]).toEqual(['1 week', '18 semanas']);
  expect(formatInterval('year', 'es')).toBe('al año');
  expect(formatDate('2026-05-31', 'en')).toBe('May 31, 2026');
});
