import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import type { ScheduledAction } from '../../schedule/contract';
import { type Look, StateLine } from '../live-status/StateLine';
import { isTimeZone, ownTimeZone } from './time-zone';
import { actionWords, toDateAndTime, toLateness } from './wording';

const looks: Record<ScheduledAction['state'], Look> = {
  planned: 'waiting',
  done: 'live',
  failed: 'blocked',
  cancelled: 'draft',
};

/** One planned action, or what came of it: when, by whom, and why not. */
export function ActionLine({
  action,
  children,
}: {
  action: ScheduledAction;
  children?: ReactNode;
}) {
  const { state, dueAt, timeZone, plannedBy, reason, doneAt } = action;
  const { todo, done, noun } = actionWords[action.action];
  const at = toDateAndTime(dueAt);
  const elsewhere = isTimeZone(timeZone)
    ? ` for ${toDateAndTime(dueAt, timeZone)} in ${timeZone}`
    : ` in ${timeZone}`;
  const lateness = toLateness(action);
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <StateLine look={state === 'planned' && lateness !== '' ? 'unknown' : looks[state]}>
        {state === 'planned' && `${todo} on ${at}${lateness}`}
        {state === 'done' && `${done} as planned for ${at}${lateness}`}
        {state === 'failed' && `${noun} failed, planned for ${at}`}
        {state === 'cancelled' && `${noun} cancelled`}
      </StateLine>
      {reason === null ? null : <Typography tag="p">{reason}</Typography>}
      <Typography tag="p" variant="pi" textColor="neutral600">
        Planned by {plannedBy}
        {timeZone === ownTimeZone().timeZone ? '' : elsewhere}
        {state === 'done' && lateness !== '' && doneAt !== null
          ? `. Done on ${toDateAndTime(doneAt)}`
          : ''}
      </Typography>
      {children}
    </Flex>
  );
}
