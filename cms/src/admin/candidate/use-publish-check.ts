import type { PublishCheck } from '@lectern/shared-types';
import { adminApi } from '@strapi/strapi/admin';
import type { AskedDraft, Waiting } from '../../candidate/contract';
import type { SavedEntry } from '../content-manager/saved-entry';

interface Question {
  entries: readonly AskedDraft[];
  /** Whether all pages are looked at, however many they are. */
  isWhole: boolean;
  /** Changes with every save, so that each is looked at. */
  revision: string;
}

const api = adminApi.injectEndpoints({
  endpoints: (builder) => ({
    publishCheck: builder.query<PublishCheck, Question>({
      query: ({ entries, isWhole }) => ({
        url: '/candidate/check',
        method: 'POST',
        data: {
          entries: entries.map(({ uid, documentId, locale }) => ({ uid, documentId, locale })),
          isWhole,
        },
      }),
    }),
    waiting: builder.query<Waiting, void>({ query: () => '/candidate' }),
  }),
});

export const { useWaitingQuery } = api;

export interface CheckResult {
  check: PublishCheck | undefined;
  /** Why nobody can say. */
  error: string | undefined;
}

/** What publishing drafts would do; nothing is asked while there are none. */
export function useCheck(question: Question): CheckResult {
  const { currentData, error } = api.usePublishCheckQuery(question, {
    skip: question.entries.length === 0,
    // Something else may have been published meanwhile, or the publisher is back.
    refetchOnMountOrArgChange: 10,
  });
  return { check: currentData, error: error && messageOf(error) };
}

/** What publishing one draft would do, looked up once for each save, whoever asks. */
export const usePublishCheck = (entry: SavedEntry | undefined, isWhole = false): CheckResult =>
  useCheck({
    entries: entry === undefined ? [] : [entry],
    isWhole,
    revision: entry?.savedAt ?? '',
  });

export const messageOf = (error: { message?: string | undefined }): string =>
  error.message ?? 'Could not ask what publishing would do. Try again.';
