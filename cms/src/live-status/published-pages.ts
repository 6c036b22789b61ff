import type { ContentType, EntryPage, EntryPages } from '@lectern/shared-types';

const patience = 5_000;

/** Asks the publisher which pages of the live release show an entry, or says why nobody can tell. */
export async function publishedPages(
  publisherUrl: string | undefined,
  type: ContentType,
  documentId: string,
  locale: string | null,
): Promise<EntryPage[] | { error: string }> {
  if (publisherUrl === undefined)
    return { error: 'No publisher is set up, so nobody can say which pages show this entry.' };
  const failed = (cause: string) => ({
    error: `Could not ask the publisher which pages show this entry: ${cause}.`,
  });
  const url = new URL(`/entries/${type}/${encodeURIComponent(documentId)}`, publisherUrl);
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
    if (!response.ok) return failed(`it answered with status ${response.status}`);
    const { pages } = (await response.json()) as EntryPages;
    return pages.filter((page) => locale === null || page.locale === locale);
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return failed(isLate ? 'it does not answer' : 'it cannot be reached');
  }
}
