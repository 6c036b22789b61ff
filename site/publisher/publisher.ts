import type { Logger } from 'pino';
import { createAsk } from '../src/cms/client.ts';
import { ContentReadError } from '../src/cms/errors.ts';
import { readGeneration } from '../src/cms/read-content.ts';
import { publishOnce, type RunContext, type RunReport } from './publish-run.ts';

type PublisherStateName = 'starting' | 'idle' | 'publishing' | 'pinned' | 'failing';

export interface PublisherStatus {
  state: PublisherStateName;
  /** Content generation that the live site shows; null before the first release. */
  liveGeneration: number | null;
  /** The latest one known of the CMS. */
  cmsGeneration: number | null;
  release: string | null;
  /** Why the site is behind, and since when; null while it is not. */
  failure: { reason: string; message: string; since: string } | null;
  blocked: { path: string; reasons: string[]; entries: string[] }[];
  runs: (RunReport & { time: string })[];
}

export interface Publisher {
  /** Makes an earlier release live and keeps it so until `resume`. @throws Error for one that is not whole */
  rollBack(release: string): Promise<void>;
  /** Lets the site follow the CMS again. */
  resume(): Promise<void>;
  /** Something may have changed: look, soon. Never waits; calls during a run lead to one more. */
  wake(): void;
  status(): PublisherStatus;
  /** Calls back on every change of the status; returns how to stop that. */
  subscribe(listener: (status: PublisherStatus) => void): () => void;
  close(): Promise<void>;
}

const pollInterval = 30_000;
const keptRuns = 20;

/**
 * Keeps the live site at the generation of the CMS. What counts is the difference between the two:
 * a message or the clock only makes it look, so a lost message costs time and nothing else.
 */
export function startPublisher(context: RunContext, logger: Logger): Publisher {
  const { state } = context;
  let name: PublisherStateName = 'starting';
  let failure: PublisherStatus['failure'] = null;
  let failures = 0;
  let cmsGeneration: number | null = null;
  let isWanted = false;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> = Promise.resolve();
  let isWorking = false;
  const runs: PublisherStatus['runs'] = [];
  const listeners = new Set<(status: PublisherStatus) => void>();

  const status = (): PublisherStatus => ({
    state: name,
    liveGeneration: state.live?.generation ?? null,
    cmsGeneration,
    release: state.live?.release ?? null,
    failure,
    blocked: [...state.blocked.values()].map(({ path, reasons, issues }) => ({
      path,
      reasons,
      entries: issues.map(({ documentId }) => documentId),
    })),
    runs,
  });
  const enter = (next: PublisherStateName) => {
    name = next;
    for (const listener of listeners) listener(status());
  };

  const look = async (): Promise<void> => {
    const ask = createAsk(context.source.cmsUrl, context.source.token);
    const generation = await readGeneration(ask);
    cmsGeneration = generation.value;
    if (state.snapshot?.generation.changeId === generation.changeId) return;
    if (await context.releases.pinned()) return enter('pinned');
    enter('publishing');
    const report = await publishOnce(context);
    runs.unshift({ ...report, time: new Date().toISOString() });
    runs.length = Math.min(runs.length, keptRuns);
    logger.info(report, 'published');
    await context.releases.prune();
  };

  const lookUntilSettled = async (): Promise<void> => {
    while (isWanted && !isClosed) {
      isWanted = false;
      try {
        await look();
        failure = null;
        failures = 0;
        if (name !== 'pinned') enter('idle');
      } catch (error) {
        failures += 1;
        const message = error instanceof Error ? error.message : String(error);
        const reason = error instanceof ContentReadError ? error.reason : 'failed';
        failure = { reason, message, since: failure?.since ?? new Date().toISOString() };
        logger.error({ reason, generation: state.live?.generation }, message);
        enter('failing');
      }
    }
    isWorking = false;
    schedule();
  };

  /** Looks again by itself: after a failure soon, then ever later; otherwise at the poll interval. */
  const schedule = () => {
    clearTimeout(timer);
    if (isClosed) return;
    const base = failures > 0 ? Math.min(pollInterval, 500 * 2 ** failures) : pollInterval;
    timer = setTimeout(wake, base * (0.8 + Math.random() * 0.4));
  };

  const wake = () => {
    isWanted = true;
    if (isWorking) return;
    isWorking = true;
    work = work.then(lookUntilSettled);
  };

  /** Runs after the work at hand, and lets no run begin meanwhile. */
  const between = (action: () => Promise<void>): Promise<void> => {
    const turn = work.then(action);
    work = turn.catch(() => undefined);
    return turn;
  };

  wake();
  return {
    wake,
    rollBack: (release) =>
      between(async () => {
        if (!(await context.releases.isWhole(release)))
          throw new Error(`Could not roll back: release ${release} is not there, or not whole.`);
        const manifest = await context.releases.readManifest(release);
        await context.releases.setPin(release);
        await context.releases.switchTo(release);
        await context.onSwitched(manifest);
        state.live = manifest;
        delete state.snapshot;
        logger.warn({ release, generation: manifest.generation }, 'rolled back and pinned');
        enter('pinned');
      }),
    resume: async () => {
      await between(() => context.releases.releasePin());
      wake();
    },
    status,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await work;
      await context.renderer.close();
    },
  };
}
