import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imageTypes } from '@lectern/shared-types';
import type { Image } from '../content/content.ts';
import { ContentReadError } from './errors.ts';

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

interface Rendition {
  url: string;
  width: number;
  mime: string;
}

/** A file that the site serves, and where it lies until then. */
export interface MediaFile {
  /** Path on the site, named by the hash of the bytes. */
  path: string;
  file: string;
  /** Where the CMS has it: a path of its own, or an address elsewhere. */
  url: string;
}

const largest = 25 * 1024 * 1024;
const extensions: Record<string, string> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/avif': 'avif',
};

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

/**
 * Copies the images from the CMS into `folder` under names made of their content, so that visitors
 * load them from the site and a replaced image is a new file.
 * @throws ContentReadError when an image cannot be loaded whole
 */
export async function copyMedia(media: readonly Media[], cmsUrl: string, folder: string) {
  await mkdir(folder, { recursive: true });
  const files = new Map<string, MediaFile>();
  for (const medium of media)
    for (const rendition of renditionsOf(medium)) {
      const key = keyOf(rendition, medium);
      if (!files.has(key)) files.set(key, await copyOne(rendition, cmsUrl, folder));
    }
  const toImage = (medium: Media): Image => {
    const sources = renditionsOf(medium).map((rendition) => ({
      src: files.get(keyOf(rendition, medium))?.path ?? '',
      width: rendition.width,
    }));
    return {
      src: sources.at(-1)?.src ?? '',
      alt: medium.alternativeText ?? '',
      width: medium.width ?? 0,
      height: medium.height ?? 0,
      sources,
    };
  };
  return { files: [...files.values()], toImage };
}

const keyOf = (rendition: Rendition, medium: Media) => `${rendition.url} ${medium.updatedAt}`;

/** The widths that the CMS made at upload, narrowest first, the original last. */
function renditionsOf({ url, width, mime, formats }: Media): Rendition[] {
  const sizes = Object.values(typeof formats === 'object' && formats !== null ? formats : {});
  return [
    ...sizes.filter(isRendition).sort((one, other) => one.width - other.width),
    { url, width: width ?? 0, mime },
  ];
}

function isRendition(value: unknown): value is Rendition {
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

async function copyOne(
  { url, mime }: Rendition,
  cmsUrl: string,
  folder: string,
): Promise<MediaFile> {
  const address = new URL(url, cmsUrl);
  const fail = (cause: string, options?: ErrorOptions) =>
    new ContentReadError(
      'incomplete',
      `Could not load the image ${address.href}: ${cause}. Upload it again in the media library.`,
      options,
    );
  if (!imageTypes.includes(mime)) throw fail(`${mime} is not an image type that the site shows`);
  const response = await fetch(address, {
    redirect: 'error',
    signal: AbortSignal.timeout(30_000),
  }).catch((error: unknown) => {
    throw fail(error instanceof Error ? error.message : String(error), { cause: error });
  });
  if (!response.ok) throw fail(`the CMS answered ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length === 0 || bytes.length > largest) throw fail(`it has ${bytes.length} bytes`);
  const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 20)}.${extensions[mime]}`;
  const file = join(folder, name);
  const isThere = await readFile(file).then(
    (kept) => kept.equals(bytes),
    () => false,
  );
  if (!isThere) {
    await writeFile(`${file}.part`, bytes);
    await rename(`${file}.part`, file);
  }
  return { path: `/media/${name}`, file, url };
}
