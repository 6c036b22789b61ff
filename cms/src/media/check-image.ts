import { errors } from '@strapi/utils';
import sharp from 'sharp';
import { formats } from './formats';
import { isAnimated } from './is-animated';

/** Larger than any screen; a small file that unpacks to more is an attack on memory. */
const maxPixels = 50_000_000;

/** A file that was sent, before anything of it is kept. */
export interface SentFile {
  filepath: string;
  originalFilename?: string | null;
}

/**
 * Looks into a file: whatever its name says, it must be an image that can be decoded, and one that does
 * not move.
 * @returns the MIME type of what it is
 */
export async function checkImage({ filepath, originalFilename }: SentFile): Promise<string> {
  const metadata = await sharp(filepath, { limitInputPixels: maxPixels })
    .metadata()
    .catch(() => undefined);
  const { format = '', width = 0, height = 0, pages = 1 } = metadata ?? {};
  if (pages > 1 || (await isAnimated(filepath)))
    throw new errors.ValidationError(
      `Could not upload ${originalFilename}: it is animated, and moving images distract readers. Upload a still image.`,
    );
  const known = formats.get(format);
  if (known && width * height <= maxPixels) return known.mime;
  throw new errors.ValidationError(
    `Could not upload ${originalFilename ?? 'the file'}: it is not an image that can be shown. Upload a PNG, JPEG, WebP or AVIF of up to 50 megapixels.`,
  );
}
