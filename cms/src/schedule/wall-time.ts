import { Temporal } from 'temporal-polyfill';

/** A time that a clock on the wall shows, without saying where: `2026-03-29T02:30`. */
export const wallTimePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/** One moment at which a clock in a time zone shows a certain time. */
export interface Moment {
  /** ISO 8601, in UTC. */
  instant: string;
  /** How far the zone is ahead of UTC then: `+02:00`. */
  offset: string;
  /** What the clock shows. */
  wallTime: string;
}

/** When a clock shows a time: once, twice where clocks are put back, never where they are put forward. */
export interface Moments {
  moments: Moment[];
  /** Where there is none: the times to choose instead, before and after the clocks change. */
  instead: Moment[];
}

/**
 * Finds the moments at which a clock in an IANA time zone shows a time.
 * @throws RangeError for a time or a zone that does not exist
 */
export function findMoments(wallTime: string, timeZone: string): Moments {
  const wall = Temporal.PlainDateTime.from(wallTime);
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    toMoment(wall.toZonedDateTime(timeZone, { disambiguation })),
  ) as [Moment, Moment];
  if (earlier.wallTime !== toMinutes(wall)) return { moments: [], instead: [earlier, later] };
  const isTwice = earlier.instant !== later.instant;
  return { moments: isTwice ? [earlier, later] : [earlier], instead: [] };
}

/** What a clock in a time zone shows at an instant. */
export function toMomentIn(timeZone: string, instant: string): Moment {
  return toMoment(Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone));
}

/** The offset as people write it: `UTC+02:00`. */
export const toOffsetName = (offset: string) => `UTC${offset}`;

/** Says why a time that does not exist cannot be chosen, and what to choose instead. */
export function describeMissing(wallTime: string, timeZone: string, instead: Moment[]): string {
  const clock = (moment: string) => moment.slice('2026-03-29T'.length);
  const others = instead.map(
    (moment) => `${clock(moment.wallTime)} (${toOffsetName(moment.offset)})`,
  );
  return (
    `${clock(wallTime)} does not exist on that day in ${timeZone}: the clocks are put forward over it. ` +
    `Choose ${others.join(' or ')}.`
  );
}

function toMoment(time: Temporal.ZonedDateTime): Moment {
  return {
    instant: new Date(time.epochMilliseconds).toISOString(),
    offset: time.offset,
    wallTime: toMinutes(time.toPlainDateTime()),
  };
}

const toMinutes = (time: Temporal.PlainDateTime) => time.toString({ smallestUnit: 'minute' });
