import type { Blocked, EntryState, PublishedState, Reachability } from './contract';

/** What is known of one entry in one locale. */
export interface EntryFacts {
  isPublished: boolean;
  /** Whether the draft differs from what is published. */
  isModified: boolean;
  /** The last change that the site can show; null when there was none. */
  change: { generation: number; time: string | null; liveAt: string | null } | null;
  publisher: Reachability;
  /** Content generation that the live site was seen to show; null when nothing is known for sure. */
  confirmed: number | null;
  /** Why the site as a whole does not follow the CMS; null while it does. */
  hindrance: string | null;
  /** Why visitors do not see the entry as it is published, or still see it. */
  reasons: Blocked[];
  /** What is wrong with it although visitors see it as it is published. */
  notices: Blocked[];
}

/** What an editor is told. It says live only of what the live site was seen to show. */
export function toEntryState(facts: EntryFacts): EntryState {
  const { change, confirmed, isPublished, isModified, publisher, reasons } = facts;
  const isShown = confirmed !== null && confirmed >= (change?.generation ?? 0);
  const isGone = change === null || (isShown && (change.liveAt !== null || reasons.length === 0));
  if (!isPublished && isGone) return { name: 'draft' };
  if (!publisher.isReachable)
    return {
      name: 'unreachable',
      since: publisher.since,
      isConfigured: publisher.isConfigured,
    };
  const published = toPublishedState(facts, isShown);
  return isPublished && isModified ? { name: 'modified', published } : published;
}

function toPublishedState(
  { isPublished, change, hindrance, reasons, notices }: EntryFacts,
  isShown: boolean,
): PublishedState {
  if (!isShown && hindrance !== null)
    return {
      name: 'blocked',
      reasons: [
        { pages: [], pageCount: 0, isHeld: true, reason: hindrance, field: null, entry: null },
      ],
    };
  if (!isShown) return { name: 'publishing', since: change?.time ?? null, isRemoval: !isPublished };
  if (reasons.length > 0) return { name: 'blocked', reasons };
  return {
    name: 'live',
    since: change?.liveAt ?? null,
    milliseconds: toMilliseconds(change),
    notices,
  };
}

/** From the commit of a change until the live site was seen to show it; null while it does not. */
export function toMilliseconds(
  change: { time: string | null; liveAt: string | null } | null,
): number | null {
  if (!change?.time || !change.liveAt) return null;
  return Math.max(0, Date.parse(change.liveAt) - Date.parse(change.time));
}
