import type { LeftOut, VersionSummary } from '../../history/contract';
import { toClock, unshown } from '../live-status/wording';

/** A version with what visitors see of it now, which is known of what is published alone. */
export interface ShownVersion extends VersionSummary {
  isShown?: boolean;
}

/** What became of a version: "live in release 00000012-g34". */
export function toLiveText({ action, liveAt, release, isShown }: ShownVersion): string {
  if (action === 'delete') return 'the draft when it was deleted';
  if (liveAt === null) return 'never live';
  if (isShown === false) return unshown.toLowerCase();
  // Of what is not published any more nobody knows whether a page showed it.
  if (isShown === undefined)
    return release === null ? `on the site at ${toClock(liveAt)}` : `in release ${release}`;
  return release === null ? `live since ${toClock(liveAt)}` : `live in release ${release}`;
}

/** Who published or deleted a version, and who wrote it if that was somebody else. */
export function toNames({ actor, writer }: VersionSummary): string {
  const name = actor ?? 'The CMS itself';
  const isOwn = writer === null || writer === actor || `${writer}, scheduled` === actor;
  return isOwn ? name : `${name}, written by ${writer}`;
}

/** A version in one line, as a list to choose from shows it. */
export const toOptionText = (version: ShownVersion): string =>
  `${version.action === 'delete' ? 'Deleted ' : ''}${toClock(version.time)}, ${toNames(version)}, ${toLiveText(version)}`;

/** What was left out, for a message. */
export const toSentence = (leftOut: readonly LeftOut[]): string =>
  leftOut.length === 0
    ? 'Nothing was left out.'
    : `Left out: ${leftOut.map(({ label, reason }) => `${label} ${reason}`).join(' ')}`;
