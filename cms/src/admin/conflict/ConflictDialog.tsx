import { Button, Flex, Typography } from '@strapi/design-system';
import { useEffect, useState } from 'react';
import { WideDialog } from '../design/WideDialog';
import { FieldComparison } from '../history/FieldComparison';
import { toClock } from '../live-status/wording';
import { type Choice, type Conflict, decideConflicts } from './conflict';

interface Open {
  conflict: Conflict;
  decide(choice: Choice): void;
}

/** Asks what to do when somebody else has saved the entry in the form meanwhile. */
export function ConflictDialog() {
  const [open, setOpen] = useState<Open>();
  useEffect(
    () =>
      decideConflicts(
        (conflict) =>
          new Promise((resolve) => {
            const decide = (choice: Choice) => {
              setOpen(undefined);
              resolve(choice);
            };
            setOpen({ conflict, decide });
          }),
      ),
    [],
  );
  return open === undefined ? null : <Decision {...open} />;
}

function Decision({ conflict, decide }: Open) {
  const { title, savedBy, savedAt, theirs, mine } = conflict;
  const who = savedBy ?? 'The CMS itself';
  const isSave = theirs !== undefined;
  return (
    <WideDialog
      title={`${who} has saved another version of “${title}”`}
      closing="Cancel"
      onClose={() => decide('neither')}
      action={
        <Flex gap={2}>
          <Button variant="secondary" onClick={() => decide('theirs')}>
            {isSave ? 'Take theirs' : 'Show it'}
          </Button>
          <Button onClick={() => decide('mine')}>{isSave ? 'Keep mine' : 'Do it anyway'}</Button>
        </Flex>
      }
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Typography tag="p">
          {`It was saved at ${toClock(savedAt)}, after you saw it here. Nothing of yours is saved yet.`}
        </Typography>
        {theirs === undefined ? null : mine ? (
          <FieldComparison names={[who, 'Yours']} before={theirs} after={mine} />
        ) : (
          <Typography tag="p">
            Yours cannot be compared: something in it is not right yet. “Keep mine” says what.
          </Typography>
        )}
      </Flex>
    </WideDialog>
  );
}
