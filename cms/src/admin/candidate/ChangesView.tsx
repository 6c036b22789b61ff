import type { ChangedPage, ChangedPages, PublishCheck } from '@lectern/shared-types';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { PageAnchor } from '../live-status/Anchors';
import { MoreOf } from '../live-status/PageList';
import { PageChangesTable } from './PageChangesTable';
import { headingOf, isHeldBack, summaryOf } from './wording';

/** Pages of one group that are named. */
const named = 20;

interface Props {
  check: PublishCheck;
  /** Called when all pages are to be looked at, and not the first of them alone. */
  onWhole(): void;
}

/** What readers would see that they do not see now: pages that change in the same way together. */
export function ChangesView({ check, onWhole }: Props) {
  const { changes, checked, pagesInAll } = check;
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <Typography tag="p" role="status" fontWeight="bold">
        {summaryOf(check)}
      </Typography>
      {checked < pagesInAll ? (
        <Flex gap={4} wrap="wrap">
          <Typography tag="p">
            Looked at the first {checked} of {pagesInAll} pages.
          </Typography>
          <Button variant="secondary" onClick={onWhole}>
            Look at all {pagesInAll}
          </Button>
        </Flex>
      ) : null}
      {changes.map((group) => (
        <Group key={`${group.change} ${group.pages[0]?.path}`} group={group} />
      ))}
    </Flex>
  );
}

function Group({ group }: { group: ChangedPages }) {
  const { pages, sections } = group;
  const heading = headingOf(group);
  return (
    <Box tag="article">
      <Typography tag="h3" variant="delta" fontWeight="bold">
        {heading}
      </Typography>
      <Flex tag="ul" direction="column" alignItems="flex-start" gap={1} paddingTop={2}>
        {pages.slice(0, named).map((page) => (
          <li key={page.path}>
            <Address page={page} />
          </li>
        ))}
      </Flex>
      <MoreOf count={pages.length - named} what="pages" />
      {sections.length === 0 ? null : (
        <Box paddingTop={3}>
          <PageChangesTable label={heading} sections={sections} isHeldBack={isHeldBack(pages)} />
        </Box>
      )}
    </Box>
  );
}

function Address({ page: { path, liveUrl, isBlocked } }: { page: ChangedPage }) {
  const from = liveUrl === null ? path : new URL(liveUrl).pathname;
  return (
    <>
      {liveUrl === null ? (
        <Typography>{path}</Typography>
      ) : (
        <PageAnchor url={liveUrl}>{from}</PageAnchor>
      )}
      {from === path ? null : <Typography> becomes {path}</Typography>}
      {isBlocked ? (
        <Typography textColor="danger600"> stays as it is: something on it is wrong</Typography>
      ) : null}
    </>
  );
}
