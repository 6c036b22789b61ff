import { Box, Flex, Typography } from '@strapi/design-system';
import type { PublishCheck } from './use-publish-check';

/** Pages that are named at once; the rest is a number. */
const named = 5;

/** The pages that a publish would block, each with what is wrong and where. */
export function BlockedPages({ pages }: Pick<PublishCheck, 'pages'>) {
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
      {pages.slice(0, named).map(({ path, reasons }) => (
        <Box tag="li" key={path}>
          <Typography tag="p" fontWeight="semiBold">
            {path}
          </Typography>
          {reasons.map(({ text }) => (
            <Typography tag="p" key={text}>
              {text}
            </Typography>
          ))}
        </Box>
      ))}
      {pages.length > named && (
        <Box tag="li">
          <Typography tag="p">and {pages.length - named} more</Typography>
        </Box>
      )}
    </Flex>
  );
}
