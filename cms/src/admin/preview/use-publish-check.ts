import { adminApi } from '@strapi/strapi/admin';
import type { SavedEntry } from './entry';

interface Reason {
  text: string;
  type: string | null;
  documentId: string | null;
  field: string | null;
}

/** What publishing the saved draft would do to pages. */
export interface PublishCheck {
  /** Pages that would stay at their last good version. */
  pages: { path: string; locale: string; reasons: Reason[] }[];
  /** What is wrong with the entry itself. */
  faults: Reason[];
  /** How many pages were looked over, of how many that the entry is on. */
  checked: number;
  pagesInAll: number;
}

const api = adminApi.injectEndpoints({
  endpoints: (builder) => ({
    publishCheck: builder.query<PublishCheck, SavedEntry>({
      query: ({ uid, documentId, locale }) => ({
        url: '/preview/check',
        method: 'POST',
        data: { uid, documentId, locale },
      }),
    }),
  }),
});

interface CheckResult {
  check: PublishCheck | undefined;
  /** Why nobody can say. */
  error: string | undefined;
}

/** Looked up once for each save of an entry, whoever asks. */
export function usePublishCheck(entry: SavedEntry | undefined): CheckResult {
  const nothing: SavedEntry = { type: 'Faq', uid: '', documentId: '', locale: '', savedAt: '' };
  const { currentData, error } = api.usePublishCheckQuery(entry ?? nothing, {
    skip: entry === undefined,
    // Something else may have been published meanwhile, or the publisher is back.
    refetchOnMountOrArgChange: 10,
  });
  return { check: currentData, error: error && messageOf(error) };
}

const messageOf = (error: { message?: string | undefined }) =>
  error.message ?? 'Could not ask what publishing would do.';

/** "Publishing would block 2 pages", or undefined when it would block none. */
export function warningOf(check: PublishCheck | undefined): string | undefined {
  const count = check?.pages.length ?? 0;
  if (count === 0) return undefined;
  return `Publishing would block ${count} ${count === 1 ? 'page' : 'pages'}`;
}
