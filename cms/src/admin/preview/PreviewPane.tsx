import {
  Box,
  Button,
  Flex,
  IconButton,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { Cross, ExternalLink } from '@strapi/icons';
import { useEffect, useRef, useState } from 'react';
import type { SavedEntry } from '../content-manager/saved-entry';
import { PreviewScreen } from './PreviewScreen';
import { PaneFrame, RoomForPane } from './pane-layout';
import { changePane, type Device, usePane } from './pane-state';
import { usePreviewLinks } from './use-preview-links';

interface Props {
  entry: SavedEntry;
  onClose: () => void;
}

const devices: { name: Device; label: string }[] = [
  { name: 'phone', label: 'Phone' },
  { name: 'desktop', label: 'Desktop' },
];

/** The draft beside the form: which page, on how wide a screen. */
export function PreviewPane({ entry, onClose }: Props) {
  const { device } = usePane();
  const { links, load } = usePreviewLinks(entry);
  const [chosen, setChosen] = useState<string>();
  const pages = links?.pages ?? [];
  const page = pages.find(({ path }) => path === chosen) ?? pages[0];
  const pane = useRef<HTMLElement>(null);
  useEffect(() => pane.current?.focus(), []);
  useEscape(onClose);

  return (
    <PaneFrame ref={pane} device={device} tabIndex={-1} aria-label="Preview of the draft">
      <RoomForPane device={device} />
      <Flex gap={2} padding={3} justifyContent="space-between" wrap="wrap">
        <Flex gap={2} grow={1} basis="12rem" minWidth={0}>
          {pages.length > 1 && page !== undefined ? (
            <SingleSelect
              aria-label="Page"
              size="S"
              value={page.path ?? ''}
              onChange={(path) => setChosen(String(path))}
            >
              {pages.map(({ title, path }) => (
                <SingleSelectOption key={path} value={path ?? ''}>
                  {title}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          ) : (
            <Typography tag="h2" variant="omega" fontWeight="semiBold" ellipsis>
              {page?.title ?? 'Preview'}
            </Typography>
          )}
        </Flex>
        <Flex gap={1} role="group" aria-label="Width of the screen">
          {devices.map(({ name, label }) => (
            <Button
              key={name}
              size="S"
              variant={device === name ? 'secondary' : 'tertiary'}
              aria-pressed={device === name}
              onClick={() => changePane({ device: name })}
            >
              {label}
            </Button>
          ))}
        </Flex>
        <Flex gap={1}>
          {page && (
            <IconButton
              tag="a"
              href={page.url}
              target="_blank"
              rel="noreferrer"
              label="Open in a new window"
              variant="ghost"
            >
              <ExternalLink />
            </IconButton>
          )}
          <IconButton label="Close the preview" variant="ghost" onClick={onClose}>
            <Cross />
          </IconButton>
        </Flex>
      </Flex>
      {page ? (
        <PreviewScreen entry={entry} page={page} renew={load} onEscape={onClose} />
      ) : (
        <Box padding={4}>
          <Typography role="status">{links?.message ?? 'Opening the preview …'}</Typography>
        </Box>
      )}
    </PaneFrame>
  );
}

/** Escape closes the pane, unless it is for something that is open above the form. */
function useEscape(onEscape: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (document.querySelector('[role=dialog], [role=alertdialog], [role=listbox], [role=menu]'))
        return;
      onEscape();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [onEscape]);
}
