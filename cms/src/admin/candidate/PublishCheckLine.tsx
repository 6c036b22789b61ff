import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useForm } from '@strapi/strapi/admin';
import { useRef, useState } from 'react';
import type { CheckAnswer } from '../../candidate/contract';
import type { EntryProps } from '../content-manager/saved-entry';
import { BlockedPages, HindranceLine } from './BlockedPages';
import { ChangesDialog } from './ChangesDialog';
import { CheckFailure } from './CheckFailure';
import { FaultList } from './FaultList';
import { usePublishCheck } from './use-publish-check';
import { summaryOf, warningOf } from './wording';

/** Says before a publish what would come of it; looked at again after every save. */
export function PublishCheckLine({ entry }: { entry: EntryProps }) {
  const { check, error, retry } = usePublishCheck(entry);
  const isModified = useForm('PublishCheckLine', ({ modified }) => modified);
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <Flex direction="column" alignItems="stretch" gap={2} width="100%">
      <Box role="status" aria-live="polite">
        <Flex direction="column" alignItems="stretch" gap={2}>
          {error !== undefined ? (
            <CheckFailure error={error} onRetry={retry} />
          ) : check === undefined ? (
            <Typography tag="p">Looking at the pages …</Typography>
          ) : (
            <Verdict check={check} />
          )}
          {isModified && (
            <Typography tag="p" variant="pi" textColor="neutral600">
              This is about the draft as it was saved. Save to look at what you have changed since.
            </Typography>
          )}
        </Flex>
      </Box>
      {check === undefined || check.changes.length === 0 ? null : (
        <Button ref={button} fullWidth variant="tertiary" onClick={() => setIsOpen(true)}>
          What will change
        </Button>
      )}
      {isOpen ? (
        <ChangesDialog
          entry={entry}
          onClose={() => {
            setIsOpen(false);
            // The dialog has no trigger of its own to give the focus back to.
            setTimeout(() => button.current?.focus());
          }}
        />
      ) : null}
    </Flex>
  );
}

function Verdict({ check }: { check: CheckAnswer }) {
  return (
    <>
      <HindranceLine check={check} />
      <Outcome check={check} />
    </>
  );
}

function Outcome({ check }: { check: CheckAnswer }) {
  const { blocked, faults, checked, pagesInAll } = check;
  const warning = warningOf(check);
  if (warning !== undefined)
    return (
      <>
        <Typography tag="p" fontWeight="bold" textColor="danger600">
          {warning}:
        </Typography>
        <BlockedPages blocked={blocked} />
      </>
    );
  if (faults.length > 0) return <FaultList faults={faults} />;
  return (
    <>
      <Typography tag="p">
        {checked < pagesInAll
          ? `Nothing stands in the way of publishing on the first ${checked} of ${pagesInAll} pages.`
          : 'Nothing stands in the way of publishing.'}
      </Typography>
      <Typography tag="p">{summaryOf(check)}</Typography>
    </>
  );
}
