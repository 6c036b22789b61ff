import { isLasting } from '../storage/bridge-storage';

/** What somebody has typed into a form and not saved. */
export interface Typing {
  /** The fields that differ from what was stored. */
  values: object;
  /** ISO 8601. */
  time: string;
  /** When the draft that it was typed on had been saved. */
  typedOn?: string | undefined;
}

/** Begins the names under which it is kept. */
const prefix = 'lectern-typing';
/** For how long it is offered, in milliseconds: later nobody knows what it was meant for. */
const longestKept = 7 * 24 * 60 * 60_000;

/** Where the text of a form is kept in this browser: for each user, entry and language. */
export const placeOf = (...names: readonly unknown[]): string => [prefix, ...names].join(' ');

/** Keeps it in this browser. @returns whether that outlives the window */
export function keepTyping(place: string, typing: Typing): boolean {
  localStorage.setItem(place, JSON.stringify(typing));
  return isLasting(place);
}

export function readTyping(place: string): Typing | undefined {
  const kept = localStorage.getItem(place);
  return kept === null ? undefined : (JSON.parse(kept) as Typing);
}

export const forgetTyping = (place: string): void => localStorage.removeItem(place);

/** Forgets what has been kept for a week, whatever entry it is of. */
export function forgetOldTyping(): void {
  const names = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index));
  for (const place of names) {
    if (!place?.startsWith(prefix)) continue;
    const { time } = readTyping(place) ?? {};
    // Whatever has no time that can be read is of no use either.
    if (!(Date.now() - Date.parse(time ?? '') <= longestKept)) forgetTyping(place);
  }
}
