import { createReadStream, type ReadStream } from 'node:fs';
import type { Core } from '@strapi/strapi';
import sharp from 'sharp';

/** A size of an image that Strapi has made, before it is stored. */
interface Rendition {
  ext: string;
  mime: string;
  filepath: string;
  getStream: () => ReadStream;
  /** Kilobytes. */
  size: number;
  sizeInBytes: number;
}

/** The part of Strapi's service that makes the sizes of an uploaded image. */
interface ImageManipulation {
  generateThumbnail(file: object): Promise<Rendition | null>;
  generateResponsiveFormats(file: object): Promise<{ key: string; file: Rendition }[]>;
}

/** Makes every size of an uploaded image a WebP; the image itself stays as it was uploaded. */
export function makeModernFormats(strapi: Core.Strapi): void {
  const service: ImageManipulation = strapi.plugin('upload').service('image-manipulation');
  const { generateThumbnail, generateResponsiveFormats } = service;
  service.generateThumbnail = async (image) => {
    const thumbnail = await generateThumbnail(image);
    return thumbnail && toWebp(thumbnail);
  };
  service.generateResponsiveFormats = async (image) => {
    const sizes = await generateResponsiveFormats(image);
    return Promise.all(sizes.map(async ({ key, file }) => ({ key, file: await toWebp(file) })));
  };
}

async function toWebp(rendition: Rendition): Promise<Rendition> {
  const filepath = `${rendition.filepath}.webp`;
  const { size } = await sharp(rendition.filepath, { animated: true }).webp().toFile(filepath);
  return {
    ...rendition,
    ext: '.webp',
    mime: 'image/webp',
    filepath,
    getStream: () => createReadStream(filepath),
    size: Math.round(size / 10) / 100,
    sizeInBytes: size,
  };
}
