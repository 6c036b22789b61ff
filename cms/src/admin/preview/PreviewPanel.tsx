import { Button, Flex, Typography } from '@strapi/design-system';
import { Eye } from '@strapi/icons';
import { useCallback, useRef } from 'react';
import { createPortal } from 'react-dom';
import { PublishCheckLine } from '../candidate/PublishCheckLine';
import { type EntryProps, savedEntry } from '../content-manager/saved-entry';
import { PreviewPane } from './PreviewPane';
import { changePane, usePane } from './pane-state';

/** Panel beside the form: opens the preview, and says what publishing would come to. */
export function PreviewPanel(props: EntryProps) {
  return { title: 'Preview', content: <Preview {...props} /> };
}

function Preview(props: EntryProps) {
  const { isOpen } = usePane();
  const button = useRef<HTMLButtonElement>(null);
  const close = useCallback(() => {
    changePane({ isOpen: false });
    button.current?.focus();
  }, []);
  const entry = savedEntry(props);
  if (entry === undefined) return <Typography>Save the entry to see it on the page.</Typography>;
  const { uid, documentId, locale } = entry;
  return (
    <Flex
      tag="section"
      aria-label="Preview"
      direction="column"
      alignItems="stretch"
      gap={3}
      width="100%"
    >
      <Button
        ref={button}
        fullWidth
        variant="secondary"
        startIcon={<Eye />}
        aria-expanded={isOpen}
        onClick={() => (isOpen ? close() : changePane({ isOpen: true }))}
      >
        Preview
      </Button>
      <PublishCheckLine entry={props} />
      {isOpen &&
        createPortal(
          <PreviewPane key={`${uid} ${documentId} ${locale}`} entry={entry} onClose={close} />,
          document.body,
        )}
    </Flex>
  );
}
