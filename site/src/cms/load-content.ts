import { defaultLocale, type Locale, locales, type PublicationStatus } from '@lectern/shared-types';
import { createAsk } from './client.ts';
import { ContentReadError } from './errors.ts';
import { type MediaFile, mediaIn } from './media.ts';
import type { MediaCache } from './media-cache.ts';
import { type Generation, type RawContent, readContent } from './read-content.ts';
import {
  type CheckedContent,
  type CheckedUpdate,
  checkAll,
  toContent,
  unknownLocales,
} from './to-content.ts';

export interface ContentSource {
  cmsUrl: string;
  token: string;
  /** Copies of images. */
  media: MediaCache;
  status?: PublicationStatus;
  /** Longest that one answer of the CMS may take, in milliseconds. */
  deadline?: number;
  warn: (message: string) => void;
}

export interface LoadedContent extends CheckedContent {
  generation: Generation;
  media: MediaFile[];
}

/** Everything that the CMS has, checked entry by entry. */
export interface ReadContent {
  updates: CheckedUpdate[];
  generation: Generation;
  media: MediaFile[];
}

/**
 * Reads, checks and prepares everything the site shows; faulty entries are left out and reported.
 * Among drafts a locale may still be without a Site.
 * @throws ContentReadError when the CMS cannot be read whole, or a locale with pages has no published Site
 */
export async function loadContent(source: ContentSource): Promise<LoadedContent> {
  const { raw, media } = await readRaw(source);
  if (source.status !== 'DRAFT')
    for (const locale of locales) if (isWithoutSite(raw, locale)) throw withoutSite(locale);
  return { ...toContent(raw, source.media.find), generation: raw.generation, media };
}

/**
 * Reads and checks everything, whatever state it is in.
 * @throws ContentReadError when the CMS cannot be read whole
 */
export async function readEverything(source: ContentSource): Promise<ReadContent> {
  const { raw, media } = await readRaw(source);
  return { updates: checkAll(raw, source.media.find), generation: raw.generation, media };
}

async function readRaw(source: ContentSource): Promise<{ raw: RawContent; media: MediaFile[] }> {
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
  return { raw, media: await source.media.prepare(mediaIn(raw), true) };
}

const isWithoutSite = (raw: RawContent, locale: Locale): boolean =>
  !raw.sites.has(locale) &&
  (locale === defaultLocale || raw.LandingPage.some((entry) => entry.locale === locale));

export const withoutSite = (locale: Locale) =>
  new ContentReadError(
    'incomplete',
    `Could not build the ${locale} pages: the CMS has no published "Site" in this locale. Open Site in the admin, switch to ${locale}, fill it in and publish it.`,
  );
