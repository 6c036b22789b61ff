import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import type { EntryState, PublishedState } from '../../live-status/contract';
import { BlockedList } from './BlockedList';
import { StateLine } from './StateLine';
import { toClock, toDuration, unshown } from './wording';

interface ViewProps<State> {
  state: State;
  /** Document id of the entry whose state it is. */
  here: string | undefined;
  /** False where it is known that no page of the live site shows any version of it. */
  isShown: boolean;
}

const Note = ({ children }: { children: ReactNode }) => (
  <Typography variant="pi" textColor="neutral600">
    {children}
  </Typography>
);

/** What visitors see of an entry, in words. */
export function EntryStateView(props: ViewProps<EntryState>) {
  const { state, isShown } = props;
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
          {isShown ? <Note>Visitors see the version that was published before:</Note> : null}
          <PublishedView {...props} state={state.published} />
        </>
      );
    default:
      return <PublishedView {...props} state={state} />;
  }
}

function PublishedView({ state, here, isShown }: ViewProps<PublishedState>) {
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
          {isShown ? (
            <StateLine look="live">
              {state.since === null ? 'Live' : `Live since ${toClock(state.since)}`}
              {state.milliseconds === null ? '' : ` (${toDuration(state.milliseconds)})`}
            </StateLine>
          ) : (
            <>
              <StateLine look="draft">{unshown}</StateLine>
              <Note>Visitors see it once a page that lists it is published.</Note>
            </>
          )}
          {state.notices.length === 0 ? null : (
            <>
              <StateLine look="unknown">Live, with a fault</StateLine>
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
