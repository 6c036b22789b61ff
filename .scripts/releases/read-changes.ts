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

/** Longest that the CMS may take to answer, in milliseconds. */
const patience = 10_000;

/**
 * Asks the CMS what was changed after one generation and up to another, oldest first.
 * @throws Error in one sentence when the CMS does not tell
 */
export async function readChanges(
  cmsUrl: string,
  key: string,
  after: number,
  to: number,
): Promise<Change[]> {
  const ask = `Could not ask the CMS at ${cmsUrl} what each release changed`;
  const url = new URL(`/api/release-changes?after=${after}&to=${to}`, cmsUrl);
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
  if (!response.ok) throw new Error(`${ask}: it answered ${response.status}. Look into its log.`);
  return (await response.json()) as Change[];
}
