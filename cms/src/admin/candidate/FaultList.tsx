import type { PageReason } from '@lectern/shared-types';
import { Flex, Typography } from '@strapi/design-system';

/** What is wrong with drafts that the CMS would not publish. */
export function FaultList({ faults }: { faults: readonly PageReason[] }) {
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
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
    </Flex>
  );
}
