import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { putInPlace } from '../put-in-place.ts';
import { drawShareImage } from './draw-share-image.ts';
import { type ShareImage, shareImagePath } from './share-image.ts';

/** The drawn image; drawn once and kept in a folder for the next time that a page shows the same. */
export async function keepShareImage(image: ShareImage, folder: string): Promise<Uint8Array> {
  const kept = join(folder, basename(shareImagePath(image)));
  const known = await readFile(kept).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (known !== undefined) return known;
  const bytes = await drawShareImage(image);
  await mkdir(folder, { recursive: true });
  await putInPlace(kept, bytes);
  return bytes;
}
