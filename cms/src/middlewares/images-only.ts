import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import sharp from 'sharp';
import { isAnimatedPng } from '../media/is-animated-png';

const formats = ['png', 'jpeg', 'webp', 'heif'];
/** Larger than any screen; a small file that unpacks to more is an attack on memory. */
const maxPixels = 50_000_000;

interface Upload {
  filepath: string;
  originalFilename: string | null;
}

/**
 * Looks into every uploaded file before it is stored: whatever its name says, it must be an image
 * that can be decoded, and one that does not move.
 */
export default (): Core.MiddlewareHandler => async (context, next) => {
  const files: Record<string, Upload | Upload[]> = context.request.files ?? {};
  for (const file of Object.values(files).flat()) await checkImage(file);
  await next();
};

async function checkImage({ filepath, originalFilename }: Upload): Promise<void> {
  const metadata = await sharp(filepath, { limitInputPixels: maxPixels })
    .metadata()
    .catch(() => undefined);
  const { format, width = 0, height = 0, pages = 1 } = metadata ?? {};
  if (pages > 1 || (await isAnimatedPng(filepath)))
    throw new errors.ValidationError(
      `Could not upload ${originalFilename}: it is animated, and moving images distract readers. Upload a still image.`,
    );
  if (format && formats.includes(format) && width * height <= maxPixels) return;
  throw new errors.ValidationError(
    `${originalFilename ?? 'The file'} is not an image that can be shown. Upload a PNG, JPEG, WebP or AVIF of up to 50 megapixels.`,
  );
}
