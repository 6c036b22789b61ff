import { Typography } from '@strapi/design-system';
import { BlockedList } from '../live-status/BlockedList';
import { MoreOf } from '../live-status/PageList';
import { WidgetBody } from './WidgetBody';

/** What stays as it was because something is wrong, with the way to what has to be changed. */
export function BlockedWidget() {
  return (
    <WidgetBody>
      {({ publisher, blocked, blockedCount }) => (
        <div role="status">
          {!publisher.isReachable ? (
            <Typography>Nobody can say while the publisher is unreachable.</Typography>
          ) : blocked.length === 0 ? (
            <Typography>Nothing is blocked.</Typography>
          ) : (
            <>
              <BlockedList blocked={blocked} />
              <MoreOf count={blockedCount - blocked.length} what="reasons" />
            </>
          )}
        </div>
      )}
    </WidgetBody>
  );
}
