import { Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { EntryProps } from '../content-manager/saved-entry';
import { WideDialog } from '../design/WideDialog';
import { BlockingWarning, HindranceLine } from './BlockedPages';
import { ChangesView } from './ChangesView';
import { CheckFailure } from './CheckFailure';
import { usePublishCheck } from './use-publish-check';

interface Props {
  entry: EntryProps;
  onClose(): void;
}

/** What publishing the saved draft would change, on every page that it touches. */
export function ChangesDialog({ entry, onClose }: Props) {
  const [isWhole, setIsWhole] = useState(false);
  const { check, error, retry } = usePublishCheck(entry, isWhole);
  return (
    <WideDialog title="What will change" onClose={onClose}>
      {error !== undefined ? (
        <CheckFailure error={error} onRetry={retry} />
      ) : check === undefined ? (
        <Typography role="status">Looking at the pages …</Typography>
      ) : (
        <Flex direction="column" alignItems="stretch" gap={6}>
          <HindranceLine check={check} />
          <BlockingWarning check={check} />
          <ChangesView check={check} onWhole={() => setIsWhole(true)} />
        </Flex>
      )}
    </WideDialog>
  );
}
