import { createBackoff } from './backoff';

/** What the planner is made of; times are milliseconds since 1970. */
export interface PlannerParts<Action> {
  now(): number;
  /** Settles after so many milliseconds, or with the signal. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Everything that is planned for this time or before, in its order. */
  findDue(now: number): Promise<Action[]>;
  /** The first time that something is planned for after this one; null when nothing is. */
  findNext(after: number): Promise<number | null>;
  /** Names an action as it is planned: one whose time was changed is another one. */
  nameOf(action: Action): string;
  /** Does it, exactly once whoever else tries; throws when it is to be tried again. */
  carryOut(action: Action): Promise<void>;
  warn(message: string): void;
}

/** Longest sleep: what another process plans, and a clock that is set, are noticed after it. */
const longestSleep = 30_000;

/**
 * Sleeps until something is due, and does it. Whether it was done is known to the database alone, so
 * that a clock which is set back repeats nothing, and one which is set forward skips nothing.
 */
export function createPlanner<Action>(parts: PlannerParts<Action>) {
  const backoff = createBackoff();
  let woken = new AbortController();
  let isStopped = false;
  let work = Promise.resolve();

  const run = async (): Promise<void> => {
    while (!isStopped) {
      // Before looking: what is planned meanwhile ends the sleep that follows at once.
      woken = new AbortController();
      const now = parts.now();
      const sleep = await pass(now).catch((error: unknown) => {
        parts.warn(`Could not look for what is planned: ${error}. It is tried again.`);
        return longestSleep;
      });
      if (!isStopped) await parts.wait(sleep, woken.signal);
    }
  };

  const pass = async (now: number): Promise<number> => {
    const due = await parts.findDue(now);
    backoff.keepOnly(due.map(parts.nameOf));
    for (const action of due) {
      if (isStopped) return 0;
      if (!backoff.hasFailed(parts.nameOf(action))) await attempt(action);
    }
    const next = await parts.findNext(now);
    const isDue = () => woken.signal.aborted || (next !== null && next <= parts.now());
    // What has failed before comes last, and lets through whatever becomes due between two tries.
    for (const action of due) {
      if (isStopped || isDue()) return 0;
      if (backoff.isOver(parts.nameOf(action), parts.now())) await attempt(action);
    }
    const untilNext = next === null ? longestSleep : next - parts.now();
    return Math.max(0, Math.min(longestSleep, untilNext, backoff.shortest(parts.now())));
  };

  const attempt = async (action: Action): Promise<void> => {
    const name = parts.nameOf(action);
    try {
      await parts.carryOut(action);
      backoff.forget(name);
    } catch (error) {
      backoff.noteFailure(name, parts.now());
      parts.warn(`Could not do what is planned: ${error}.`);
    }
  };

  return {
    start: () => {
      work = run();
    },
    /** Something was planned or changed. */
    wake: () => woken.abort(),
    /** Settles when what was at work is done. */
    stop: async () => {
      isStopped = true;
      woken.abort();
      await work;
    },
  };
}
