import { describe, expect, test } from 'vitest';
import { defaultChoices, limits } from './choices.ts';
import { addDays, type Choices, planSteps, weekOf } from './schedule.ts';

const stepOf = (weeks: number, id = `${weeks}`) => ({ id, title: id, weeks });
const steps = [stepOf(6), stepOf(3), stepOf(2)];

const planOf = (choices: Partial<Choices>, of = steps) =>
  planSteps(of, { ...defaultChoices, ...choices });
const spans = (choices: Partial<Choices>) =>
  planOf(choices).steps.map((step) => [step.firstDay, step.lastDay]);

test('at the pace of the path each step takes its weeks', () => {
  expect(spans({})).toEqual([
    [0, 41],
    [42, 62],
    [63, 76],
  ]);
  expect(planOf({})).toMatchObject({ minutes: 2310, studyDays: 77, weeks: 11 });
});

test('twice the minutes take half the time', () => {
  expect(planOf({ minutesADay: 60 })).toMatchObject({ studyDays: 39, weeks: 6 });
});

test('a day on which one step ends and the next begins belongs to both', () => {
  const [one, two] = planOf({ minutesADay: 140 }, [stepOf(1, 'a'), stepOf(1, 'b')]).steps;
  expect([one?.lastDay, two?.firstDay]).toEqual([1, 1]);
});

describe('72: on chosen days of the week', () => {
  const lastDay = (weekdays: number[], start: string) => {
    const [step] = planOf({ minutesADay: 35, weekdays, start }, [stepOf(1)]).steps;
    return [addDays(start, step?.firstDay ?? -1), addDays(start, step?.lastDay ?? -1)];
  };

  test('work days from a Monday: the sixth day of study is the Monday after', () => {
    expect(lastDay([1, 2, 3, 4, 5], '2026-03-02')).toEqual(['2026-03-02', '2026-03-09']);
  });

  test('work days from a Saturday begin on Monday', () => {
    expect(lastDay([1, 2, 3, 4, 5], '2026-03-07')).toEqual(['2026-03-09', '2026-03-16']);
  });

  test('weekends from a Wednesday: Saturday and Sunday of three weeks', () => {
    expect(lastDay([6, 7], '2026-03-04')).toEqual(['2026-03-07', '2026-03-22']);
  });

  test('one day a week, which the first day is', () => {
    expect(lastDay([7], '2026-03-01')).toEqual(['2026-03-01', '2026-04-05']);
  });

  test('every day of every plan is one of those that were chosen', () => {
    for (const weekdays of [[1], [7], [2, 4], [1, 6, 7], [1, 2, 3, 4, 5, 6, 7]])
      for (let day = 0; day < 7; day += 1) {
        const start = addDays('2028-02-26', day);
        for (const { firstDay, lastDay } of planOf({ weekdays, start, minutesADay: 45 }).steps)
          for (const date of [firstDay, lastDay].map((days) => addDays(start, days)))
            expect(weekdays).toContain(new Date(date).getUTCDay() || 7);
      }
  });
});

test('known steps take no time, and knowing all of them leaves nothing to plan', () => {
  expect(spans({ known: ['6'] })).toEqual([
    [0, 0],
    [0, 20],
    [21, 34],
  ]);
  expect(planOf({ known: ['6', '3', '2'] })).toMatchObject({ minutes: 0, studyDays: 0, weeks: 0 });
});

test('72: a step of no weeks ends on the day on which it begins', () => {
  const planned = planOf({}, [stepOf(0, 'a'), stepOf(1, 'b'), stepOf(0, 'c')]).steps;
  expect(planned.map(({ firstDay, lastDay }) => [firstDay, lastDay])).toEqual([
    [0, 0],
    [0, 6],
    [7, 7],
  ]);
  expect(planOf({}, [stepOf(0)])).toMatchObject({ minutes: 0, weeks: 0 });
});

test('72: what is known is known by the step, not by its place', () => {
  const reordered = planOf({ known: ['3'] }, [stepOf(3), stepOf(6), stepOf(2)]);
  expect(reordered.steps.map((step) => step.isKnown)).toEqual([true, false, false]);
});

test('dates pass over months, leap days and changes of the clock', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2026-03-01', 60)).toBe('2026-04-30');
  expect([0, 6, 7].map(weekOf)).toEqual([1, 1, 2]);
});

test('72: the longest plan from the last day that may be chosen ends before the year 10000', () => {
  const longest = Array.from({ length: 50 }, (_, index) => stepOf(52, String(index)));
  const { max } = limits.start;
  const { steps } = planOf({ minutesADay: 5, weekdays: [7], start: max }, longest);
  const end = addDays(max, steps.at(-1)?.lastDay ?? -1);
  expect(end).toBe('4192-11-04');
});
