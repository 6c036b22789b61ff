import { useState } from 'react';
import type { ChosenTime } from '../../schedule/contract';
import {
  describeMissing,
  findMoments,
  type Moment,
  toMomentIn,
  wallTimePattern,
} from '../../schedule/wall-time';
import { ownTimeZone } from './time-zone';

interface Fields {
  /** `2026-03-29`, empty while it is not chosen. */
  date: string;
  /** `09:00`. */
  time: string;
  /** Which of two moments is meant. */
  offset: string;
}

/** A day and a time of day on the editor's own clock, and the moments that this can mean. */
export function useChosenTime(instant: string | undefined) {
  const { timeZone, isTold } = ownTimeZone();
  const [fields, setFields] = useState<Fields>(() => {
    if (instant === undefined) return { date: '', time: '', offset: '' };
    const { wallTime, offset } = toMomentIn(timeZone, instant);
    const [date = '', time = ''] = wallTime.split('T');
    return { date, time, offset };
  });
  const wallTime = `${fields.date}T${fields.time}`;
  const { moments, problem } = lookUp(wallTime, timeZone);
  const moment =
    moments.length === 1 ? moments[0] : moments.find(({ offset }) => offset === fields.offset);
  const chosen: ChosenTime | undefined = moment && { wallTime, timeZone, offset: moment.offset };
  return {
    fields,
    change: (changed: Partial<Fields>) => setFields((before) => ({ ...before, ...changed })),
    timeZone,
    /** Whether the computer tells its time zone; it is taken for UTC otherwise. */
    isTold,
    /** All that the time can mean: two where clocks are put back. */
    moments,
    /** Why the time cannot be chosen. */
    problem,
    /** The one that is meant; undefined until that is clear. */
    moment,
    chosen,
  };
}

function lookUp(wallTime: string, timeZone: string): { moments: Moment[]; problem?: string } {
  if (!wallTimePattern.test(wallTime)) return { moments: [] };
  const { moments, instead } = findMoments(wallTime, timeZone);
  if (moments.length > 0) return { moments };
  return { moments, problem: describeMissing(wallTime, timeZone, instead) };
}
