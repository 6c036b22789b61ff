import type { Core } from '@strapi/strapi';
import type { PublisherView } from './follow-publisher';
import { type StuckEntry, stuckEntries } from './stuck-entries';

/** Writes down when the live site was first seen to show a change. */
export function createLiveMarker(strapi: Core.Strapi) {
  let marked = '';
  /** Whether the publisher has been heard without a gap since the last time. */
  let isFollowing = false;
  return async ({ status, isReachable }: PublisherView): Promise<void> => {
    if (!isReachable) isFollowing = false;
    if (!isReachable || !status || status.liveGeneration === null) return;
    const { liveGeneration, releaseTime } = status;
    // What went live while nobody listened did so when its release was made, at the latest.
    const liveAt = !isFollowing && releaseTime !== null ? new Date(releaseTime) : new Date();
    const stuck = stuckEntries(status);
    const key = JSON.stringify([liveGeneration, stuck]);
    if (key !== marked)
      await strapi.db.query('api::publishing.content-change').updateMany({
        where: {
          generation: { $lte: liveGeneration },
          liveAt: null,
          time: { $notNull: true },
          ...(stuck.length > 0
            ? { $or: [{ entryId: null }, { $not: { $or: filters(stuck) } }] }
            : {}),
        },
        data: { liveAt },
      });
    marked = key;
    isFollowing = true;
  };
}

/** Finds the changes of stuck entries; one filter a locale, since databases limit how many there may be. */
function filters(stuck: readonly StuckEntry[]): object[] {
  return [...new Set(stuck.map(({ locale }) => locale))].map((locale) => ({
    entryId: {
      $in: stuck.filter((entry) => entry.locale === locale).map(({ documentId }) => documentId),
    },
    ...(locale === null ? {} : { $or: [{ localeCode: locale }, { localeCode: null }] }),
  }));
}
