import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Returns what aborts at the first signal that asks for an end; its reason is the status to end with.
 * @param onInsistence called when somebody presses Ctrl-C once more
 */
export function watchSignals(onInsistence = () => {}): AbortSignal {
  const stopped = new AbortController();
  for (const signal of signals)
    process.on(signal, () => {
      if (stopped.signal.aborted && signal === 'SIGINT') onInsistence();
      stopped.abort(128 + constants.signals[signal]);
    });
  return stopped.signal;
}
