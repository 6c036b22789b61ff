import type { ContentType } from '@lectern/shared-types';
import { parseEntryKey, type View } from '../src/content/content.ts';
import { findShadowedRedirects } from '../src/content/resolve-redirect.ts';
import { type ContentState, nothingPending, viewAt } from './content-state.ts';
import type { LastGood } from './last-good.ts';
import { hasPageAt } from './plan-pages.ts';
import type { PublisherState } from './publisher-state.ts';
import type { RenderedPages } from './render-pages.ts';

/** Notes what has gone live with a run: on disk what is good now, in memory what the pages show. */
export async function settle(
  state: PublisherState,
  known: ContentState,
  { findings, remove }: RenderedPages,
  lastGood: LastGood,
): Promise<void> {
  const { keys } = known.pending;
  const unseenBefore = findUnseen(state);
  for (const [path, { reasons, reads, shows, anchors, isStored }] of findings) {
    if (isStored) {
      state.shown.note(path, shows);
      state.anchors.set(path, anchors);
    }
    const before = state.faulty.get(path)?.lacks ?? new Set();
    const lacks = isStored ? new Set<string>() : before.union(keys.intersection(reads));
    if (reasons.length === 0) state.faulty.delete(path);
    else state.faulty.set(path, { reasons, isShown: isStored, lacks });
  }
  for (const path of remove) {
    state.anchors.delete(path);
    state.shown.forget(path);
  }
  const isThere = hasPageAt(known.content);
  for (const path of state.faulty.keys()) if (!isThere(path)) state.faulty.delete(path);
  state.shadowed = findShadowedRedirects(known.content);
  const unseen = findUnseen(state);
  await keepGood(known, keys.union(unseenBefore).difference(unseen), lastGood);
  known.pending = nothingPending();
}

/** Keys of what has changed and some page does not show yet: it is not known to be good. */
const findUnseen = ({ faulty }: PublisherState): Set<string> =>
  new Set([...faulty.values()].flatMap(({ lacks }) => [...lacks]));

async function keepGood(
  { content, held }: ContentState,
  keys: ReadonlySet<string>,
  lastGood: LastGood,
): Promise<void> {
  const changes = new Map<string, View<ContentType> | null>();
  for (const key of keys)
    if (parseEntryKey(key) !== undefined) changes.set(key, viewAt(content, key) ?? null);
  const isComplete = [...held.values()].every(({ isUnknown }) => !isUnknown);
  if (changes.size > 0 || !lastGood.isComplete()) await lastGood.keep(changes, isComplete);
}
