import type { Core } from '@strapi/strapi';
import type { RecordedChange } from '../api/publishing/content-generation';
import { markVersionsLive } from '../history/mark-versions-live';
import { confirmedGeneration } from './confirmed-generation';
import type { PublisherView } from './follow-publisher';
import { isHeldBack } from './held-back';

const changeUid = 'api::publishing.content-change';
/** Changes looked at one by one while something is blocked. */
const largestLook = 200;

/** Writes down when the live site was first seen to show a change. */
export function createLiveMarker(strapi: Core.Strapi, publisherUrl: string) {
  /** Id of the change up to which all are marked. */
  let marked: string | null = null;
  /** Whether the publisher has been heard without a gap since the last time. */
  let isFollowing = false;
  return async ({ status, isReachable }: PublisherView): Promise<void> => {
    if (!isReachable) isFollowing = false;
    if (!isReachable || !status) return;
    const liveGeneration = await confirmedGeneration(strapi, status);
    if (liveGeneration === null) return;
    const { liveChangeId, release, releaseTime, blocked, removals } = status;
    // What went live while nobody listened did so when its release was made, at the latest.
    const liveAt = !isFollowing && releaseTime !== null ? new Date(releaseTime) : new Date();
    isFollowing = true;
    const isFree = removals === null && blocked.every(({ isHeld }) => !isHeld);
    if (isFree && marked === liveChangeId) return;
    const unseen = { generation: { $lte: liveGeneration }, liveAt: null, time: { $notNull: true } };
    const changes = strapi.db.query(changeUid);
    const seen = { generation: liveGeneration, liveAt, release };
    if (isFree) {
      await changes.updateMany({ where: unseen, data: { liveAt } });
      await markVersionsLive(strapi, seen);
    } else {
      const waiting: RecordedChange[] = await changes.findMany({
        where: unseen,
        orderBy: { generation: 'desc' },
        limit: largestLook,
      });
      const shown: number[] = [];
      for (const change of waiting)
        if (!(await isHeldBack(publisherUrl, change))) shown.push(change.generation);
      if (shown.length > 0) {
        await changes.updateMany({ where: { generation: { $in: shown } }, data: { liveAt } });
        await markVersionsLive(strapi, { ...seen, among: shown });
      }
    }
    // While something is blocked it is looked again with every word of the publisher.
    marked = isFree ? liveChangeId : null;
  };
}
