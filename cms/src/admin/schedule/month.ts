import type { Temporal } from 'temporal-polyfill';

type Day = Temporal.PlainDate;

/**
 * The month of a day by week, seven to each; null where the month has not begun or is over.
 * @param firstDay of the week, from 1 for Monday to 7 for Sunday
 */
export function toWeeks(day: Day, firstDay: number): (Day | null)[][] {
  const first = day.with({ day: 1 });
  const before = daysIntoWeek(first, firstDay);
  const count = Math.ceil((before + first.daysInMonth) / 7);
  return Array.from({ length: count }, (_, week) =>
    Array.from({ length: 7 }, (_, weekday) => {
      const days = week * 7 + weekday - before;
      return days < 0 || days >= first.daysInMonth ? null : first.add({ days });
    }),
  );
}

/** The days of the week that a day is in, from the first one. */
export function toWeek(day: Day, firstDay: number): Day[] {
  const first = day.subtract({ days: daysIntoWeek(day, firstDay) });
  return Array.from({ length: 7 }, (_, days) => first.add({ days }));
}

/** The day to which a key leads from another, as in every date picker; undefined for other keys. */
export function toDayByKey(
  day: Day,
  { key, shiftKey }: { key: string; shiftKey: boolean },
  firstDay: number,
): Day | undefined {
  const into = daysIntoWeek(day, firstDay);
  const page = shiftKey ? 'years' : 'months';
  const steps: Record<string, Temporal.DurationLike> = {
    ArrowLeft: { days: -1 },
    ArrowRight: { days: 1 },
    ArrowUp: { weeks: -1 },
    ArrowDown: { weeks: 1 },
    Home: { days: -into },
    End: { days: 6 - into },
    PageUp: { [page]: -1 },
    PageDown: { [page]: 1 },
  };
  const step = steps[key];
  return step === undefined ? undefined : day.add(step);
}

/** Of the week where a language is spoken; Monday where the browser does not know. */
export function firstDayOfWeek(language: string): number {
  const locale: Intl.Locale & { getWeekInfo?(): { firstDay: number } } = new Intl.Locale(language);
  return locale.getWeekInfo?.().firstDay ?? 1;
}

const daysIntoWeek = (day: Day, firstDay: number) => (day.dayOfWeek - firstDay + 7) % 7;
