/** A step as the planner needs it. */
export interface PlannerStep {
  id: string;
  title: string;
  weeks: number;
}

/** Days of the week, Monday being 1. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

/** What a learner chooses. */
export interface Choices {
  minutesADay: number;
  /** Days of the week to study on: at least one, in ascending order. */
  weekdays: readonly number[];
  /** Steps to leave out, by id. */
  known: readonly string[];
  /** ISO date of the first day, or empty while there is none. */
  start: string;
}

export interface PlannedStep extends PlannerStep {
  position: number;
  isKnown: boolean;
  /** Calendar days from the start to the step's first and last day; both 0 for a known step. */
  firstDay: number;
  lastDay: number;
}

export interface Plan {
  steps: PlannedStep[];
  minutes: number;
  studyDays: number;
  weeks: number;
}

/** The pace that the weeks of a path assume: half an hour on every day. */
export const pace = { minutesADay: 30, daysAWeek: weekdays.length } as const;

const minutesOfWeek = pace.minutesADay * pace.daysAWeek;

/** Lays the steps that are not known yet one after the other on the days chosen for study. */
export function planSteps(steps: readonly PlannerStep[], choices: Choices): Plan {
  const { minutesADay, known } = choices;
  const toCalendarDay = layOnWeekdays(choices);
  let minutes = 0;
  const planned = steps.map((step, index): PlannedStep => {
    const position = index + 1;
    if (known.includes(step.id))
      return { ...step, position, isKnown: true, firstDay: 0, lastDay: 0 };
    const first = Math.floor(minutes / minutesADay);
    minutes += step.weeks * minutesOfWeek;
    const last = Math.max(first, Math.ceil(minutes / minutesADay) - 1);
    const [firstDay, lastDay] = [toCalendarDay(first), toCalendarDay(last)];
    return { ...step, position, isKnown: false, firstDay, lastDay };
  });
  const lastDay = Math.max(0, ...planned.map((step) => step.lastDay));
  return {
    steps: planned,
    minutes,
    studyDays: Math.ceil(minutes / minutesADay),
    weeks: minutes === 0 ? 0 : weekOf(lastDay),
  };
}

/** Number of the week, from 1, that a calendar day falls in. */
export const weekOf = (calendarDay: number) => Math.floor(calendarDay / 7) + 1;

/** The ISO date so many days after another. */
export function addDays(date: string, days: number): string {
  const time = Date.parse(`${date}T00:00:00Z`) + days * 86_400_000;
  return new Date(time).toISOString().slice(0, 10);
}

/** On which day from the start the n-th day of study is, both counted from 0. */
function layOnWeekdays({ weekdays, start }: Choices): (studyDay: number) => number {
  // Without a start no day of the week is known: as if it were a Monday.
  const first = start === '' ? 1 : new Date(`${start}T00:00:00Z`).getUTCDay();
  const days = weekdays.map((day) => (day - first + 7) % 7).sort();
  return (studyDay) => Math.floor(studyDay / days.length) * 7 + (days[studyDay % days.length] ?? 0);
}
