import { Button, Field, Flex, Radio, Typography } from '@strapi/design-system';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { ActionName, ChosenTime } from '../../schedule/contract';
import { toOffsetName } from '../../schedule/wall-time';
import { useChosenTime } from './use-chosen-time';
import { actionWords } from './wording';

interface Props {
  action: ActionName;
  /** The time that is planned already, ISO 8601. */
  instant?: string | undefined;
  /** Settles with why it could not be planned. */
  onPlan(time: ChosenTime): Promise<string | undefined>;
  onClose(): void;
}

/** A day, a time of day, and what they mean on the editor's clock. */
export function TimeForm({ action, instant, onPlan, onClose }: Props) {
  const { fields, change, timeZone, isTold, moments, moment, problem, chosen } =
    useChosenTime(instant);
  const [refusal, setRefusal] = useState<string>();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const plan = async () => {
    if (chosen === undefined) setRefusal(problem ?? 'Choose a day and a time of day.');
    else setRefusal(await onPlan(chosen));
  };
  // It stands within the form of the entry, which the same keys would save.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) void plan();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const { todo } = actionWords[action];
  const error = problem ?? refusal;
  return (
    <Flex
      role="group"
      aria-label={`${todo} at`}
      direction="column"
      alignItems="stretch"
      gap={3}
      onKeyDown={onKeyDown}
    >
      <Field.Root name={`schedule-${action}-date`}>
        <Field.Label>{todo} on</Field.Label>
        <Field.Input
          ref={first}
          type="date"
          value={fields.date}
          onChange={({ target }) => change({ date: target.value })}
        />
      </Field.Root>
      <Field.Root name={`schedule-${action}-time`}>
        <Field.Label>At</Field.Label>
        <Field.Input
          type="time"
          value={fields.time}
          onChange={({ target }) => change({ time: target.value })}
        />
      </Field.Root>
      <Typography tag="p" variant="pi" textColor="neutral600" role="status">
        {timeZone}
        {moment === undefined ? '' : `, ${toOffsetName(moment.offset)}`}
        {isTold ? '' : ': this browser does not tell its time zone. Choose by universal time.'}
      </Typography>
      {moments.length > 1 ? (
        <Radio.Group
          aria-label="This time comes twice, since the clocks are put back. Which is meant?"
          value={fields.offset}
          onValueChange={(offset: string) => change({ offset })}
        >
          <Typography tag="p">This time comes twice, since the clocks are put back:</Typography>
          {moments.map(({ offset }, index) => (
            <Radio.Item key={offset} value={offset}>
              {index === 0 ? 'The first' : 'The second'} ({toOffsetName(offset)})
            </Radio.Item>
          ))}
        </Radio.Group>
      ) : null}
      {error === undefined ? null : (
        <Typography tag="p" role="alert" textColor="danger600">
          {error}
        </Typography>
      )}
      <Typography tag="p" variant="pi" textColor="neutral600">
        {action === 'publish'
          ? 'What is saved by then is published. If somebody who may not publish changes it, you are asked again.'
          : 'Visitors do not see it any more from then on.'}
      </Typography>
      <Flex gap={2}>
        <Button onClick={() => void plan()}>Plan</Button>
        <Button variant="tertiary" onClick={onClose}>
          Back
        </Button>
      </Flex>
    </Flex>
  );
}
