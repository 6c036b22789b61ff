import type { PublicationStatus } from '@lectern/shared-types';
import { createAsk } from './client.ts';
import { copyMedia, type MediaFile, mediaIn } from './media.ts';
import { type Generation, readContent } from './read-content.ts';
import { type CheckedContent, toContent, unknownLocales } from './to-content.ts';

export interface ContentSource {
  cmsUrl: string;
  token: string;
  /** Folder for copies of images. */
  mediaFolder: string;
  status?: PublicationStatus;
  /** Longest that one answer of the CMS may take, in milliseconds. */
  deadline?: number;
  warn: (message: string) => void;
}

export interface LoadedContent extends CheckedContent {
  generation: Generation;
  media: MediaFile[];
}

/**
 * Reads, checks and prepares everything the site shows; faulty entries are left out and reported.
 * @throws ContentReadError when the CMS cannot be read whole
 */
export async function loadContent(source: ContentSource): Promise<LoadedContent> {
  const ask = createAsk(source.cmsUrl, source.token, source.deadline);
  const raw = await readContent(ask, source.status);
  if (raw.isSweptOver)
    source.warn(
      'Images or languages of the CMS changed while everything was read; some pages may show them as they were.',
    );
  for (const locale of unknownLocales(raw))
    source.warn(
      `The CMS has landing pages in locale "${locale}", which the site is not built for. To show them, add it to shared-types/src/locales.ts.`,
    );
  const { files, toImage } = await copyMedia(mediaIn(raw), source.cmsUrl, source.mediaFolder);
  return { ...toContent(raw, toImage, source.status), generation: raw.generation, media: files };
}
