import { Box, Flex, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import type { EntryAction } from '../../schedule/contract';
import { EntryAnchor } from '../live-status/Anchors';
import { MoreOf } from '../live-status/PageList';
import { ActionLine } from './ActionLine';
import { useSiteSchedule } from './use-schedule';
import { actionWords, toDay, toTimeOfDay } from './wording';

/** What is published and unpublished by itself: what went wrong or came late, then the next ones by day. */
export function PlannedWidget() {
  const { data, error } = useSiteSchedule();
  if (error !== undefined)
    return <Widget.Error>{`The CMS does not answer: ${error}`}</Widget.Error>;
  if (data === undefined) return <Widget.Loading>Asking what is planned …</Widget.Loading>;
  const { failed, late, planned, plannedCount } = data;
  const attention = [...failed, ...late];
  return (
    <Flex role="group" aria-label="Planned" direction="column" alignItems="stretch" gap={4}>
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
      {planned.length === 0 ? <Typography>Nothing is planned.</Typography> : null}
      {[...groupByDay(planned)].map(([day, actions]) => (
        <Box key={day}>
          <Typography tag="h3" fontWeight="bold">
            {day}
          </Typography>
          <Flex tag="ul" direction="column" alignItems="stretch" gap={2} paddingTop={1}>
            {actions.map((action) => (
              <Typography tag="li" key={action.id}>
                {toTimeOfDay(action.dueAt)} {actionWords[action.action].todo}:{' '}
                <Entry action={action} />
              </Typography>
            ))}
          </Flex>
        </Box>
      ))}
      <MoreOf count={plannedCount - planned.length} what="plans" />
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

function groupByDay(actions: readonly EntryAction[]): Map<string, EntryAction[]> {
  const days = new Map<string, EntryAction[]>();
  for (const action of actions) {
    const day = toDay(action.dueAt);
    days.set(day, [...(days.get(day) ?? []), action]);
  }
  return days;
}
