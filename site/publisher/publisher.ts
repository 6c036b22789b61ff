import type { PublisherStatus } from '@lectern/shared-types';
import type { Logger } from 'pino';
import { createAsk } from '../src/cms/client.ts';
import { readGeneration } from '../src/cms/read-content.ts';
import { confirmLive } from './confirm-live.ts';
import { describeFailure } from './describe-failure.ts';
import { createFinishing } from './finishing/finishing.ts';
import { createPin } from './pinned-release.ts';
import { publishOnce, type RunContext } from './publish-run.ts';
import { variantsOf } from './release-paths.ts';
import type { Release } from './releases/release.ts';
import { confirmRemovals } from './removals.ts';
import { createRetiring } from './retire-assets.ts';
import { createStatusBoard } from './status-board.ts';
import { isOutOfSpace } from './storage-fault.ts';
import { type DamageReports, startVerifier } from './verify-live.ts';

export interface Publisher {
  /** Makes an earlier release live and keeps it so until `resume`. @throws Error for one that is not whole */
  rollBack(release: string): Promise<void>;
  /** Lets the site follow the CMS again. */
  resume(): Promise<void>;
  /** Takes off the site what has waited for it. @throws Error when that is not what was seen */
  confirmRemovals(id: string): Promise<void>;
  /** Something may have changed: look, soon. Never waits; calls during a run lead to one more. */
  wake(): void;
  status(): PublisherStatus;
  /** Calls back on every change of the status; returns how to stop that. */
  subscribe(listener: (status: PublisherStatus) => void): () => void;
  close(): Promise<void>;
}

export interface PublisherOptions {
  /** Longest between two looks at the CMS, in milliseconds. */
  pollInterval: number;
  /** Between two readings of everything, which find what the CMS did not count, in milliseconds. */
  readAllInterval: number;
  /** Between two checks of the live files, in milliseconds. */
  verifyInterval: number;
  releasesKept: number;
  /** Where everything is kept. */
  folder: string;
  /** Where the live site is asked which release it shows. */
  liveUrl: string;
  /** Folder that keeps images once drawn. */
  shareFolder: string;
  /** Where damage that is met is told. */
  reports: DamageReports;
}

/**
 * Keeps the live site at the generation of the CMS. What counts is the difference between the two:
 * a message or the clock only makes it look, so a lost message costs time and nothing else.
 */
