import { type ContentType, locales } from '@lectern/shared-types';
import { createAsk } from '../src/cms/client.ts';
import type { ContentSource } from '../src/cms/load-content.ts';
import { copyMedia, type MediaFile, mediaIn } from '../src/cms/media.ts';
import { readChanges } from '../src/cms/read-changes.ts';
import type { Generation } from '../src/cms/read-content.ts';
import { type RawEntry, type ToImage, toViews } from '../src/cms/to-content.ts';
import type { ContentUpdate } from '../src/content/update-content.ts';

/** What a step from one generation to the next comes to. */
export interface Step {
  generation: Generation;
  updates: ContentUpdate[];
  /** Images that the updates show. */
  media: MediaFile[];
  /** When the first of the changes was committed, ISO 8601; null when the CMS does not say. */
  committed: string | null;
}

/**
 * Reads only what has changed since a generation. For drafts, a generation
 * is a position in the list of what was saved.
 * @returns undefined when everything has to be read: media or locales changed, a locale has lost its
 *   site settings, or the log does not reach back
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
  const { files, toImage } = await copyMedia(mediaIn(entries), source.cmsUrl, source.mediaFolder);
  const updates = [...ids].map(([type, of]) => toUpdate(type, of, entries[type], toImage));
  const site = updates.find(({ type }) => type === 'Site');
  // A draft of the site settings that is not right leaves the last right one in place.
  if (
    status === 'PUBLISHED' &&
    site &&
    locales.some((locale) => !site.views.some((view) => view.locale === locale))
  )
    return undefined;
  return { generation, updates, media: files, committed };
}

function toUpdate(
  type: ContentType,
  ids: ReadonlySet<string>,
  entries: readonly RawEntry[],
  toImage: ToImage,
): ContentUpdate {
  return { type, ids, ...toViews(type, entries, toImage) };
}
