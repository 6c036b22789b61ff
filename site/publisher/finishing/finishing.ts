import type { Logger } from 'pino';
import type { PublisherState } from '../publisher-state.ts';
import type { Release } from '../releases/release.ts';
import type { ReleaseStore } from '../releases/release-store.ts';
import { type Finished, noteFinished, prepareFinish, takeOver } from './prepare-finish.ts';

/** Improves the live release while nobody publishes; every part is a release of its own. */
export interface Finishing {
  /** Begins, or goes on, once nobody has published for a while; does nothing while it is at work. */
  soon(): void;
  /** Leaves the processor to a publish; what was half made is made again. */
  pause(): void;
  close(): Promise<void>;
}

interface FinishingOptions {
  state: PublisherState;
  releases: ReleaseStore;
  /** Folder that keeps images once drawn. */
  shareFolder: string;
  releasesKept: number;
  logger: Logger;
  /** Runs an action while no release is being made. */
  between(action: () => Promise<void>): Promise<void>;
  goLive(release: Release): Promise<void>;
}

/** How long nobody publishes before the live release is finished, in milliseconds. */
const quietTime = 1_000;

export function createFinishing(options: FinishingOptions): Finishing {
  const { state, releases, logger, between } = options;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let pausing = new AbortController();
  let isUnderWay = false;
  let atWork: Promise<void> = Promise.resolve();
  /** Files that could not be made; they are tried again after the next publish. */
  const failed = new Set<string>();

  /** @returns whether there is more to do */
  const finishPart = async (signal: AbortSignal): Promise<boolean> => {
    if (await releases.pinned()) return false;
    const letGo = releases.objects.hold();
    // What is made for nothing protects nothing.
    signal.addEventListener('abort', letGo, { once: true });
    try {
      const finished = await prepareFinish(state, releases, options.shareFolder, failed, signal);
      if (finished === undefined) return false;
      for (const [name, cause] of finished.failures) {
        failed.add(name);
        logger.error({ file: name }, `Could not finish a file: ${cause}`);
      }
      await between(async () => {
        if (!signal.aborted && !(await releases.pinned())) await release(finished);
        letGo();
        await releases.prune(options.releasesKept);
      });
      return true;
    } finally {
      letGo();
    }
  };

  const release = async (finished: Finished): Promise<void> => {
    const { live } = state;
    const { files, isFinished } = takeOver(state, finished);
    if (live === undefined || files.size === 0) return;
    const next = await releases.create(live, { ...live, isFinished, files });
    await options.goLive(next);
    noteFinished(state, finished);
    logger.info({ release: next.id, files: files.size, isFinished }, 'finished');
  };

  /** @returns whether there is more to do */
  const prepareTreePart = async (signal: AbortSignal): Promise<boolean> => {
    let hasMore = false;
    await between(async () => {
      if (state.live !== undefined && !signal.aborted)
        hasMore = !(await releases.prepareHiddenTree(state.live));
    });
    return hasMore;
  };

  const finish = async (signal: AbortSignal): Promise<void> => {
    try {
      while (!signal.aborted && (await prepareTreePart(signal)));
      while (!signal.aborted && (await finishPart(signal)));
    } catch (error) {
      if (signal.aborted) return;
      logger.error(
        `Could not finish the release: ${error instanceof Error ? error.message : error}`,
      );
    }
  };

  const pause = () => {
    clearTimeout(timer);
    pausing.abort();
    failed.clear();
    isUnderWay = false;
  };
  return {
    pause,
    soon: () => {
      if (isClosed || isUnderWay) return;
      isUnderWay = true;
      pausing = new AbortController();
      const { signal } = pausing;
      timer = setTimeout(() => {
        atWork = atWork
          .then(() => finish(signal))
          .finally(() => {
            if (!signal.aborted) isUnderWay = false;
          });
      }, quietTime);
    },
    close: async () => {
      isClosed = true;
      pause();
      await atWork;
    },
  };
}
