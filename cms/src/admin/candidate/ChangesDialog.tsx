import { Button, Flex, Modal, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { EntryProps } from '../content-manager/saved-entry';
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
    <Modal.Root open onOpenChange={(isOpen: boolean) => isOpen || onClose()}>
      <Modal.Content
        style={{ width: 'min(96rem, 94vw)', maxWidth: 'none' }}
        aria-describedby={undefined}
      >
        <Modal.Header>
          <Modal.Title>What will change</Modal.Title>
        </Modal.Header>
        <Modal.Body>
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
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            Close
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}
