import type { EntryLink } from '../../live-status/contract';

/** A time of today as `12:03:04`, an earlier one with its day. */
export function toClock(time: string, now = new Date()): string {
  const date = new Date(time);
  const clock = date.toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  if (date.toDateString() === now.toDateString()) return clock;
  const day = date.toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  });
  return `${day}, ${clock}`;
}

/** What is published, and yet to be seen nowhere. */
export const unshown = 'Published; no page shows it';

/** How long something took: `0.2 s`, `1 min 5 s`, kept on one line. */
export function toDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)}\u00a0s`;
  if (seconds < 59.5) return `${Math.round(seconds)}\u00a0s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds) % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Where the admin edits an entry. */
export function toEditPath({ uid, documentId, locale, isSingle }: EntryLink): string {
  const place = isSingle ? `single-types/${uid}` : `collection-types/${uid}/${documentId}`;
  return `/content-manager/${place}${locale === null ? '' : `?plugins[i18n][locale]=${locale}`}`;
}
