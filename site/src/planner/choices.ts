import { type Choices, pace } from './schedule.ts';

/** Names of the choices in forms and links. */
export const names = { minutes: 'minutes', days: 'days', known: 'known', start: 'start' } as const;

export const limits = {
  minutesADay: { min: 5, max: 600 },
  daysAWeek: { min: 1, max: 7 },
} as const;

export const defaultChoices: Choices = { ...pace, known: [], start: '' };

/** Reads choices from a form or a link; what is missing or out of bounds becomes the default. */
export function readChoices(source: Pick<FormData | URLSearchParams, 'get' | 'getAll'>): Choices {
  const start = String(source.get(names.start) ?? '');
  return {
    minutesADay: wholeWithin(source.get(names.minutes), limits.minutesADay, pace.minutesADay),
    daysAWeek: wholeWithin(source.get(names.days), limits.daysAWeek, pace.daysAWeek),
    known: source.getAll(names.known).map(Number).filter(Number.isInteger),
    start: isDate(start) ? start : '',
  };
}

/** The part of a link that holds the choices, such as `?minutes=45&days=5&known=1`. */
export function toQuery({ minutesADay, daysAWeek, known, start }: Choices): string {
  const query = new URLSearchParams({
    [names.minutes]: String(minutesADay),
    [names.days]: String(daysAWeek),
  });
  for (const position of known) query.append(names.known, String(position));
  if (start !== '') query.set(names.start, start);
  return `?${query}`;
}

function wholeWithin(value: unknown, { min, max }: { min: number; max: number }, other: number) {
  const number = Number(value);
  return Number.isInteger(number) && number >= min && number <= max ? number : other;
}

/** True for a date of a year with four digits that the calendar has. */
function isDate(value: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
