import { isFetchError, useFetchClient } from '@strapi/strapi/admin';
import { useCallback, useEffect, useState } from 'react';
import type { SavedEntry } from '../content-manager/saved-entry';

/** A page that shows the entry, with an address that works for ten minutes. */
export interface PreviewPage {
  title: string;
  /** Where it will stand on the site; null while its address is empty. */
  path: string | null;
  locale: string;
  url: string;
}

export interface PreviewLinks {
  pages: PreviewPage[];
  /** Why there is no page. */
  message: string | null;
}

/** Half of the time for which an address works, in milliseconds. */
const renewal = 5 * 60_000;

/** Where the entry can be previewed: asked for at every save, and again before the addresses run out. */
export function usePreviewLinks({ uid, documentId, locale, savedAt }: SavedEntry) {
  const { post } = useFetchClient();
  const [links, setLinks] = useState<PreviewLinks>();

  const load = useCallback(async () => {
    try {
      const body = { uid, documentId, locale };
      setLinks((await post<PreviewLinks>('/preview/link', body)).data);
    } catch (error) {
      // An answer that is no longer waited for, since the form was left.
      if (error instanceof DOMException && error.name === 'AbortError') return;
      const cause = isFetchError(error) ? error.message : String(error);
      setLinks({ pages: [], message: `Could not ask for a preview: ${cause}` });
    }
  }, [post, uid, documentId, locale]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a save may add a page or move one
  useEffect(() => {
    void load();
    const timer = setInterval(load, renewal);
    return () => clearInterval(timer);
  }, [load, savedAt]);
  return { links, load };
}
