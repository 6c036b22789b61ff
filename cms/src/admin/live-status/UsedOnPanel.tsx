import { Box, Flex, Typography } from '@strapi/design-system';
import type { EntryStatus } from '../../live-status/contract';
import { EntryAnchor, PageAnchor } from './Anchors';
import { MoreOf, PageList } from './PageList';
import { type PanelProps, useEntryStatus } from './use-entry-status';

/** Panel beside the form: the pages that show this entry, for visitors and in drafts. */
export function UsedOnPanel(props: PanelProps) {
  return { title: 'Used on', content: <UsedOn {...props} /> };
}

function UsedOn(props: PanelProps) {
  const followed = useEntryStatus(props);
  if (followed === undefined) return <Typography>Not saved yet.</Typography>;
  if (followed.data === undefined)
    return <Typography>{followed.error ?? 'Asking the live site …'}</Typography>;
  const { published, drafts, draftCount } = followed.data;
  const listed = new Set(drafts.map(({ path }) => path));
  const others = 'error' in published ? published : withoutListed(published, listed);
  return (
    <Flex
      tag="section"
      aria-label="Used on"
      direction="column"
      alignItems="stretch"
      gap={3}
      width="100%"
    >
      {drafts.length === 0 ? null : (
        <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
          {drafts.map(({ link, title, path }) => (
            <Box tag="li" key={link.documentId}>
              <EntryAnchor link={link}>{title}</EntryAnchor>
              <ShownAt published={published} path={path} />
            </Box>
          ))}
        </Flex>
      )}
      <MoreOf count={draftCount - drafts.length} what="pages" />
      {'error' in others || others.count > 0 || drafts.length === 0 ? (
        <PageList published={others} />
      ) : null}
    </Flex>
  );
}

/** Whether visitors see the entry on a page whose draft lists it, and where. */
function ShownAt({
  published,
  path,
}: {
  published: EntryStatus['published'];
  path: string | null;
}) {
  const page =
    'error' in published ? undefined : published.pages.find((each) => each.path === path);
  return (
    <Typography tag="p" variant="pi" textColor="neutral600" paddingTop={1}>
      {page ? (
        <PageAnchor url={page.url}>{page.path}</PageAnchor>
      ) : 'error' in published ? (
        'In the draft.'
      ) : (
        'In the draft; visitors do not see it there.'
      )}
    </Typography>
  );
}

function withoutListed(
  { pages, count }: Exclude<EntryStatus['published'], { error: string }>,
  listed: ReadonlySet<string | null>,
): EntryStatus['published'] {
  const others = pages.filter(({ path }) => !listed.has(path));
  return { pages: others, count: count - (pages.length - others.length) };
}
