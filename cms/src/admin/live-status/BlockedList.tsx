import { Box, Flex, Typography } from '@strapi/design-system';
import type { Blocked } from '../../live-status/contract';
import { EntryAnchor, PageAnchor } from './Anchors';
import { MoreOf } from './PageList';

interface BlockedListProps {
  blocked: readonly Blocked[];
  /** Document id of the entry beside which the list stands, which needs no link to itself. */
  here?: string | undefined;
}

/** What is wrong: why, which field has to be changed where, and which pages it is about. */
export function BlockedList({ blocked, here }: BlockedListProps) {
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
      {blocked.map(({ pages, pageCount, isHeld, reason, field, entry }) => (
        <Box tag="li" key={reason}>
          <Typography tag="p">{reason}</Typography>
          {field === null ? null : (
            <Typography tag="p" variant="pi" textColor="neutral600">
              Field: {field}
            </Typography>
          )}
          {entry === null || entry.link.documentId === here ? null : (
            <Box paddingTop={1}>
              <EntryAnchor link={entry.link}>Open “{entry.title}”</EntryAnchor>
            </Box>
          )}
          {pageCount === 0 ? null : (
            <Typography tag="p" variant="pi" textColor="neutral600" paddingTop={1}>
              {toHeading(isHeld, pageCount)}
            </Typography>
          )}
          {pages.map(({ path, url }) => (
            <Box key={path} paddingTop={1}>
              <PageAnchor url={url}>{path}</PageAnchor>
            </Box>
          ))}
          <MoreOf count={pageCount - pages.length} what="pages" />
        </Box>
      ))}
    </Flex>
  );
}

function toHeading(isHeld: boolean, pageCount: number): string {
  if (!isHeld) return pageCount === 1 ? 'It is on this page:' : 'It is on these pages:';
  return pageCount === 1 ? 'This page stays as it was:' : 'These pages stay as they were:';
}
