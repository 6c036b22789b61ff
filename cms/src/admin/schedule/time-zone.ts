import { toMomentIn } from '../../schedule/wall-time';

/** Whether this browser knows a time zone: it may be older than the one in which it was chosen. */
export function isTimeZone(timeZone: string): boolean {
  try {
    toMomentIn(timeZone, '2026-01-01T00:00:00Z');
    new Intl.DateTimeFormat(undefined, { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** The time zone of the editor's computer. Browsers that do not tell it say so in several ways. */
export function ownTimeZone(): { timeZone: string; isTold: boolean } {
  const timeZone: string | undefined = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isTold = timeZone !== undefined && isTimeZone(timeZone);
  return { timeZone: isTold ? timeZone : 'UTC', isTold };
}
