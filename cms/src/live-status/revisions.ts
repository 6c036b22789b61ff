import { randomUUID } from 'node:crypto';

/** Names states that follow one another, so that whoever has seen one can wait for the next. */
export interface Revisions {
  current(): string;
  /** Something has changed. Many calls in a row make few revisions. */
  advance(): void;
  /** Settles when the current revision is not `seen`, or after `milliseconds`, or with the signal. */
  waitForNext(seen: string, milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Lets go of everybody who waits. */
  close(): void;
}

/** Between two revisions, in milliseconds: a burst of changes must not make a burst of answers. */
const shortest = 100;

export function createRevisions(): Revisions {
  // Random, so that a revision of an earlier process is never taken for one of this.
  const process = randomUUID();
  const waiting = new Set<() => void>();
  let number = 0;
  let last = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const current = () => `${process}-${number}`;
  const release = () => {
    for (const settle of waiting) settle();
  };

  return {
    current,
    advance: () => {
      if (timer !== undefined) return;
      const due = Math.max(0, last + shortest - performance.now());
      timer = setTimeout(() => {
        timer = undefined;
        last = performance.now();
        number += 1;
        release();
      }, due);
    },
    waitForNext: (seen, milliseconds, signal) =>
      new Promise((resolve) => {
        if (seen !== current() || signal.aborted) return resolve();
        const settle = () => {
          clearTimeout(end);
          waiting.delete(settle);
          signal.removeEventListener('abort', settle);
          resolve();
        };
        const end = setTimeout(settle, milliseconds);
        waiting.add(settle);
        signal.addEventListener('abort', settle);
      }),
    close: () => {
      clearTimeout(timer);
      release();
    },
  };
}
