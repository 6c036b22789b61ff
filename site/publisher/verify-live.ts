import type { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { PublisherState } from './publisher-state.ts';
import { checkFiles, type Damage, missingObjects, surplusFiles } from './releases/check-files.ts';
import type { ReleaseFile } from './releases/file-table.ts';
import type { Release } from './releases/release.ts';
import type { ReleaseStore } from './releases/release-store.ts';

/** Tells of files of the live release that somebody has found to be damaged, by path. */
export type DamageReports = EventEmitter<{ found: [paths: readonly string[]] }>;

interface VerifierOptions {
  state: Pick<PublisherState, 'live'>;
  releases: ReleaseStore;
  reports: DamageReports;
  /** Between two passes over everything, in milliseconds. */
  interval: number;
  logger: Logger;
  /** Whether a publish is at work, which comes first. */
  isBusy(): boolean;
  /** Runs an action while no release is being made. */
  between(action: () => Promise<void>): Promise<void>;
  /** Called, between publishes, with the damaged files that were looked at, and those whose bytes are nowhere. */
  onRepaired(looked: readonly string[], lost: readonly string[]): void;
}

/** Files that are looked at in one go. */
const slice = 64;
/** Longest that a slice waits for publishes to end, in milliseconds. */
const patience = 1_000;
/** A pass takes a quarter of the time, so that it is hardly felt. */
const idleShare = 3;

/**
 * Looks again and again whether the live release is as it says: first what is missing, which costs
 * little, then what every file holds, a few at a time. What is damaged gets its own bytes again.
 * Returns how to stop that.
 */
export function startVerifier(options: VerifierOptions): () => Promise<void> {
  const { state, releases, reports, logger, between } = options;
  const stopping = new AbortController();
  const { signal } = stopping;

  const checkNow = (live: Release, paths: Iterable<string>): Promise<Damage> => {
    const files = [...paths].map((path) => [path, live.files.get(path)] as const);
    const known = files.filter((entry): entry is [string, ReleaseFile] => entry[1] !== undefined);
    const surplus = files.flatMap(([path, file]) => (file === undefined ? [path] : []));
    return checkFiles(releases.objects, releases.liveFolder, known).then(({ objects, tree }) => ({
      objects,
      tree: [...tree, ...surplus],
    }));
  };

  /** Looks once more while nothing changes, and repairs what is damaged still. */
  const repairNow = async (paths: readonly string[]): Promise<void> => {
    const { live } = state;
    if (live === undefined) return;
    const damage = await checkNow(live, paths);
    if (damage.objects.length + damage.tree.length === 0) return options.onRepaired(paths, []);
    const lost = await releases.repair(live, damage);
    logger.error(
      { ...damage, lost },
      lost.length === 0
        ? 'files of the live release were damaged; they have their bytes again'
        : 'files of the live release are damaged, and some of their bytes are nowhere',
    );
    options.onRepaired(paths, lost);
  };
  const repair = (paths: readonly string[]) => between(() => repairNow(paths));

  const restoreFrame = (): Promise<void> =>
    between(async () => {
      const { live } = state;
      if (live === undefined) return;
      const gone = await releases.restoreRecords(live);
      if (await releases.restoreWay(live)) gone.push('the live folder');
      if (gone.length > 0)
        logger.error({ gone }, 'parts of the live release were missing; they are back');
    });

  const pass = async (): Promise<void> => {
    await restoreFrame();
    const missing = state.live ? await missingObjects(releases.objects, state.live.files) : [];
    if (missing.length > 0) await repair(missing.map(([path]) => path));
    const paths = state.live?.files.paths() ?? [];
    for (let start = 0; start < paths.length; start += slice) {
      for (let waited = 0; options.isBusy() && waited < patience; waited += 50)
        await wait(50, undefined, { signal });
      const began = performance.now();
      const { live } = state;
      const some = paths.slice(start, start + slice).filter((path) => live?.files.has(path));
      if (live === undefined) return;
      const { objects, tree } = await checkNow(live, some);
      if (objects.length + tree.length > 0) await repair([...new Set([...objects, ...tree])]);
      await wait((performance.now() - began) * idleShare, undefined, { signal });
    }
    const { live } = state;
    const surplus = live ? await surplusFiles(releases.liveFolder, live.files) : [];
    if (surplus.length > 0) await repair(surplus);
  };

  const verify = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await pass();
        await wait(options.interval, undefined, { signal });
      } catch (error) {
        if (signal.aborted) return;
        logger.error(`Could not verify: ${error instanceof Error ? error.message : error}`);
        await wait(options.interval, undefined, { signal }).catch(() => undefined);
      }
    }
  };

  /** What was told and is not looked at yet: a file that many visitors ask for is looked at once. */
  const told = new Set<string>();
  const repairTold = () => {
    const paths = [...told];
    told.clear();
    return repairNow(paths);
  };
  const reported = (paths: readonly string[]) => {
    const isAwaited = told.size > 0;
    for (const path of paths) told.add(path);
    if (!isAwaited)
      between(repairTold).catch((error: unknown) => logger.error(`Could not repair: ${error}`));
  };
  reports.on('found', reported);
  const verifying = verify();
  return async () => {
    reports.off('found', reported);
    stopping.abort();
    await verifying;
  };
}
