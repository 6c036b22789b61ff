import { type RefObject, useCallback, useEffect, useState } from 'react';

/** What a previewed page says when it has loaded. */
interface Shown {
  path: string;
  /** True when its address has run out. */
  isExpired: boolean;
  faults: { text: string }[];
}

/** What a previewed page can be asked to do. */
type Order = { section: string } | { refresh: true } | { token: string };

interface PreviewFrame {
  /** The page that is in the frame; undefined while it loads. */
  shown: Shown | undefined;
  order(order: Order): void;
}

/** Talks with the previewed page in a frame, and with no other. */
export function usePreviewFrame(
  frame: RefObject<HTMLIFrameElement | null>,
  url: string | undefined,
  onEscape: () => void,
): PreviewFrame {
  const [loaded, setLoaded] = useState<{ url: string; shown: Shown }>();
  useEffect(() => {
    if (url === undefined) return;
    const { origin } = new URL(url);
    const listen = (message: MessageEvent<unknown>) => {
      if (message.origin !== origin || message.source !== frame.current?.contentWindow) return;
      const { data } = message;
      if (isEscape(data)) onEscape();
      if (isShown(data)) setLoaded({ url, shown: data });
    };
    window.addEventListener('message', listen);
    return () => window.removeEventListener('message', listen);
  }, [frame, url, onEscape]);

  const order = useCallback(
    (what: Order) => {
      if (url !== undefined) frame.current?.contentWindow?.postMessage(what, new URL(url).origin);
    },
    [frame, url],
  );
  return { shown: loaded?.url === url ? loaded?.shown : undefined, order };
}

const isOurs = (data: unknown): data is object =>
  typeof data === 'object' && data !== null && Reflect.get(data, 'source') === 'lectern-preview';

const isEscape = (data: unknown) => isOurs(data) && Reflect.get(data, 'key') === 'Escape';

const isShown = (data: unknown): data is Shown =>
  isOurs(data) && 'path' in data && 'faults' in data && Array.isArray(data.faults);
