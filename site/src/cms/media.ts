import { imageTypes } from '@lectern/shared-types';
import type { Image } from '../content/content.ts';

/** An image as the CMS describes it. */
export interface Media {
  url: string;
  alternativeText: string | null;
  mime: string;
  width: number | null;
  height: number | null;
  formats: unknown;
  updatedAt: string | null;
}

/** One of the sizes in which the CMS has an image. */
export interface Rendition {
  url: string;
  width: number;
  mime: string;
  /** Differs when the CMS has replaced the image; null when it does not say. */
  version: string | null;
}

/** A file that the site serves, and where it lies until then. */
export interface MediaFile {
  /** Path on the site, named by the hash of the bytes. */
  path: string;
  file: string;
  /** Where the CMS has it: a path of its own, or an address elsewhere. */
  url: string;
}

/**
 * An image as the site serves it. A problem without an image: it cannot be shown; a problem beside
 * one: what is shown is the copy that the site has. Read after the name of the field.
 */
interface FoundImage {
  image?: Image;
  problem?: string;
}

export type FindImage = (medium: Media) => FoundImage;

export function isMedia(value: unknown): value is Media {
  return typeof value === 'object' && value !== null && 'mime' in value && 'url' in value;
}

/** Every medium that occurs in a value, at any depth. */
export function mediaIn(value: unknown): Media[] {
  if (isMedia(value)) return [value];
  if (value instanceof Map) return [...value.values()].flatMap(mediaIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(mediaIn);
}

/** The widths that the CMS made at upload, narrowest first, the original last. */
export function renditionsOf({ url, width, mime, formats, updatedAt }: Media): Rendition[] {
  const sizes = Object.values(typeof formats === 'object' && formats !== null ? formats : {});
  return [
    ...sizes.filter(isSize).sort((one, other) => one.width - other.width),
    { url, width: width ?? 0, mime },
  ].map((rendition) => ({ ...rendition, version: updatedAt }));
}

/** The image with the paths at which the site serves its sizes. */
export function toImage(medium: Media, pathOf: (rendition: Rendition) => string): Image {
  const sources = renditionsOf(medium).map((rendition) => ({
    src: pathOf(rendition),
    width: rendition.width,
  }));
  return {
    src: sources.at(-1)?.src ?? '',
    alt: medium.alternativeText ?? '',
    width: medium.width ?? 0,
    height: medium.height ?? 0,
    sources,
  };
}

/** Whether pages may show it; the rules name the others. */
export const isShowable = ({ mime }: Pick<Media, 'mime'>): boolean => imageTypes.includes(mime);

function isSize(value: unknown): value is Omit<Rendition, 'version'> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'url' in value &&
    typeof value.url === 'string' &&
    'width' in value &&
    typeof value.width === 'number' &&
    'mime' in value &&
    typeof value.mime === 'string'
  );
}
