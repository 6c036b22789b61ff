import type { Core } from '@strapi/strapi';
import { onContentChange } from '../api/publishing/content-generation';
import { environment } from '../environment';
import { draftLog } from '../preview/draft-log';
import { followPublisher, type PublisherView } from './follow-publisher';
import { hindranceOf } from './hindrance';
import { createLiveMarker } from './mark-live';
import { createRevisions } from './revisions';
import { addRoutes } from './routes';

/**
 * Follows the publisher, notes when a change was seen live, and tells the admin. Nothing of it is on
 * the way of a publish.
 */
export function createLiveStatus(strapi: Core.Strapi) {
  const { PUBLISHER_URL: publisherUrl } = environment;
  const revisions = createRevisions();
  const started = new Date();
  let follower: ReturnType<typeof followPublisher> | undefined;
  const listening: (() => void)[] = [];
  const view = (): PublisherView => follower?.view() ?? { isReachable: false, since: started };

  addRoutes(
    strapi,
    {
      strapi,
      publisherUrl,
      view,
      reachability: () => ({
        isConfigured: publisherUrl !== undefined,
        isReachable: view().isReachable,
        since: view().since.toISOString(),
      }),
    },
    revisions,
  );

  return {
    /** Why nothing goes live at the moment; null while it does. */
    hindrance: (): string | null => hindranceOf(view().status),
    start: () => {
      listening.push(onContentChange(revisions.advance), draftLog.follow(revisions.advance));
      if (publisherUrl === undefined) return;
      const markLive = createLiveMarker(strapi, publisherUrl);
      follower = followPublisher({
        url: publisherUrl,
        warn: (message) => strapi.log.warn(message),
        prepare: (view) =>
          markLive(view).catch((error: unknown) => {
            strapi.log.error(`Could not note what is live: ${error}. It is tried again.`);
          }),
        onChange: revisions.advance,
      });
    },
    stop: async () => {
      for (const end of listening) end();
      await follower?.close();
      revisions.close();
    },
  };
}
