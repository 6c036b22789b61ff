import { Box, Flex, Typography } from '@strapi/design-system';
import { useForm } from '@strapi/strapi/admin';
import { BlockedPages } from './BlockedPages';
import type { SavedEntry } from './entry';
import { type PublishCheck, usePublishCheck, warningOf } from './use-publish-check';

/** Says before a publish what would come of it; looked at again after every save. */
export function PublishCheckLine({ entry }: { entry: SavedEntry }) {
  const { check, error } = usePublishCheck(entry);
  const isModified = useForm('PublishCheckLine', ({ modified }) => modified);
  return (
    <Box role="status" aria-live="polite" width="100%">
      <Flex direction="column" alignItems="stretch" gap={2}>
        {error !== undefined ? (
          <Typography tag="p">{error}</Typography>
        ) : check === undefined ? (
          <Typography tag="p">Looking at the pages …</Typography>
        ) : (
          <Verdict check={check} />
        )}
        {isModified && (
          <Typography tag="p" variant="pi" textColor="neutral600">
            Save to look at what you have changed since.
          </Typography>
        )}
      </Flex>
    </Box>
  );
}

function Verdict({ check }: { check: PublishCheck }) {
  const { pages, faults, checked, pagesInAll } = check;
  const warning = warningOf(check);
  if (warning !== undefined)
    return (
      <>
        <Typography tag="p" fontWeight="bold" textColor="danger600">
          {warning}:
        </Typography>
        <BlockedPages pages={pages} />
      </>
    );
  if (faults.length > 0)
    return (
      <>
        <Typography tag="p" fontWeight="bold">
          Not ready to be published yet:
        </Typography>
        <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
          {faults.map(({ text }) => (
            <Typography tag="li" key={text}>
              {text}
            </Typography>
          ))}
        </Flex>
      </>
    );
  return (
    <Typography tag="p">
      {checked < pagesInAll
        ? `Nothing stands in the way of publishing on the first ${checked} of ${pagesInAll} pages.`
        : 'Nothing stands in the way of publishing.'}
    </Typography>
  );
}
