import { Box, Flex, Typography } from '@strapi/design-system';
import type { EntryState, EntryStatus } from '../../live-status/contract';
import { EntryStateView } from './EntryStateView';
import { PageList } from './PageList';
import { type PanelProps, useEntryStatus } from './use-entry-status';

/** Panel beside the form: what visitors see of this entry. It follows by itself. */
export function LiveStatusPanel(props: PanelProps) {
  return { title: 'Live status', content: <LiveStatus {...props} /> };
}

function LiveStatus(props: PanelProps) {
  const followed = useEntryStatus(props);
  return (
    <Flex
      tag="section"
      aria-label="Live status"
      direction="column"
      alignItems="stretch"
      gap={3}
      width="100%"
    >
      <Box role="status">
        <Flex direction="column" alignItems="stretch" gap={2}>
          {followed === undefined ? (
            <Typography>Not saved yet.</Typography>
          ) : followed.data ? (
            <EntryStateView
              state={followed.data.state}
              here={props.document?.documentId}
              isShown={followed.data.isShown}
            />
          ) : (
            <Typography>
              {followed.error ? `Nobody can say: ${followed.error}` : 'Asking the live site …'}
            </Typography>
          )}
        </Flex>
      </Box>
      {followed?.data && isOnSite(followed.data) && followed.data.isShown ? (
        <PageList published={followed.data.published} />
      ) : null}
    </Flex>
  );
}

/** Whether the live site follows what is published of it, so that pages can be named. */
function isOnSite({ state }: EntryStatus): boolean {
  const seen: EntryState = state.name === 'modified' ? state.published : state;
  return seen.name === 'live';
}
