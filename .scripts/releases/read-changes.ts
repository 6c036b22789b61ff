/** One change, as the CMS tells it. */
export interface Change {
  generation: number;
  /** What kind of thing it is about, as the admin calls it. */
  kind: string;
  /** Null for what has no languages, and for a change of all of them. */
  locale: string | null;
  /** What was done, as the admin calls it. */
  verb: string;
  title: string | null;
  /** Null when it was the CMS itself. */
  actor: string | null;
  /** The release in which the history has seen it; null when it has not. */
  release: string | null;
  /** Whether nobody has seen it live: it is held back, or was overtaken. */
  isUnseen: boolean;
}

/** A content generation, with the id of the change that led to it. */
interface Generation {
  generation: number;
  changeId: string;
}

/** Longest that the CMS may take to answer, in milliseconds. */
const patience = 10_000;

/**
 * Asks the CMS what was changed after one generation and up to another, oldest first.
 * @returns null when its database was brought back to an earlier state since
 * @throws Error in one sentence when the CMS does not tell
 */
export async function readChanges(
  cmsUrl: string,
  key: string,
  after: Generation,
  to: Generation,
): Promise<Change[] | null> {
  const ask = `Could not ask the CMS at ${cmsUrl} what each release changed`;
  const url = new URL('/api/release-changes', cmsUrl);
  url.search = new URLSearchParams({
    after: String(after.generation),
    afterChange: after.changeId,
    to: String(to.generation),
    toChange: to.changeId,
  }).toString();
  const response = await fetch(url, {
    headers: { 'x-lectern-key': key },
    signal: AbortSignal.timeout(patience),
  }).catch((cause: unknown) => {
    throw new Error(`${ask}: it does not answer. Start it and run the command again.`, { cause });
  });
  if (response.status === 401)
    throw new Error(
      `${ask}: it refused the key. Set PUBLISHER_KEYS and DATA_DIR as for the CMS and run the command again.`,
    );
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`${ask}: it answered ${response.status}. Look into its log.`);
  return (await response.json()) as Change[];
}
