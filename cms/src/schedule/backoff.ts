/** Pauses between two tries of the same thing, in milliseconds: the first one, doubled each time. */
const firstPause = 30_000;
const longestPause = 5 * 60_000;

interface Failure {
  at: number;
  pause: number;
}

/** Remembers what has failed, by name, and when each is to be tried again. Times are milliseconds. */
export function createBackoff() {
  const failures = new Map<string, Failure>();
  // Either way: a clock that was set back must not make a pause longer.
  const leftOf = ({ at, pause }: Failure, now: number) => pause - Math.abs(now - at);
  return {
    hasFailed: (name: string): boolean => failures.has(name),
    noteFailure: (name: string, at: number): void => {
      const before = failures.get(name);
      const pause = before ? Math.min(longestPause, before.pause * 2) : firstPause;
      failures.set(name, { at, pause });
    },
    /** Whether something has failed and its pause is over. */
    isOver: (name: string, now: number): boolean => {
      const failure = failures.get(name);
      return failure !== undefined && leftOf(failure, now) <= 0;
    },
    /** Until the first pause is over; infinite when nothing has failed. */
    shortest: (now: number): number =>
      [...failures.values()].reduce(
        (least, failure) => Math.min(least, leftOf(failure, now)),
        Number.POSITIVE_INFINITY,
      ),
    forget: (name: string): void => void failures.delete(name),
    /** Forgets all but these. */
    keepOnly: (names: readonly string[]): void => {
      const kept = new Set(names);
      for (const name of failures.keys()) if (!kept.has(name)) failures.delete(name);
    },
  };
}
