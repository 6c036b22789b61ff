import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useEffect, useRef, useState } from 'react';
import type { VersionSummary } from '../../history/contract';
import type { EntryStatus } from '../../live-status/contract';
import { MoreOf } from '../live-status/PageList';
import { type PanelProps, useEntryStatus } from '../live-status/use-entry-status';
import { toClock } from '../live-status/wording';
import { CompareDialog } from './CompareDialog';
import { type HistoryEntry, messageOf, useEntryHistoryQuery } from './history-api';
import { type ShownVersion, toLiveText, toNames } from './version-wording';

/** Versions that stand in the panel; the dialog has them all. */
const named = 5;

/** Panel beside the form: the versions that were published, newest first. */
export function HistoryPanel(props: PanelProps) {
  return { title: 'History', content: <History {...props} /> };
}

function History(props: PanelProps) {
  const followed = useEntryStatus(props);
  const id = props.document?.documentId ?? props.documentId;
  if (followed === undefined || id === undefined) return <Typography>Not saved yet.</Typography>;
  const entry = {
    uid: props.model,
    documentId: id,
    locale: props.document?.locale ?? null,
    // What is live changes without a save.
    revision: `${props.document?.updatedAt} ${followed.data?.savedAt} ${JSON.stringify(followed.data?.state ?? '')}`,
  };
  return <Versions entry={entry} status={followed.data} />;
}

interface VersionsProps {
  entry: HistoryEntry;
  /** What visitors see of it; undefined while that is not known. */
  status: EntryStatus | undefined;
}

function Versions({ entry, status }: VersionsProps) {
  const { data, error } = useEntryHistoryQuery(entry);
  const [compared, setCompared] = useState<VersionSummary>();
  const opener = useRef<HTMLElement | null>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    // The dialog has no trigger of its own to give the focus back to.
    if (wasOpen.current && compared === undefined) opener.current?.focus();
    wasOpen.current = compared !== undefined;
  }, [compared]);
  if (error !== undefined) return <Typography>{messageOf(error)}</Typography>;
  if (data === undefined) return <Typography>Looking for versions …</Typography>;
  const { mayRestore } = data;
  const versions = withShown(data.versions, status);
  return (
    <Flex
      tag="section"
      aria-label="History"
      direction="column"
      alignItems="stretch"
      gap={3}
      width="100%"
    >
      {versions.length === 0 ? <Typography>There are no versions of this entry.</Typography> : null}
      <Flex tag="ol" direction="column" alignItems="stretch" gap={3}>
        {versions.slice(0, named).map((version) => (
          <Box tag="li" key={version.id}>
            <Typography tag="p" fontWeight="bold">
              {version.action === 'delete' ? 'Deleted ' : ''}
              {toClock(version.time)}
            </Typography>
            <Typography tag="p" variant="pi" textColor="neutral600">
              {toNames(version)} · {toLiveText(version)}
            </Typography>
          </Box>
        ))}
      </Flex>
      <MoreOf count={versions.length - named} what="versions" />
      {versions[0] === undefined ? null : (
        <Button
          fullWidth
          variant="tertiary"
          onClick={({ currentTarget }: { currentTarget: HTMLElement }) => {
            opener.current = currentTarget;
            setCompared(versions[0]);
          }}
        >
          Compare and restore
        </Button>
      )}
      {compared === undefined ? null : (
        <CompareDialog
          entry={entry}
          versions={versions}
          mayRestore={mayRestore}
          onClose={() => setCompared(undefined)}
        />
      )}
    </Flex>
  );
}

/** The latest one that was published is what visitors see, as long as it is not taken off the site. */
function withShown(
  versions: readonly VersionSummary[],
  status: EntryStatus | undefined,
): ShownVersion[] {
  const published = status?.state.name === 'modified' ? status.state.published : status?.state;
  const latest = versions.find(({ action }) => action === 'publish');
  return versions.map((version) =>
    version === latest && status && published?.name === 'live'
      ? { ...version, isShown: status.isShown }
      : version,
  );
}
