/** What somebody has typed into a form and not saved. */
export interface Typing {
  values: object;
  /** ISO 8601. */
  time: string;
}

/** Keeps it in this browser. One that keeps nothing goes without. */
export function keepTyping(place: string, values: object): void {
  const typing: Typing = { values, time: new Date().toISOString() };
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
