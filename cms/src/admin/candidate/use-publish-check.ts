import { adminApi } from '@strapi/strapi/admin';
import { useCallback, useEffect, useState } from 'react';
import type { AskedDraft, CheckAnswer, Waiting } from '../../candidate/contract';
import type { EntryState } from '../../live-status/contract';
import { whenSaved } from '../conflict/watch-drafts';
import { type EntryProps, savedEntry } from '../content-manager/saved-entry';
import { useEntryStatus } from '../live-status/use-entry-status';
import { useSiteStatus } from '../welcome/use-site-status';

interface Question {
  entries: readonly AskedDraft[];
  /** Whether all pages are looked at, however many they are. */
  isWhole: boolean;
  /** Changes with whatever makes another answer likely, such as a save. */
  revision: string;
}

const api = adminApi.injectEndpoints({
  endpoints: (builder) => ({
    publishCheck: builder.query<CheckAnswer, Question>({
      query: ({ entries, isWhole }) => ({
        url: '/candidate/check',
        method: 'POST',
        data: {
          entries: entries.map(({ uid, documentId, locale }) => ({ uid, documentId, locale })),
          isWhole,
        },
      }),
    }),
    waiting: builder.query<Waiting, { release: string | undefined }>({
      query: () => '/candidate',
    }),
  }),
});

/** What waits to be published; asked again with every release. */
export function useWaiting() {
  const { data: site, error } = useSiteStatus();
  const isKnown = site !== undefined || error !== undefined;
  const release = site?.release?.id;
  const waiting = api.useWaitingQuery(
    { release },
    { skip: !isKnown, refetchOnMountOrArgChange: true },
  );
  return { waiting: waiting.data, error: waiting.error && messageOf(waiting.error), release };
}

export interface CheckResult {
  check: CheckAnswer | undefined;
  /** Why nobody can say. */
  error: string | undefined;
  /** Asks once more. */
  retry(): void;
}

/** What publishing drafts would do; nothing is asked while there are none. */
export function useCheck(question: Question): CheckResult {
  const { currentData, error, refetch } = api.usePublishCheckQuery(question, {
    skip: question.entries.length === 0,
    // Something else may have been published meanwhile, or the publisher is back.
    refetchOnMountOrArgChange: 10,
  });
  return { check: currentData, error: error && messageOf(error), retry: () => void refetch() };
}

/**
 * What publishing the draft in the form would do: looked up once for each save, whoever asks, and
 * again when what visitors see of the entry has changed.
 */
export function usePublishCheck(props: EntryProps, isWhole = false): CheckResult {
  const entry = savedEntry(props);
  const seen = useSeen(props);
  const savedAt = useSavedAt(props);
  return useCheck({
    entries: entry === undefined || seen === undefined ? [] : [entry],
    isWhole,
    revision: `${savedAt} ${seen}`,
  });
}

/**
 * When the draft was saved last, by whoever: as the form, the news about the entry, or the answer to a
 * save has told it last. Strapi's form is read again some time after a save.
 */
function useSavedAt(props: EntryProps): string | undefined {
  const inForm = savedEntry(props)?.savedAt;
  const inNews = useEntryStatus(props)?.data?.savedAt ?? undefined;
  const [savedAt, setSavedAt] = useState(inForm);
  const hear = useCallback((time: string | undefined) => {
    if (time !== undefined) setSavedAt(time);
  }, []);
  useEffect(() => hear(inForm), [hear, inForm]);
  useEffect(() => hear(inNews), [hear, inNews]);
  const { collectionType, model, documentId, document } = props;
  const id = document?.documentId ?? documentId;
  const path = [collectionType, model, ...(collectionType === 'single-types' ? [] : [id])].join(
    '/',
  );
  const locale = document?.locale ?? '';
  useEffect(() => whenSaved(path, locale, (saved) => hear(saved?.updatedAt)), [hear, path, locale]);
  return savedAt;
}

/** Names what visitors see of an entry; after a save the one from before, until more is known. */
function useSeen(props: EntryProps): string | undefined {
  const followed = useEntryStatus(props);
  const [seen, setSeen] = useState<string>();
  const now = followed?.data ? nameSeen(followed.data.state) : followed?.error;
  useEffect(() => {
    if (now !== undefined) setSeen(now);
  }, [now]);
  return seen;
}

function nameSeen(state: EntryState): string {
  const { name, ...rest } = state.name === 'modified' ? state.published : state;
  return `${name} ${'since' in rest ? rest.since : ''}`;
}

const messageOf = (error: { message?: string | undefined }): string =>
  error.message ?? 'Could not ask what publishing would do. Try again.';
