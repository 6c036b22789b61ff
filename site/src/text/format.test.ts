import { expect, test } from 'vitest';
import {
  formatCount,
  formatDate,
  formatInterval,
  formatNumber,
  formatPrice,
  formatWeeks,
} from './format.ts';

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

test.each([
  ['en', 0, '0 weeks'],
  ['en', 1, '1 week'],
  ['es', 0, '0 semanas'],
  ['es', 1, '1 semana'],
] as const)('67: in %s it is %i as its language counts', (locale, count, text) => {
  expect(formatWeeks(count, locale)).toBe(text);
});

test('67: a language with other plurals than two has its own words', () => {
  const word = { one: 'semaine', few: 'týdny', many: 'týdne', other: 'týdnů' };
  const inLanguage = (count: number, locale: string) =>
    formatCount(count, word, locale as Parameters<typeof formatCount>[2]);
  expect([0, 1.5].map((count) => inLanguage(count, 'fr'))).toEqual(['0 semaine', '1,5 semaine']);
  expect([0, 3, 5].map((count) => inLanguage(count, 'cs'))).toEqual([
    '0 týdnů',
    '3 týdny',
    '5 týdnů',
  ]);
});
