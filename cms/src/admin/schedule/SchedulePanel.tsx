import { Flex, Typography } from '@strapi/design-system';
import type { PanelProps } from '../live-status/use-entry-status';
import { EntryPlans } from './EntryPlans';
import { useEntrySchedule } from './use-schedule';

/** Panel beside the form: when the entry is published and unpublished by itself. */
export function SchedulePanel(props: PanelProps) {
  return { title: 'Schedule', content: <Schedule {...props} /> };
}

function Schedule(props: PanelProps) {
  const schedule = useEntrySchedule(props);
  if (schedule === undefined)
    return <Typography>Save the entry to plan when it is published.</Typography>;
  const { followed, calls } = schedule;
  const { documentId, locale } = props.document ?? {};
  return (
    <Flex
      tag="section"
      aria-label="Schedule"
      direction="column"
      alignItems="stretch"
      gap={3}
      width="100%"
    >
      {followed.data === undefined ? (
        <Typography role="status">
          {followed.error ? `Nobody can say: ${followed.error}` : 'Asking what is planned …'}
        </Typography>
      ) : (
        <EntryPlans key={`${documentId} ${locale}`} schedule={followed.data} calls={calls} />
      )}
    </Flex>
  );
}
