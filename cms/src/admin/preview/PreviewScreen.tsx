import { Box, Typography } from '@strapi/design-system';
import { useEffect, useRef, useState } from 'react';
import type { SavedEntry } from '../content-manager/saved-entry';
import { FittedFrame } from './pane-layout';
import { usePane } from './pane-state';
import { useFocusedSection } from './use-focused-section';
import { usePreviewFrame } from './use-preview-frame';
import type { PreviewPage } from './use-preview-links';

interface Props {
  entry: SavedEntry;
  page: PreviewPage;
  /** Asks for a new address of the page. */
  renew: () => Promise<void>;
  onEscape: () => void;
}

/** Longest until a page says that it has loaded, in milliseconds. */
const patience = 10_000;
const queryOf = (url: string, name: string) => new URL(url).searchParams.get(name) ?? '';

/** The page in its frame: shows what was saved, and the part of it that is being edited. */
export function PreviewScreen({ entry, page, renew, onEscape }: Props) {
  const { device } = usePane();
  const frame = useRef<HTMLIFrameElement>(null);
  // The address is taken over once: a newer one of the same page only brings a newer token.
  const [url, setUrl] = useState(page.url);
  const [isRenewing, setIsRenewing] = useState(false);
  if (queryOf(url, 'path') !== queryOf(page.url, 'path')) setUrl(page.url);
  const { shown, order } = usePreviewFrame(frame, url, onEscape);
  const section = useFocusedSection(entry.type);
  const isSilent = useSilence(shown === undefined, url);

  // Until the page has said that it is there, nobody in the frame would hear an order.
  const isLoaded = shown !== undefined;
  useEffect(() => {
    if (isLoaded && page.url !== url) order({ token: queryOf(page.url, 'token') });
  }, [isLoaded, page.url, url, order]);

  const saved = useRef(entry.savedAt);
  useEffect(() => {
    if (!isLoaded || saved.current === entry.savedAt) return;
    saved.current = entry.savedAt;
    order({ refresh: true });
  }, [isLoaded, entry.savedAt, order]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: on another width everything stands elsewhere
  useEffect(() => {
    if (isLoaded && section !== undefined) order({ section });
  }, [isLoaded, section, device, order]);

  const isExpired = shown?.isExpired === true;
  useEffect(() => {
    if (!isExpired || isRenewing) return;
    setIsRenewing(true);
    void renew();
  }, [isExpired, isRenewing, renew]);
  useEffect(() => {
    if (isRenewing && page.url !== url) {
      setUrl(page.url);
      setIsRenewing(false);
    }
  }, [isRenewing, page.url, url]);

  return (
    <>
      <Box paddingLeft={3} paddingRight={3} paddingBottom={2}>
        <Typography tag="p" variant="pi" textColor="neutral600" role="status">
          {isSilent
            ? `The preview does not answer at ${new URL(url).origin}. Look whether the publisher runs, and open the admin at the address that it knows (ADMIN_URL).`
            : stateOf(shown?.path, shown?.faults.length ?? 0)}
        </Typography>
      </Box>
      <FittedFrame
        ref={frame}
        device={device}
        src={url}
        title={`Preview of the page “${page.title}”`}
      />
    </>
  );
}

function stateOf(path: string | undefined, faults: number): string {
  if (path === undefined) return 'Loading …';
  const hindrance = faults === 1 ? '1 thing' : `${faults} things`;
  return faults === 0 ? path : `${path}, ${hindrance} to correct: see the top of the page`;
}

/** True when what is waited for has not come in time. */
function useSilence(isWaiting: boolean, url: string): boolean {
  const [silent, setSilent] = useState<string>();
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setSilent(url), patience);
    return () => clearTimeout(timer);
  }, [isWaiting, url]);
  return isWaiting && silent === url;
}
