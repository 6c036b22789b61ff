import type { Sharp } from 'sharp';

/** A kind of image: what its files are called, and how one is written again. */
export interface Format {
  mime: string;
  /** As its addresses end. */
  ext: string;
  /** As names of its files may end. */
  endings: RegExp;
  encode(image: Sharp): Sharp;
}

/** By the name that the decoder has for them; AVIF is called by the container that it shares with HEIC. */
export const formats = new Map<string, Format>([
  [
    'png',
    {
      mime: 'image/png',
      ext: '.png',
      endings: /^\.png$/i,
      encode: (image) => image.png({ compressionLevel: 9 }),
    },
  ],
  [
    'jpeg',
    {
      mime: 'image/jpeg',
      ext: '.jpg',
      endings: /^\.jpe?g$/i,
      encode: (image) => image.jpeg({ quality: 90, mozjpeg: true }),
    },
  ],
  [
    'webp',
    {
      mime: 'image/webp',
      ext: '.webp',
      endings: /^\.webp$/i,
      encode: (image) => image.webp({ quality: 90 }),
    },
  ],
  [
    'heif',
    {
      mime: 'image/avif',
      ext: '.avif',
      endings: /^\.avif$/i,
      encode: (image) => image.avif({ quality: 65 }),
    },
  ],
]);
