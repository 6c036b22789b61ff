import { adminApi } from '@strapi/strapi/admin';
import { useEffect, useState } from 'react';
import type { AskedDraft, CheckAnswer, Waiting } from '../../candidate/contract';
import type { EntryState } from '../../live-status/contract';
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
  return useCheck({
    entries: entry === undefined || seen === undefined ? [] : [entry],
    isWhole,
    revision: `${entry?.savedAt} ${seen}`,
  });
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
