import type { PublishCheck } from '@lectern/shared-types';
import { Box, Flex, Typography } from '@strapi/design-system';
import type { CheckAnswer } from '../../candidate/contract';
import { warningOf } from './wording';

/** Pages that are named at once; the rest is a number. */
const named = 5;

/** Says why nothing goes live at the moment; nothing while it does. */
export function HindranceLine({ check: { hindrance } }: { check: CheckAnswer }) {
  if (hindrance === null) return null;
  return (
    <Box>
      <Typography tag="p" fontWeight="bold" textColor="danger600">
        Nothing goes live at the moment.
      </Typography>
      <Typography tag="p">{hindrance}</Typography>
      <Typography tag="p">What was published meanwhile counts as a change, too.</Typography>
    </Box>
  );
}

/** Says that publishing would block pages, which, and why; nothing when it would block none. */
export function BlockingWarning({ check }: { check: PublishCheck }) {
  const warning = warningOf(check);
  if (warning === undefined) return null;
  return (
    <Box>
      <Typography tag="p" fontWeight="bold" textColor="danger600">
        {warning}:
      </Typography>
      <BlockedPages blocked={check.blocked} />
    </Box>
  );
}

/** What would block pages, each thing once, with the pages that it is about. */
export function BlockedPages({ blocked }: Pick<PublishCheck, 'blocked'>) {
  const paths = new Map<string, string[]>();
  for (const { path, reasons } of blocked)
    for (const { text } of reasons) paths.set(text, [...(paths.get(text) ?? []), path]);
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
      {[...paths].map(([text, on]) => (
        <Box tag="li" key={text}>
          <Typography tag="p">{text}</Typography>
          <Typography tag="p" variant="pi" textColor="neutral600">
            {on.slice(0, named).join(', ')}
            {on.length > named && ` and ${on.length - named} more`}
          </Typography>
        </Box>
      ))}
    </Flex>
  );
}
