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

/** Where the text of forms is kept in this browser: for each user, entry and language. */
export const placeOf = (...names: readonly unknown[]): string => [prefix, ...names].join(' ');

/** Names what one form of a place keeps: another tab may have the same open. */
export const nameAt = (place: string): string =>
  `${place} ${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;

/** The names of what forms of a place keep, the oldest text first. */
export const keptAt = (place: string): readonly string[] =>
  keptNames()
    .filter((name) => name.startsWith(`${place} `))
    .map((name) => ({ name, time: readTyping(name)?.time ?? '' }))
    .toSorted((one, other) => (one.time < other.time ? -1 : 1))
    .map(({ name }) => name);

/** Keeps it in this browser. @returns whether that outlives the window */
export function keepTyping(name: string, typing: Typing): boolean {
  localStorage.setItem(name, JSON.stringify(typing));
  return isLasting(name);
}

export function readTyping(name: string): Typing | undefined {
  const kept = localStorage.getItem(name);
  return kept === null ? undefined : (JSON.parse(kept) as Typing);
}

export const forgetTyping = (name: string): void => localStorage.removeItem(name);

/** Forgets what has been kept for a week, whatever entry it is of. */
export function forgetOldTyping(): void {
  for (const name of keptNames()) {
    const { time } = readTyping(name) ?? {};
    // Whatever has no time that can be read is of no use either.
    if (!(Date.now() - Date.parse(time ?? '') <= longestKept)) forgetTyping(name);
  }
}

const keptNames = (): string[] =>
  Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index))
    .filter((name) => name !== null)
    .filter((name) => name.startsWith(prefix));
