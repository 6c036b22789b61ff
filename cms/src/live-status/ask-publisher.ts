import type { ContentType, EntryPages } from '@lectern/shared-types';

const patience = 5_000;

/**
 * Asks the publisher where the live site shows an entry and what is wrong with it, or says why nobody
 * can tell.
 * @param locale null for every locale
 */
export async function askPublisher(
  publisherUrl: string | undefined,
  type: ContentType,
  documentId: string,
  locale: string | null,
): Promise<EntryPages | { error: string }> {
  if (publisherUrl === undefined)
    return { error: 'No publisher is set up, so nobody can say which pages show this entry.' };
  const failed = (cause: string) => ({
    error: `Could not ask the publisher which pages show this entry: ${cause}.`,
  });
  const url = new URL(`/entries/${type}/${encodeURIComponent(documentId)}`, publisherUrl);
  if (locale !== null) url.searchParams.set('locale', locale);
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
    if (!response.ok) return failed(`it answered with status ${response.status}`);
    return (await response.json()) as EntryPages;
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return failed(isLate ? 'it does not answer' : 'it cannot be reached');
  }
}
