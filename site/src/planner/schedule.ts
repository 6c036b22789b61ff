/** A step as the planner needs it. */
export interface PlannerStep {
  title: string;
  weeks: number;
}

/** What a learner chooses. */
export interface Choices {
  minutesADay: number;
  daysAWeek: number;
  /** Positions of steps to leave out, the first being 1. */
  known: readonly number[];
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
export const pace = { minutesADay: 30, daysAWeek: 7 } as const;

const minutesOfWeek = pace.minutesADay * pace.daysAWeek;

/**
 * Lays the steps that are not known yet one after the other on study days. The study days of a week
 * are its first ones, counted from the start.
 */
export function planSteps(steps: readonly PlannerStep[], choices: Choices): Plan {
  let minutes = 0;
  const planned = steps.map((step, index): PlannedStep => {
    const position = index + 1;
    if (choices.known.includes(position))
      return { ...step, position, isKnown: true, firstDay: 0, lastDay: 0 };
    const first = Math.floor(minutes / choices.minutesADay);
    minutes += step.weeks * minutesOfWeek;
    const last = Math.ceil(minutes / choices.minutesADay) - 1;
    return {
      ...step,
      position,
      isKnown: false,
      firstDay: toCalendarDay(first, choices.daysAWeek),
      lastDay: toCalendarDay(last, choices.daysAWeek),
    };
  });
  const lastDay = Math.max(0, ...planned.map((step) => step.lastDay));
  return {
    steps: planned,
    minutes,
    studyDays: Math.ceil(minutes / choices.minutesADay),
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

const toCalendarDay = (studyDay: number, daysAWeek: number) =>
  Math.floor(studyDay / daysAWeek) * 7 + (studyDay % daysAWeek);