export function startPublisher(
  context: RunContext,
  options: PublisherOptions,
  logger: Logger,
): Publisher {
  const { state, releases } = context;
  const board = createStatusBoard(state);
  const { facts, enter } = board;
  let failures = 0;
  let isWanted = false;
  let isClosed = false;
  let isWorking = false;
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> = Promise.resolve();
  let lastReadAll = performance.now();

  const look = async (): Promise<void> => {
    // What is live from before the start; the run below must not wait for a live site that is down.
    await confirm().catch((error: unknown) => logger.warn(String(error)));
    await context.ensureWritable();
    const pinned = await releases.pinned();
    if (pinned !== undefined) {
      await pin.hold(pinned);
      const { cmsUrl, token, deadline } = context.source;
      const ask = createAsk(cmsUrl, token, deadline);
      facts.cms = await readGeneration(ask);
      return enter('pinned');
    }
    const isReadAllDue = performance.now() - lastReadAll > options.readAllInterval;
    const report = await publishOnce(context, {
      isReadAllDue,
      onRead: (generation, hasWork) => {
        facts.cms = generation;
        if (!hasWork) return;
        finishing.pause();
        enter('publishing');
      },
    });
    if (isReadAllDue) lastReadAll = performance.now();
    await confirm();
    await retire();
    if (report === undefined) return;
    const now = new Date();
    const { committed } = report;
    // The clocks of two machines may differ by more than this takes.
    const toLive = committed === null ? null : Math.max(0, now.getTime() - Date.parse(committed));
    const run = { ...report, time: now.toISOString(), toLive };
    board.addRun(run);
    logger.info(run, 'published');
  };

  const lookUntilSettled = async (): Promise<void> => {
    while (isWanted && !isClosed) {
      isWanted = false;
      try {
        await look();
        facts.failure = null;
        failures = 0;
        if ((await releases.pinned()) === undefined) enter('idle');
        await releases.prune(options.releasesKept);
      } catch (error) {
        await fail(error);
      }
    }
    isWorking = false;
    schedule();
    finishing.soon();
  };

  const fail = async (error: unknown): Promise<void> => {
    failures += 1;
    const { reason, message } = describeFailure(error, options.folder);
    const since = facts.failure?.since ?? new Date().toISOString();
    facts.failure = { reason, message, since };
    logger.error({ reason, generation: state.live?.generation }, message);
    enter('failing');
    if (!isOutOfSpace(error)) return;
    finishing.pause();
    // Whatever the release left behind makes room for the next try.
    await context
      .ensureWritable()
      .then(() => releases.prune(options.releasesKept, true))
      .catch((cause: unknown) => logger.error(`Could not make room: ${cause}`));
  };

  const goLive = async (release: Release): Promise<void> => {
    await releases.switchTo(release);
    context.onSwitched(release);
    state.live = release;
    await confirm();
  };

  /** Nothing counts as live until the live site itself says so. */
  const confirm = async (): Promise<void> => {
    const { live } = state;
    if (live === undefined || live === facts.confirmed) return;
    await confirmLive(options.liveUrl, live.id);
    facts.confirmed = live;
  };

  /** Looks again by itself: after a failure soon, then ever later; otherwise at the poll interval. */
  const schedule = () => {
    clearTimeout(timer);
    if (isClosed) return;
    const { pollInterval } = options;
    const base = failures > 0 ? Math.min(pollInterval, 500 * 2 ** failures) : pollInterval;
    timer = setTimeout(lookSoon, base * (0.8 + Math.random() * 0.4));
  };

  const lookSoon = () => {
    isWanted = true;
    if (isWorking) return;
    isWorking = true;
    work = work.then(lookUntilSettled);
  };
  /** As the clock does, but somebody says that there is something: the processor is kept free for it. */
  const wake = () => {
    finishing.pause();
    lookSoon();
  };

  /** Runs after the work at hand, once that can write, and lets no run begin meanwhile. */
  const between = (action: () => Promise<void>): Promise<void> => {
    const turn = work.then(context.ensureWritable).then(action);
    work = turn.catch(() => undefined);
    return turn;
  };

  const retire = createRetiring({ context, options, goLive });
  const pin = createPin({ state, releases, goLive });
  /** Files whose bytes are nowhere are made anew, with whatever else is rendered; not while pinned. */
  const makeAnew = (looked: readonly string[], lost: readonly string[]) => {
    pin.noteLost(looked, lost);
    const { live, content } = state;
    if (lost.length === 0 || live === undefined) return;
    // A variant is made with its file.
    const gone = new Set(lost.flatMap((path) => variantsOf(path.replace(/\.(br|gz)$/, ''))));
    const files = live.files.with([...gone].map((path) => [path, null]));
    const forget = async () => {
      if ((await releases.pinned()) !== undefined || state.live !== live) return;
      state.live = { ...live, files, contentHash: 'damaged' };
      if (content !== undefined) content.pending.isEverything = true;
    };
    between(forget).then(wake, (error: unknown) => logger.error(String(error)));
  };
  const stopVerifier = startVerifier({
    state,
    releases,
    reports: options.reports,
    interval: options.verifyInterval,
    logger,
    isBusy: () => isWorking,
    between,
    onRepaired: makeAnew,
  });
  const { shareFolder, releasesKept } = options;
  const finishing = createFinishing({
    state,
    releases,
    shareFolder,
    releasesKept,
    logger,
    between,
    goLive,
  });

  wake();
  return {
    wake,
    rollBack: (id) =>
      between(async () => {
        const { id: release, generation } = await pin.rollBack(id);
        logger.warn({ release, generation }, 'rolled back and pinned');
        enter('pinned');
      }),
    resume: async () => {
      await between(pin.release);
      wake();
    },
    confirmRemovals: async (id) => {
      await between(() => confirmRemovals(context, id));
      wake();
    },
    status: board.status,
    subscribe: board.subscribe,
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await stopVerifier();
      await finishing.close();
      await work;
      await context.renderer.close();
    },
  };
}
