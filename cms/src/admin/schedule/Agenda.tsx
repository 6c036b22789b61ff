import { Box, Flex, TextButton, Typography } from '@strapi/design-system';
import type { EntryAction, SiteSchedule } from '../../schedule/contract';
import { EntryAnchor } from '../live-status/Anchors';
import { MoreOf } from '../live-status/PageList';
import { ActionLine } from './ActionLine';
import { actionWords, toDay, toIsoDay, toTimeOfDay } from './wording';

interface Props {
  schedule: SiteSchedule;
  /** How many plans there are, by day: `2026-03-29`. */
  counts: ReadonlyMap<string, number>;
  /** The day that is shown alone. */
  chosen: string | undefined;
  onShowAll(): void;
}

/** What went wrong or came late, then what is planned, by day. */
export function Agenda({ schedule, counts, chosen, onShowAll }: Props) {
  const { failed, late, planned, plannedTimes } = schedule;
  const attention = [...failed, ...late];
  const byDay = Map.groupBy(planned, ({ dueAt }) => toIsoDay(dueAt));
  const days = chosen === undefined ? [...byDay.keys()] : [chosen];
  const shown = days.flatMap((day) => byDay.get(day) ?? []);
  const count = chosen === undefined ? plannedTimes.length : (counts.get(chosen) ?? 0);
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {attention.length === 0 ? null : (
        <Flex tag="ul" aria-label="Failed or late" direction="column" alignItems="stretch" gap={3}>
          {attention.map((action) => (
            <Box tag="li" key={action.id}>
              <Typography tag="p">
                <Entry action={action} />
              </Typography>
              <ActionLine action={action} />
            </Box>
          ))}
        </Flex>
      )}
      {days.map((day) => (
        <Box key={day}>
          <Flex justifyContent="space-between" gap={2} wrap="wrap">
            <Typography tag="h3" fontWeight="bold">
              {/* A day without a time is read as one of universal time. */}
              {toDay(day, 'UTC')}
            </Typography>
            {chosen === undefined ? null : <TextButton onClick={onShowAll}>Show all</TextButton>}
          </Flex>
          <Plans actions={byDay.get(day) ?? []} />
        </Box>
      ))}
      {count === 0 ? <Typography>Nothing is planned.</Typography> : null}
      <MoreOf count={count - shown.length} what="plans" />
    </Flex>
  );
}

function Plans({ actions }: { actions: readonly EntryAction[] }) {
  if (actions.length === 0) return null;
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={2} paddingTop={1}>
      {actions.map((action) => (
        <Typography tag="li" key={action.id}>
          {toTimeOfDay(action.dueAt)} {actionWords[action.action].todo}: <Entry action={action} />
        </Typography>
      ))}
    </Flex>
  );
}

function Entry({ action: { kind, title, link } }: { action: EntryAction }) {
  return (
    <>
      {kind.toLowerCase()} <EntryAnchor link={link}>“{title}”</EntryAnchor>
      {link.locale === null ? '' : ` (${link.locale})`}
    </>
  );
}
