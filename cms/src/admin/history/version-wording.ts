import type { LeftOut, VersionSummary } from '../../history/contract';
import { toClock } from '../live-status/wording';

/** Whether visitors have seen a version: "live in release 00000012-g34". */
export function toLiveText({ action, liveAt, release }: VersionSummary): string {
  if (action === 'delete') return 'the draft when it was deleted';
  if (liveAt === null) return 'never live';
  return release === null ? `live since ${toClock(liveAt)}` : `live in release ${release}`;
}

/** Who published or deleted a version, and who wrote it if that was somebody else. */
export function toNames({ actor, writer }: VersionSummary): string {
  const name = actor ?? 'The CMS itself';
  const isOwn = writer === null || writer === actor || `${writer}, scheduled` === actor;
  return isOwn ? name : `${name}, written by ${writer}`;
}

/** A version in one line, as a list to choose from shows it. */
export const toOptionText = (version: VersionSummary): string =>
  `${version.action === 'delete' ? 'Deleted ' : ''}${toClock(version.time)}, ${toNames(version)}, ${toLiveText(version)}`;

/** What was left out, for a message. */
export const toSentence = (leftOut: readonly LeftOut[]): string =>
  leftOut.length === 0
    ? 'Nothing was left out.'
    : `Left out: ${leftOut.map(({ label, reason }) => `${label} ${reason}`).join(' ')}`;
