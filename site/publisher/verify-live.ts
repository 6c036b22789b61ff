import type { Logger } from 'pino';
import type { PublisherState } from './publisher-state.ts';
import type { ReleaseStore } from './releases/release-store.ts';

interface VerifierOptions {
  state: PublisherState;
  releases: ReleaseStore;
  /** Between two checks, in milliseconds. */
  interval: number;
  logger: Logger;
  /** Runs an action while no release is being made. */
  between(action: () => Promise<void>): Promise<void>;
  /** Called when the live release has to be made anew. */
  onDamage(): void;
}

/**
 * Compares the live files with what their release says, again and again; of those that differ it
 * forgets what it knew, so that the next run makes them anew. Returns how to stop that.
 */
export function startVerifier(options: VerifierOptions): () => void {
  const { state, releases, logger, between, onDamage } = options;
  let isStopped = false;

  const verify = async (): Promise<void> => {
    const { live } = state;
    if (live === undefined || isStopped) return;
    const damaged = await releases.findLiveDamage(live);
    if (damaged.length === 0) return;
    await between(async () => {
      if (state.live !== live) return;
      logger.error({ damaged }, 'files of the live release are damaged; it is made anew');
      const files = live.files.with(damaged.map((path) => [path, null]));
      state.live = { ...live, files, contentHash: 'damaged' };
      delete state.content;
      releases.forgetTrees();
    });
    onDamage();
  };

  const timer = setInterval(() => {
    verify().catch((error: unknown) => logger.error(`Could not verify: ${error}`));
  }, options.interval);
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}
