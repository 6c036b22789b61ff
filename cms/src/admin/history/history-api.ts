import { adminApi } from '@strapi/strapi/admin';
import type { DeletedEntry, EntryHistory, ReadableVersion, Restored } from '../../history/contract';

/** An entry in one locale; null for a type without locales. */
export interface HistoryEntry {
  uid: string;
  documentId: string;
  locale: string | null;
  /** Changes with every save and publish, so that what is shown is asked for again. */
  revision: string;
}

const pathOf = ({ uid, documentId, locale }: Omit<HistoryEntry, 'revision'>, rest = '') =>
  `/history/${uid}/${documentId}${rest}?${new URLSearchParams(locale === null ? {} : { locale })}`;

/* The form is Strapi's: it reads its entry again when these say that it has changed. */
const ofForm = ['Document', 'Relations'] as const;

const api = adminApi.enhanceEndpoints({ addTagTypes: [...ofForm, 'Deleted'] }).injectEndpoints({
  endpoints: (builder) => ({
    entryHistory: builder.query<EntryHistory, HistoryEntry>({ query: (entry) => pathOf(entry) }),
    version: builder.query<ReadableVersion, HistoryEntry & { version: string }>({
      query: ({ version, ...entry }) => pathOf(entry, `/${version}`),
    }),
    restoreVersion: builder.mutation<Restored, HistoryEntry & { version: string }>({
      query: ({ version, ...entry }) => ({
        url: pathOf(entry, `/${version}/restore`),
        method: 'POST',
      }),
      invalidatesTags: [...ofForm],
    }),
    deletedEntries: builder.query<{ entries: DeletedEntry[] }, void>({
      query: () => '/history',
      providesTags: ['Deleted'],
    }),
    bringBack: builder.mutation<Restored, { uid: string; documentId: string }>({
      query: (entry) => ({
        url: pathOf({ ...entry, locale: null }, '/bring-back'),
        method: 'POST',
      }),
      invalidatesTags: ['Deleted', 'Document'],
    }),
  }),
});

export const {
  useEntryHistoryQuery,
  useVersionQuery,
  useRestoreVersionMutation,
  useDeletedEntriesQuery,
  useBringBackMutation,
} = api;

/** Why the server could not be asked, or what it refused. */
export const messageOf = (error: { message?: string | undefined }): string =>
  error.message ?? 'The CMS does not answer. Try again.';
