import { Box, Flex, Typography } from '@strapi/design-system';
import type { LeftOut } from '../../history/contract';

/** What restoring a version leaves out or as it is; nothing when it restores everything. */
export function LeftOutList({ leftOut }: { leftOut: readonly LeftOut[] }) {
  if (leftOut.length === 0) return null;
  return (
    <Box tag="section" aria-label="Left out">
      <Typography tag="p" fontWeight="bold">
        Restoring this version leaves out:
      </Typography>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={1} paddingTop={1}>
        {leftOut.map(({ label, reason }) => (
          <Typography tag="li" key={`${label} ${reason}`}>
            {label} {reason}
          </Typography>
        ))}
      </Flex>
    </Box>
  );
}
