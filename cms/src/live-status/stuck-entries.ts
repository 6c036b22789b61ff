import { defaultLocale, isLocale, type Locale, type PublisherStatus } from '@lectern/shared-types';

/** An entry that the live site does not show as it is published; every locale of it when that is null. */
export interface StuckEntry {
  documentId: string;
  locale: string | null;
}

export function stuckEntries({ blocked, faults }: PublisherStatus): StuckEntry[] {
  const pages = blocked.flatMap(({ path, entries }) =>
    entries.map((documentId) => ({ documentId, locale: localeOfPath(path) })),
  );
  return [...pages, ...faults.map(({ documentId, locale }) => ({ documentId, locale }))];
}

/** Whether an entry, in one locale or in all of them, is among those that are stuck. */
export function isStuck(
  stuck: readonly StuckEntry[],
  documentId: string | null,
  locale: string | null,
): boolean {
  return stuck.some(
    (entry) =>
      entry.documentId === documentId &&
      (entry.locale === null || locale === null || entry.locale === locale),
  );
}

/** The locale of a page, by its path. */
export function localeOfPath(path: string): Locale {
  const first = path.split('/')[1];
  return isLocale(first) ? first : defaultLocale;
}
