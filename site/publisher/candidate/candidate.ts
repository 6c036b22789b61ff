import { setTimeout } from 'node:timers/promises';
import type { DraftEntry, PublishCheck } from '@lectern/shared-types';
import type { ContentSource } from '../../src/cms/load-content.ts';
import type { MediaFile } from '../../src/cms/media.ts';
import { localeOf } from '../../src/content/routes.ts';
import { toPageReasons } from '../page-reasons.ts';
import { applyCandidates, type LiveState } from './apply-candidates.ts';
import { createChangedPages } from './changed-pages.ts';
import type { FollowedContent } from './followed-content.ts';
import { lookOver } from './look-over.ts';
import { readCandidates, toInverse } from './read-candidates.ts';

interface CandidateOptions {
  source: ContentSource;
  siteUrl: string;
  followed: FollowedContent;
  /** What is live at the moment, and stays what it is while others publish. */
  live: () => LiveState & {
    /** Whether it shows all of the content; false while that is being published. */
    isSettled: boolean;
    media: ReadonlyMap<string, MediaFile>;
    /** A page as visitors get it; undefined where they get none, or are sent on. */
    readPage(path: string): Promise<Uint8Array | undefined>;
  };
}

/** Pages that are rendered unless all are asked for: a change of the site's settings is on every page. */
const mostPages = 200;

/** Longest that a check waits for others to be published, in milliseconds; then it looks all the same. */
const longestWait = 5_000;

/** Renders what publishing drafts would change, beside the live content and never within it. */
export function createCandidate({ source, siteUrl, followed, live }: CandidateOptions) {
  let queue: Promise<unknown> = Promise.resolve();
  const closing = new AbortController();

  /** Content and pages that belong together, or what others publish would seem to be the drafts' doing. */
  const readSettled = async () => {
    const end = performance.now() + longestWait;
    for (;;) {
      const { renderer, content } = await followed.catchUp();
      const now = live();
      if (now.isSettled || performance.now() > end) return { renderer, content, now };
      await setTimeout(20);
    }
  };

  const checkNow = async (
    entries: readonly DraftEntry[],
    limit: number,
    signal: AbortSignal,
  ): Promise<PublishCheck> => {
    signal.throwIfAborted();
    const candidates = await readCandidates(source, entries);
    const { renderer, content, now } = await readSettled();
    const { media, readPage, ...state } = now;
    const applied = applyCandidates(candidates, content, state);
    const { updates, refused, plan } = applied;
    const images = new Map(candidates.media.map(({ path, url }) => [path, url]));
    const changed = createChangedPages({
      siteUrl,
      readLive: readPage,
      toImageUrl: (path) => images.get(path) ?? media.get(path)?.url ?? null,
    });
    let isRestored = false;
    try {
      await renderer.update(updates, content.generation);
      const options = { applied, content, entries, state, changed, limit, signal };
      const seen = await lookOver(renderer, options);
      await renderer.update(toInverse(updates, content), content.generation);
      isRestored = true;
      signal.throwIfAborted();
      const gone = plan.remove.filter((path) => !seen.moved.has(path));
      for (const path of gone) await changed.remove(path);
      const blocked = [...seen.faults]
        .filter(([, reasons]) => reasons.length > 0)
        .toSorted(([one], [other]) => (one < other ? -1 : 1));
      const issues = [...candidates.issues, ...refused];
      return {
        blocked: blocked.map(([path, reasons]) => ({ path, locale: localeOf(path), reasons })),
        faults: toPageReasons({ issues, faults: [] }, [], applied.content),
        changes: changed.toGroups(new Set(blocked.map(([path]) => path))),
        checked: seen.checked + gone.length,
        pagesInAll: seen.pagesInAll + gone.length,
      };
    } catch (error) {
      if (!isRestored) followed.reset();
      throw error;
    }
  };

  return {
    /**
     * One after the other, since each puts its drafts into the renderer and takes them out again.
     * @param isWhole whether all pages are looked at, however many they are
     * @param signal ends it when nobody waits for it any more
     * @throws ContentReadError when the drafts cannot be read; Error before the first content is there
     */
    check: (
      entries: readonly DraftEntry[],
      isWhole: boolean,
      signal: AbortSignal,
    ): Promise<PublishCheck> => {
      const either = AbortSignal.any([closing.signal, signal]);
      const checked = queue.then(() => checkNow(entries, isWhole ? Infinity : mostPages, either));
      queue = checked.catch(() => undefined);
      return checked;
    },
    close: async () => {
      closing.abort(new Error('The publisher ends. Try again in a moment.'));
      await queue;
      await followed.close();
    },
  };
}

export type CandidateRenderer = ReturnType<typeof createCandidate>;
