import type { Change } from '../../live-status/contract';
import { verbOf } from '../../live-status/verb-of';
import { EntryAnchor } from '../live-status/Anchors';
import { StateLine } from '../live-status/StateLine';
import { toDuration, unshown } from '../live-status/wording';

/** What became of a change. */
export function Outcome({ change: { state, milliseconds } }: { change: Change }) {
  if (state === 'waiting') return <StateLine look="waiting">Not live yet</StateLine>;
  if (state === 'blocked') return <StateLine look="blocked">Blocked</StateLine>;
  if (state === 'unshown') return <StateLine look="draft">{unshown}</StateLine>;
  return (
    <StateLine look="live">
      {milliseconds === null ? 'Live' : `Live after ${toDuration(milliseconds)}`}
    </StateLine>
  );
}

/** What was done to what, with the way there. */
export function What({ change: { action, kind, title, entry, locale } }: { change: Change }) {
  const name = `“${title ?? '(untitled)'}”`;
  return (
    <>
      {verbOf(action)}: {kind.toLowerCase()}{' '}
      {entry === null || action === 'delete' ? (
        name
      ) : (
        <EntryAnchor link={entry}>{name}</EntryAnchor>
      )}
      {locale === null ? '' : ` (${locale})`}
    </>
  );
}
