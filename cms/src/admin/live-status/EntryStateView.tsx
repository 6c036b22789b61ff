import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import type { EntryState, PublishedState } from '../../live-status/contract';
import { BlockedList } from './BlockedList';
import { StateLine } from './StateLine';
import { toClock, toDuration } from './wording';

interface ViewProps<State> {
  state: State;
  /** Document id of the entry whose state it is. */
  here: string | undefined;
}

const Note = ({ children }: { children: ReactNode }) => (
  <Typography variant="pi" textColor="neutral600">
    {children}
  </Typography>
);

/** What visitors see of an entry, in words. */
export function EntryStateView({ state, here }: ViewProps<EntryState>) {
  switch (state.name) {
    case 'draft':
      return (
        <>
          <StateLine look="draft">Draft only</StateLine>
          <Note>Visitors do not see this entry.</Note>
        </>
      );
    case 'unreachable':
      return (
        <>
          <StateLine look="unknown">
            {state.isConfigured
              ? `Publisher unreachable since ${toClock(state.since)}`
              : 'No publisher is set up'}
          </StateLine>
          <Note>
            {state.isConfigured
              ? 'What is published is kept and goes live once the publisher is back. Until then nobody can say what visitors see.'
              : 'Nobody can say what visitors see. Whoever runs the CMS sets PUBLISHER_URL.'}
          </Note>
        </>
      );
    case 'modified':
      return (
        <>
          <StateLine look="modified">Changes not published</StateLine>
          <Note>Visitors see the version that was published before:</Note>
          <PublishedView state={state.published} here={here} />
        </>
      );
    default:
      return <PublishedView state={state} here={here} />;
  }
}

function PublishedView({ state, here }: ViewProps<PublishedState>) {
  switch (state.name) {
    case 'publishing':
      return (
        <>
          <StateLine look="waiting">
            {state.isRemoval ? 'Being taken off the site' : 'Publishing'}
          </StateLine>
          <Note>
            {state.since === null ? '' : `Since ${toClock(state.since)}. `}
            {state.isRemoval ? 'Visitors still see it.' : 'Visitors do not see it yet.'}
          </Note>
        </>
      );
    case 'live':
      return (
        <>
          <StateLine look="live">
            {state.since === null ? 'Live' : `Live since ${toClock(state.since)}`}
            {state.milliseconds === null ? '' : ` (${toDuration(state.milliseconds)})`}
          </StateLine>
          {state.notices.length === 0 ? null : (
            <>
              <StateLine look="unknown">Not right all the same</StateLine>
              <BlockedList blocked={state.notices} here={here} />
            </>
          )}
        </>
      );
    case 'blocked':
      return (
        <Flex direction="column" alignItems="stretch" gap={2}>
          <StateLine look="blocked">Blocked</StateLine>
          <BlockedList blocked={state.reasons} here={here} />
        </Flex>
      );
  }
}
