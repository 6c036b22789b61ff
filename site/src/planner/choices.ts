import { type Choices, pace, weekdays } from './schedule.ts';

/** Names of the choices in forms and links. */
export const names = { minutes: 'minutes', days: 'on', known: 'known', start: 'start' } as const;

/** What may be chosen. The longest plan from the last day ends long before the year 10000. */
export const limits = {
  minutesADay: { min: 5, max: 600 },
  start: { min: '2000-01-01', max: '2099-12-31' },
} as const;

export const defaultChoices: Choices = {
  minutesADay: pace.minutesADay,
  weekdays,
  known: [],
  start: '',
};

/** Choices that were read, and the names of those that were not right. */
export interface ReadChoices {
  choices: Choices;
  refused: ReadonlySet<string>;
}

/** Reads choices from a form or a link. What is not right stays as it was in `kept`. */
export function readChoices(
  source: Pick<FormData | URLSearchParams, 'get' | 'getAll'>,
  kept: Choices,
): ReadChoices {
  const refused = new Set<string>();
  const take = <Value>(name: string, value: Value | undefined, other: Value) => {
    if (value === undefined) refused.add(name);
    return value ?? other;
  };
  const { minutes, days, known, start } = names;
  const choices = {
    minutesADay: take(minutes, toMinutes(source.get(minutes)), kept.minutesADay),
    weekdays: take(days, toWeekdays(source.getAll(days)), kept.weekdays),
    known: source.getAll(known).map(String),
    start: take(start, toStart(source.get(start)), kept.start),
  };
  return { choices, refused };
}

/** The part of a link that holds the choices, such as `?minutes=45&on=135&known=rest-api`. */
export function toQuery({ minutesADay, weekdays, known, start }: Choices): string {
  const query = new URLSearchParams({
    [names.minutes]: String(minutesADay),
    [names.days]: weekdays.join(''),
  });
  for (const id of known) query.append(names.known, id);
  if (start !== '') query.set(names.start, start);
  return `?${query}`;
}

function toMinutes(value: unknown): number | undefined {
  const { min, max } = limits.minutesADay;
  const number = Number(value);
  return Number.isInteger(number) && number >= min && number <= max ? number : undefined;
}

/** Days as a form gives them, one by one, or together as in a link. */
function toWeekdays(values: readonly unknown[]): number[] | undefined {
  const days = weekdays.filter((day) => values.join('').includes(String(day)));
  return days.length > 0 ? days : undefined;
}

/** A date that the calendar has, within the limits. */
function toStart(value: unknown): string | undefined {
  const { min, max } = limits.start;
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const time = Date.parse(`${value}T00:00:00Z`);
  const isDate = !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
  return isDate && value >= min && value <= max ? value : undefined;
}
