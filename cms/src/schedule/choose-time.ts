import { errors } from '@strapi/utils';
import { z } from 'zod';
import type { ChosenTime } from './contract';
import { describeMissing, findMoments, type Moments, wallTimePattern } from './wall-time';

const schema = z.object({
  wallTime: z.string().regex(wallTimePattern),
  timeZone: z.string().min(1).max(100),
  offset: z.string().optional(),
});

/** Later than this is a slip of the finger, in milliseconds. */
const furthest = 10 * 366 * 24 * 60 * 60_000;

/**
 * The instant that an editor has chosen.
 * @throws ValidationError with a sentence that says what to choose instead
 */
export function toDueTime(body: unknown, now: Date): { dueAt: Date; timeZone: string } {
  const { data } = schema.safeParse(body);
  if (data === undefined)
    throw refuse('the request names no time. Choose a day and a time of day.');
  const { wallTime, timeZone, offset } = data;
  const { moments, instead } = lookUp(data);
  if (moments.length === 0) throw refuse(describeMissing(wallTime, timeZone, instead));
  const meant =
    offset === undefined && moments.length === 1
      ? moments[0]
      : moments.find((moment) => moment.offset === offset);
  if (meant === undefined)
    throw refuse(
      `the clock in ${timeZone} shows this time at ${moments.map((each) => `UTC${each.offset}`).join(' and at ')}. Choose which is meant.`,
    );
  const dueAt = new Date(meant.instant);
  if (dueAt <= now) throw refuse('that time has passed. Choose a later one, or do it at once.');
  if (dueAt.getTime() - now.getTime() > furthest)
    throw refuse('that is more than ten years ahead. Check the year.');
  return { dueAt, timeZone };
}

function lookUp({ wallTime, timeZone }: Omit<ChosenTime, 'offset'>): Moments {
  try {
    return findMoments(wallTime, timeZone);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw refuse(`there is no ${wallTime} in "${timeZone}". Choose another day or time.`);
  }
}

const refuse = (cause: string) => new errors.ValidationError(`Could not plan this: ${cause}`);
