import { expect, test } from 'vitest';
import { defaultChoices } from './choices.ts';
import { addDays, planSteps, weekOf } from './schedule.ts';

const steps = [
  { title: 'One', weeks: 6 },
  { title: 'Two', weeks: 3 },
  { title: 'Three', weeks: 2 },
];

const spans = (choices: Partial<typeof defaultChoices>) =>
  planSteps(steps, { ...defaultChoices, ...choices }).steps.map((step) => [
    step.firstDay,
    step.lastDay,
  ]);

test('at the pace of the path each step takes its weeks', () => {
  expect(spans({})).toEqual([
    [0, 41],
    [42, 62],
    [63, 76],
  ]);
  expect(planSteps(steps, defaultChoices)).toMatchObject({
    minutes: 2310,
    studyDays: 77,
    weeks: 11,
  });
});

test('twice the minutes take half the time', () => {
  expect(planSteps(steps, { ...defaultChoices, minutesADay: 60 })).toMatchObject({
    studyDays: 39,
    weeks: 6,
  });
});

test('a day on which one step ends and the next begins belongs to both', () => {
  const [one, two] = planSteps(
    [
      { title: 'One', weeks: 1 },
      { title: 'Two', weeks: 1 },
    ],
    { ...defaultChoices, minutesADay: 140 },
  ).steps;
  expect([one?.lastDay, two?.firstDay]).toEqual([1, 1]);
});

test('with five days a week the sixth study day is on the eighth day of the calendar', () => {
  const { steps: planned, weeks } = planSteps([{ title: 'One', weeks: 1 }], {
    ...defaultChoices,
    minutesADay: 35,
    daysAWeek: 5,
  });
  expect(planned[0]?.lastDay).toBe(7);
  expect(weeks).toBe(2);
});

test('known steps take no time, and knowing all of them leaves nothing to plan', () => {
  expect(spans({ known: [1] })).toEqual([
    [0, 0],
    [0, 20],
    [21, 34],
  ]);
  expect(planSteps(steps, { ...defaultChoices, known: [1, 2, 3] })).toMatchObject({
    minutes: 0,
    studyDays: 0,
    weeks: 0,
  });
});

test('dates pass over months, leap days and changes of the clock', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2026-03-01', 60)).toBe('2026-04-30');
  expect([0, 6, 7].map(weekOf)).toEqual([1, 1, 2]);
});
