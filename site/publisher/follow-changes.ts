import { isLocale } from '@lectern/shared-types';
import { createAsk } from '../src/cms/client.ts';
import type { ContentSource } from '../src/cms/load-content.ts';
import { type MediaFile, mediaIn } from '../src/cms/media.ts';
import { readChanges } from '../src/cms/read-changes.ts';
import type { Generation } from '../src/cms/read-content.ts';
import { type CheckedUpdate, checkEntries } from '../src/cms/to-content.ts';
import type { Content } from '../src/content/content.ts';

/** What a step from one generation to the next comes to. */
export interface Step {
  generation: Generation;
  updates: CheckedUpdate[];
  /** Images that the updates show. */
  media: MediaFile[];
  /** When the first of the changes was committed, ISO 8601; null when the CMS does not say. */
  committed: string | null;
}

/**
 * Reads only what has changed since a generation. For drafts, a generation
 * is a position in the list of what was saved.
 * @returns undefined when everything has to be read: media or locales changed, or the log does not
 *   reach back
 * @throws ContentReadError
 */
export async function followChanges(
  source: ContentSource,
  since: Generation,
): Promise<Step | undefined> {
  const ask = createAsk(source.cmsUrl, source.token, source.deadline);
  const { status = 'PUBLISHED' } = source;
  const changes = await readChanges(ask, since, status);
  if (changes === undefined || changes.isSweeping) return undefined;
  const { ids, entries, generation, committed } = changes;
  const media = await source.media.prepare(mediaIn(entries), false);
  const updates = [...ids].map(([type, of]) =>
    checkEntries(type, of, entries[type], source.media.find),
  );
  return { generation, updates, media, committed };
}

/** Whether there are the settings of a locale that the content does not have: all of it is read then. */
export const bringsLocale = (updates: readonly CheckedUpdate[], { locales }: Content): boolean =>
  updates.some(
    ({ type, views }) =>
      type === 'Site' && views.some(({ locale }) => isLocale(locale) && !locales.has(locale)),
  );
