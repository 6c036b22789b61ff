import type { EntryStatus } from '../../live-status/contract';
import { type Followed, useFollowed } from './follow';

/** What Strapi hands to a panel beside the form. */
export interface PanelProps {
  model: string;
  documentId?: string;
  /** The version that is shown; absent for an entry, or a language, that was never saved. */
  document?: { documentId?: string; locale?: string | null; updatedAt?: string };
}

/** The status of the entry in the form; `undefined` when it was never saved. */
export function useEntryStatus({
  model,
  documentId,
  document,
}: PanelProps): Followed<EntryStatus> | undefined {
  const id = document?.documentId ?? documentId;
  const isSaved = id !== undefined && id !== 'create' && document?.updatedAt !== undefined;
  // With the time of the draft, so that a save is seen at once.
  const query = new URLSearchParams({
    ...(document?.locale ? { locale: document.locale } : {}),
    saved: document?.updatedAt ?? '',
  });
  const followed = useFollowed<EntryStatus>(
    isSaved ? `/live-status/${model}/${id}?${query}` : undefined,
  );
  return isSaved ? followed : undefined;
}
