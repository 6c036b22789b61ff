import type { ActionName, ScheduledAction } from '../../schedule/contract';
import { toMomentIn, toOffsetName } from '../../schedule/wall-time';
import { toDuration } from '../live-status/wording';
import { ownTimeZone } from './time-zone';

export const actionWords: Record<ActionName, { todo: string; done: string; noun: string }> = {
  publish: { todo: 'Publish', done: 'Published', noun: 'Publishing' },
  unpublish: { todo: 'Unpublish', done: 'Unpublished', noun: 'Unpublishing' },
};

/** `Sun, 29 Mar 2026, 09:00 (UTC+02:00)`, on a clock in the time zone. */
export function toDateAndTime(time: string, timeZone = ownTimeZone().timeZone): string {
  return `${toDay(time, timeZone)}, ${toTimeOfDay(time, timeZone)}`;
}

/** `09:00 (UTC+02:00)`. */
export function toTimeOfDay(time: string, timeZone = ownTimeZone().timeZone): string {
  const { wallTime, offset } = toMomentIn(timeZone, time);
  return `${wallTime.slice('2026-03-29T'.length)} (${toOffsetName(offset)})`;
}

/** `Sun, 29 Mar 2026`. */
export const toDay = (time: string, timeZone = ownTimeZone().timeZone) =>
  new Date(time).toLocaleDateString(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone,
  });

/** `2026-03-29`, the day on the clock of the editor's computer. */
export const toIsoDay = (time: string) =>
  toMomentIn(ownTimeZone().timeZone, time).wallTime.slice(0, '2026-03-29'.length);

/** How late something is; nothing when it is not. */
export function toLateness({ state, lateMilliseconds }: ScheduledAction): string {
  if (lateMilliseconds === null || state === 'cancelled') return '';
  const duration = toDuration(lateMilliseconds);
  return state === 'planned' ? `, waiting for ${duration}` : `, ${duration} late`;
}
