import { setTimeout as pause } from 'node:timers/promises';
import { openServiceLog, type ServiceOptions, spawnService } from './processes.ts';
import type { Settings } from './settings.ts';

/** A service of which there is one process after the other. */
export interface SupervisedService {
  /** Path of its log. */
  log: string;
  /** Settles once its first process answers. @throws Error with the end of its output when it ends before */
  ready: Promise<void>;
  /** From now on starts it again whenever it has ended, later and later while it does not stay. */
  keepRunning(tell: (message: string) => void): void;
  stop(): Promise<void>;
  /** Ends it at once, with all that it has started. */
  kill(): void;
}

const longestPause = 60_000;
/** Who has run for so long had no trouble at its start. */
const steadyAfter = 60_000;

/** @param stopped signal that ends it, as `stop` does */
export async function superviseService(
  name: string,
  options: ServiceOptions,
  settings: Settings,
  stopped: AbortSignal,
): Promise<SupervisedService> {
  const log = await openServiceLog(name, settings);
  stopped.throwIfAborted();
  const unwanted = new AbortController();
  let service = spawnService(name, options, settings, log);
  let started = performance.now();
  const ready = service.ready();
  // Whoever started it may look at something else first.
  ready.catch(() => undefined);

  const startAgain = async (tell: (message: string) => void) => {
    for (let failures = 1; ; failures += 1) {
      const how = await service.ended;
      if (unwanted.signal.aborted) return;
      if (performance.now() - started > steadyAfter) failures = 1;
      const milliseconds = pauseAfter(failures);
      const seconds = Math.ceil(milliseconds / 1000);
      tell(
        `The ${name} has ended ${how} and is started again in ${seconds} s. Its log is ${log.path}.`,
      );
      await pause(milliseconds, undefined, { signal: unwanted.signal }).catch(() => undefined);
      if (unwanted.signal.aborted) return;
      service = spawnService(name, options, settings, log);
      started = performance.now();
      service.ready().then(
        () => tell(`The ${name} runs again.`),
        () => undefined,
      );
    }
  };
  const stop = async () => {
    unwanted.abort();
    await service.stop();
    await log.close();
  };
  stopped.addEventListener('abort', () => void stop());
  return {
    log: log.path,
    ready,
    keepRunning: (tell) => void startAgain(tell),
    stop,
    kill: () => service.kill(),
  };
}

/** Twice as long after each failure in a row, and not the same for two that failed together. */
export function pauseAfter(failures: number): number {
  return Math.min(longestPause, 1000 * 2 ** (failures - 1)) * (0.75 + Math.random() / 4);
}
