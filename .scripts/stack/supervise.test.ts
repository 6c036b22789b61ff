import { expect, test } from 'vitest';
import { pauseAfter } from './supervise.ts';

test('84: who fails again and again is started later and later, up to a minute', () => {
  const pauses = Array.from({ length: 10 }, (_, index) => pauseAfter(index + 1));
  for (const [index, pause] of pauses.entries()) {
    const longest = Math.min(60_000, 1000 * 2 ** index);
    expect(pause).toBeGreaterThanOrEqual(longest * 0.75);
    expect(pause).toBeLessThanOrEqual(longest);
  }
});
