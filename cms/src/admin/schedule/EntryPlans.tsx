import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useRef, useState } from 'react';
import type { ActionName, EntrySchedule, ScheduledAction } from '../../schedule/contract';
import { ActionLine } from './ActionLine';
import { TimeForm } from './TimeForm';
import type { ScheduleCalls } from './use-schedule';
import { actionWords } from './wording';

const actionNames = ['publish', 'unpublish'] as const;

interface Props {
  schedule: EntrySchedule;
  calls: ScheduleCalls;
}

/** What is planned for an entry and what came of the last plan, with what one can do about it. */
export function EntryPlans({ schedule: { planned, last, mayPlan }, calls }: Props) {
  const [open, setOpen] = useState<ActionName>();
  const [refusal, setRefusal] = useState<string>();
  const place = useRef<HTMLDivElement>(null);
  // What had the focus is gone by then.
  const close = () => {
    setOpen(undefined);
    place.current?.focus();
  };
  const cancel = async (id: number) => {
    setRefusal(await calls.cancel(id));
    place.current?.focus();
  };
  const planOf = (action: ActionName) => planned.find((each) => each.action === action);
  const formOf = (action: ActionName, before?: ScheduledAction) => (
    <TimeForm
      action={action}
      instant={before?.dueAt}
      onClose={close}
      onPlan={async (time) => {
        const reason = await (before ? calls.change(before.id, time) : calls.plan(action, time));
        if (reason === undefined) close();
        return reason;
      }}
    />
  );
  return (
    <>
      <Box ref={place} tabIndex={-1} role="status">
        <Flex direction="column" alignItems="stretch" gap={3}>
          {last === null ? null : <ActionLine action={last} />}
          {planned.map((action) => (
            <ActionLine key={action.id} action={action} />
          ))}
          {planned.length > 0 || last !== null ? null : (
            <Typography>Nothing is planned.</Typography>
          )}
        </Flex>
      </Box>
      {refusal === undefined ? null : (
        <Typography tag="p" role="alert" textColor="danger600">
          {refusal}
        </Typography>
      )}
      {mayPlan ? (
        <Flex direction="column" alignItems="stretch" gap={2}>
          {last?.state !== 'failed' ? null : (
            <Button variant="tertiary" onClick={() => void cancel(last.id)}>
              Dismiss the failure
            </Button>
          )}
          {actionNames.map((action) => {
            const before = planOf(action);
            const { todo, noun } = actionWords[action];
            if (open === action) return <Box key={action}>{formOf(action, before)}</Box>;
            if (before === undefined)
              return (
                <Button key={action} variant="secondary" onClick={() => setOpen(action)}>
                  {todo} at …
                </Button>
              );
            return (
              <Flex key={action} gap={2} wrap="wrap">
                <Button variant="secondary" onClick={() => setOpen(action)}>
                  Change {noun.toLowerCase()}
                </Button>
                <Button variant="tertiary" onClick={() => void cancel(before.id)}>
                  Cancel {noun.toLowerCase()}
                </Button>
              </Flex>
            );
          })}
        </Flex>
      ) : (
        <Typography tag="p" variant="pi" textColor="neutral600">
          Whoever may publish this entry can plan, change and cancel.
        </Typography>
      )}
    </>
  );
}
