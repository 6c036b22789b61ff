import { expect, test } from 'vitest';
import { summarize } from './statistics.ts';

test('percentiles are samples by their rank, whatever the order', () => {
  const samples = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(summarize(samples)).toEqual({ count: 200, p50: 100, p95: 190, max: 200 });
  expect(summarize([7.04])).toEqual({ count: 1, p50: 7, p95: 7, max: 7 });
});

test('without samples there is nothing to tell', () => {
  expect(summarize([])).toBeUndefined();
});
