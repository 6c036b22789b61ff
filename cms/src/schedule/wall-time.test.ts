import { describe, expect, test } from 'vitest';
import { toDueTime } from './choose-time';
import { findMoments, toMomentIn } from './wall-time';

const madrid = 'Europe/Madrid';
const longAgo = new Date('2026-01-01T00:00:00Z');
const due = (wallTime: string, timeZone: string, offset?: string, now = longAgo) =>
  toDueTime({ wallTime, timeZone, offset }, now).dueAt.toISOString();

test('the same time of day is another instant in winter, in summer, and elsewhere', () => {
  expect(due('2026-01-15T09:00', madrid)).toBe('2026-01-15T08:00:00.000Z');
  expect(due('2026-07-15T09:00', madrid)).toBe('2026-07-15T07:00:00.000Z');
  expect(due('2026-07-15T09:00', 'America/New_York')).toBe('2026-07-15T13:00:00.000Z');
  expect(due('2026-07-15T09:00', 'Asia/Kathmandu')).toBe('2026-07-15T03:15:00.000Z');
});

describe('clocks that are put forward', () => {
  test('a time that does not exist is refused, with the times to choose instead', () => {
    expect(() => due('2026-03-29T02:30', madrid)).toThrow(
      'Could not plan this: 02:30 does not exist on that day in Europe/Madrid: the clocks are put forward over it. Choose 01:30 (UTC+01:00) or 03:30 (UTC+02:00).',
    );
    expect(() => due('2026-03-29T02:30', madrid, '+01:00')).toThrow('does not exist');
  });

  test('the minutes before and after are one minute apart', () => {
    expect(due('2026-03-29T01:59', madrid)).toBe('2026-03-29T00:59:00.000Z');
    expect(due('2026-03-29T03:00', madrid)).toBe('2026-03-29T01:00:00.000Z');
  });

  test('by half an hour only on Lord Howe Island', () => {
    const { moments, instead } = findMoments('2026-10-04T02:15', 'Australia/Lord_Howe');
    expect(moments).toEqual([]);
    expect(instead.map(({ wallTime }) => wallTime.slice(11))).toEqual(['01:45', '02:45']);
  });

  test('over a whole day in Samoa', () => {
    expect(findMoments('2011-12-30T12:00', 'Pacific/Apia').moments).toEqual([]);
  });
});

describe('clocks that are put back', () => {
  test('a time that comes twice has to be told apart', () => {
    expect(() => due('2026-10-25T02:30', madrid)).toThrow(
      'shows this time at UTC+02:00 and at UTC+01:00. Choose which is meant.',
    );
    expect(due('2026-10-25T02:30', madrid, '+02:00')).toBe('2026-10-25T00:30:00.000Z');
    expect(due('2026-10-25T02:30', madrid, '+01:00')).toBe('2026-10-25T01:30:00.000Z');
  });

  test('each of the two is shown with its own offset', () => {
    const shown = ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'].map((instant) => {
      const { wallTime, offset } = toMomentIn(madrid, instant);
      return `${wallTime} ${offset}`;
    });
    expect(shown).toEqual(['2026-10-25T02:30 +02:00', '2026-10-25T02:30 +01:00']);
  });
});

test('what cannot be meant is refused', () => {
  const now = new Date('2026-06-01T00:00:00Z');
  expect(() => due('2026-05-31T23:00', 'UTC', undefined, now)).toThrow('that time has passed');
  expect(() => due('2036-12-31T23:00', 'UTC', undefined, now)).toThrow('Check the year');
  expect(() => due('2026-06-31T10:00', 'UTC', undefined, now)).toThrow('Choose another day');
  expect(() => due('2026-07-01T10:00', 'Nowhere/At_All', undefined, now)).toThrow(
    'Could not plan this: there is no 2026-07-01T10:00 in "Nowhere/At_All"',
  );
  expect(() => due('2026-07-01T10:00', 'UTC', '+05:00', now)).toThrow('Choose which is meant');
  for (const body of [undefined, {}, { wallTime: 'soon', timeZone: 'UTC' }])
    expect(() => toDueTime(body, now)).toThrow('Choose a day and a time of day');
});
