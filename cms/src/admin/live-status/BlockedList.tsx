import { Box, Flex, Typography } from '@strapi/design-system';
import type { Blocked } from '../../live-status/contract';
import { EntryAnchor, PageAnchor } from './Anchors';

interface BlockedListProps {
  blocked: readonly Blocked[];
  /** Document id of the entry beside which the list stands, which needs no link to itself. */
  here?: string | undefined;
}

/** What is blocked: why, which field has to be changed where, and which page it holds back. */
export function BlockedList({ blocked, here }: BlockedListProps) {
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
      {blocked.map(({ page, reason, field, entry }) => (
        <Box tag="li" key={`${page?.path} ${reason}`}>
          <Typography tag="p">{reason}</Typography>
          {field === null ? null : (
            <Typography tag="p" variant="pi" textColor="neutral600">
              Field: {field}
            </Typography>
          )}
          {page === null ? null : (
            <Typography tag="p" variant="pi" textColor="neutral600">
              <PageAnchor url={page.url}>{page.path}</PageAnchor> stays as it was.
            </Typography>
          )}
          {entry === null || entry.link.documentId === here ? null : (
            <EntryAnchor link={entry.link}>Open “{entry.title}”</EntryAnchor>
          )}
        </Box>
      ))}
    </Flex>
  );
}
