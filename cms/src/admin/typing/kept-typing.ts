/** What somebody has typed into a form and not saved. */
export interface Typing {
  values: object;
  /** When the draft was saved that it was typed into, ISO 8601; undefined for a new entry. */
  savedAt: string | undefined;
  /** Whether it was sent to be saved. A save that fails leaves the draft as it was. */
  isSent: boolean;
  /** ISO 8601. */
  time: string;
}

/** Keeps it in this browser. One that keeps nothing goes without. */
export function keepTyping(place: string, typing: Typing): void {
  attempt(place, () => localStorage.setItem(place, JSON.stringify(typing)));
}

export function readTyping(place: string): Typing | undefined {
  const kept = attempt(place, () => localStorage.getItem(place));
  return kept ? (JSON.parse(kept) as Typing) : undefined;
}

export const forgetTyping = (place: string): void =>
  void attempt(place, () => localStorage.removeItem(place));

function attempt<Result>(place: string, work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    // Storage that is switched off throws at the first access, and a full one when it is written.
    console.warn(`Could not keep what is typed in this browser (${place}):`, error);
    return undefined;
  }
}
