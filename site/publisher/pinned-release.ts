import type { PublisherState } from './publisher-state.ts';
import type { Release } from './releases/release.ts';
import type { ReleaseStore } from './releases/release-store.ts';

interface PinOptions {
  state: Pick<PublisherState, 'live' | 'content'>;
  releases: ReleaseStore;
  goLive(release: Release): Promise<void>;
}

const whatToDo =
  'Roll back to another release ("npm run releases" lists them), or let the site follow the CMS again with "npm run rollback -- --resume".';

/** Keeps the site at a release that somebody has chosen, until it is let go on. */
export function createPin({ state, releases, goLive }: PinOptions) {
  /** The release that the content in memory was last rendered into, while another one is live. */
  let left: Release | undefined;
  /** Files of the live release whose bytes are nowhere any more. */
  const lost = new Set<string>();

  const findWhole = async (id: string): Promise<Release | undefined> => {
    const release = await releases.find(id).catch(() => undefined);
    const damage = release === undefined ? [] : await releases.findDamage(release);
    return damage.length === 0 ? release : undefined;
  };

  return {
    /** Notes which of the files that were looked at are damaged beyond repair. */
    noteLost: (looked: readonly string[], found: readonly string[]): void => {
      for (const path of looked) lost.delete(path);
      for (const path of found) lost.add(path);
    },
    /** Makes a release live for good. @throws Error for one that is not whole */
    rollBack: async (id: string): Promise<Release> => {
      const release = await findWhole(id);
      if (release === undefined)
        throw new Error(`Could not roll back: release ${id} is not there, or not whole.`);
      if (state.content !== undefined) left ??= state.live;
      await releases.setPin(release.id);
      await goLive(release);
      lost.clear();
      return release;
    },
    /** Makes sure that the site shows the pinned release as it was. @throws Error when it cannot */
    hold: async (id: string): Promise<void> => {
      if (state.live?.id !== id) {
        const release = await releases.readIfThere(id);
        if (release === undefined || (await releases.restoreMissing(release)).length > 0)
          throw new Error(
            `Could not show the pinned release ${id}: it is not whole any more. The site shows ${state.live?.id ?? 'nothing'} instead, and stays so. ${whatToDo}`,
          );
        await goLive(release);
      }
      if (lost.size > 0)
        throw new Error(
          `Could not make the pinned release ${id} whole again: the bytes of ${lost.size} of its files are nowhere any more, ${[...lost][0]} among them. ${whatToDo}`,
        );
    },
    /** Lets the site go on, from the release that was live before where that is there still. */
    release: async (): Promise<void> => {
      await releases.releasePin();
      lost.clear();
      const before = left && (await releases.readIfThere(left.id));
      left = undefined;
      if (before !== undefined && (await releases.restoreMissing(before)).length === 0)
        await goLive(before);
      else if (state.content !== undefined) state.content.pending.isEverything = true;
    },
  };
}
