import { Box, Button, Dialog, Flex, Typography } from '@strapi/design-system';
import { ConfirmDialog, getFetchClient } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { Removals } from '../../live-status/contract';
import { PageLinks } from '../live-status/PageList';

interface Props {
  removals: Removals;
  mayConfirm: boolean;
}

/** Pages that are gone from the CMS and too many to go from the site unasked, and who decides. */
export function RemovalsPart({ removals, mayConfirm }: Props) {
  const [failure, setFailure] = useState<string>();
  const { id, pages, pageCount, languages } = removals;
  const count = pageCount === 1 ? '1 page' : `${pageCount} pages`;
  const what = languages.length > 0 ? `${languages.join(' and ')} (${count})` : count;
  const confirm = async () => {
    setFailure(undefined);
    try {
      await getFetchClient().post('/live-status/removals', { id });
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Typography tag="p">
        {languages.length > 0
          ? `The settings ("Site") of ${languages.join(', ')} are not published any more: the language goes from the site as a whole. `
          : 'The CMS has lost so many pages within a day that they stay on the site until somebody has looked. '}
        Everything else goes live as always.
      </Typography>
      <PageLinks pages={pages} count={pageCount} />
      {failure === undefined ? null : <Typography textColor="danger600">{failure}</Typography>}
      {mayConfirm ? (
        <Box>
          <Dialog.Root>
            <Dialog.Trigger>
              <Button variant="danger-light">Take {what} off the site</Button>
            </Dialog.Trigger>
            <ConfirmDialog onConfirm={confirm}>
              Visitors will not find these pages any more. To keep them, publish them again instead.
            </ConfirmDialog>
          </Dialog.Root>
        </Box>
      ) : (
        <Typography tag="p" textColor="neutral600">
          An administrator confirms here that they go. To keep them, publish them again.
        </Typography>
      )}
    </Flex>
  );
}
