import { afterEach, describe, expect, test } from 'vitest';
import { findMoments } from '../../schedule/wall-time';
import { isTimeZone, ownTimeZone } from './time-zone';
import { toDateAndTime, toIsoDay } from './wording';

const before = process.env.TZ;
afterEach(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

const instant = '2026-03-29T08:00:00.000Z';

describe('73: a time zone that the computer does not tell', () => {
  // For the first the engine says "Etc/Unknown", for the others nothing at all.
  test.each(['', 'Not/AZone', 'nonsense'])('set to "%s", is taken for UTC', (zone) => {
    process.env.TZ = zone;
    expect(ownTimeZone()).toEqual({ timeZone: 'UTC', isTold: false });
    expect(toDateAndTime(instant)).toMatch(/29.*, 08:00 \(UTC\+00:00\)$/);
    expect(toIsoDay(instant)).toBe('2026-03-29');
    expect(findMoments('2026-03-29T02:30', ownTimeZone().timeZone).moments).toHaveLength(1);
  });

  test('is told from one that is', () => {
    process.env.TZ = 'Europe/Madrid';
    expect(ownTimeZone()).toEqual({ timeZone: 'Europe/Madrid', isTold: true });
    expect(toDateAndTime(instant)).toMatch(/29.*, 10:00 \(UTC\+02:00\)$/);
  });
});

test('73: a zone that only the computer of somebody else knows is not one here', () => {
  expect(['Europe/Madrid', 'UTC', '+02:00'].map(isTimeZone)).toEqual([true, true, true]);
  expect(['Etc/Unknown', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([false, false, false]);
});
