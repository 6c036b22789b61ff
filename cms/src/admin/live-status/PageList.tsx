import { Box, Flex, Typography } from '@strapi/design-system';
import type { EntryStatus } from '../../live-status/contract';
import { PageAnchor } from './Anchors';

/** Pages of the live site, each with a link; or why nobody can say which. */
export function PageList({ published }: { published: EntryStatus['published'] }) {
  if ('error' in published)
    return (
      <Typography variant="pi" textColor="neutral600">
        {published.error}
      </Typography>
    );
  const { pages, count } = published;
  if (count === 0)
    return (
      <Typography variant="pi" textColor="neutral600">
        No page of the live site shows it.
      </Typography>
    );
  return <PageLinks pages={pages} count={count} />;
}

/** Links to pages of the live site, and how many more there are. */
export function PageLinks({
  pages,
  count,
}: {
  pages: readonly { path: string; url: string }[];
  count: number;
}) {
  return (
    <>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {pages.map(({ path, url }) => (
          <Box tag="li" key={path}>
            <PageAnchor url={url}>{path}</PageAnchor>
          </Box>
        ))}
      </Flex>
      <MoreOf count={count - pages.length} what="pages" />
    </>
  );
}

/** Says how many are not named. */
export function MoreOf({ count, what }: { count: number; what: string }) {
  if (count <= 0) return null;
  return (
    <Typography variant="pi" textColor="neutral600">
      and {count} more {what}
    </Typography>
  );
}
