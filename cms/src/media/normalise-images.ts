import { createReadStream, type ReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Core } from '@strapi/strapi';
import sharp, { type Metadata } from 'sharp';
import { type Format, formats } from './formats';

/** An uploaded file on its way into the media library. */
interface UploadedFile {
  name: string;
  hash: string;
  ext: string;
  mime: string;
  filepath: string;
  tmpWorkingDirectory: string;
  getStream: () => ReadStream;
}

/** The part of Strapi's service that looks at an uploaded file before it is stored. */
interface ImageManipulation {
  /** What a stored file is called, without its ending: made from its name, with a random end. */
  generateFileName(name: string): string;
  isImage(file: UploadedFile): Promise<boolean>;
  isOptimizableImage(file: UploadedFile): Promise<boolean>;
  isResizableImage(file: UploadedFile): Promise<boolean>;
  optimize(file: UploadedFile): Promise<UploadedFile>;
}

/** Characters of a stored file's name; file systems take 255 bytes, with what sizes and endings add. */
const longestFileName = 150;
/** What makes the names of stored files differ, at their end: an underscore and ten characters. */
const endOfFileName = 11;

/** Longest side of a stored image in pixels: sharp on every screen, and no download of megabytes. */
const longestSide = 2560;

/**
 * Stores every image as pages need it: upright, in sRGB, no larger than screens are, and without what
 * a camera or a program wrote into it, such as the place where it was taken. Its name, its type and its
 * address say what it is. What the settings of the media library ask for comes on top.
 */
export function normaliseImages(strapi: Core.Strapi): void {
  const service: ImageManipulation = strapi.plugin('upload').service('image-manipulation');
  const { generateFileName, optimize } = service;
  service.generateFileName = (name) => {
    const full = generateFileName(name);
    if (full.length <= longestFileName) return full;
    return full.slice(0, longestFileName - endOfFileName) + full.slice(-endOfFileName);
  };
  // Strapi asks for each by the names of formats it knows, and AVIF is not among them.
  const isSupported = async ({ filepath }: UploadedFile) => {
    const { format } = await sharp(filepath).metadata().catch(unreadable);
    return format !== undefined && formats.has(format);
  };
  service.isImage = isSupported;
  service.isOptimizableImage = isSupported;
  service.isResizableImage = isSupported;
  service.optimize = async (file) => optimize(await normalise(file));
}

/** Not an image at all: the check of uploads has refused it, or does. */
const unreadable = (): Partial<Metadata> => ({});

async function normalise(file: UploadedFile): Promise<UploadedFile> {
  const metadata = await sharp(file.filepath).metadata();
  const format = formats.get(metadata.format);
  if (format === undefined) return file;
  // Whatever its name and its sender say, it is called what it is.
  const { ext, mime, encode } = format;
  const name = nameByFormat(file, format);
  if (!needsWork(metadata)) return { ...file, name, ext, mime };
  const filepath = join(file.tmpWorkingDirectory, `normalised-${file.hash}`);
  const upright = sharp(file.filepath).autoOrient().toColourspace('srgb');
  const fitting = upright.resize({
    width: longestSide,
    height: longestSide,
    fit: 'inside',
    withoutEnlargement: true,
  });
  const { width, height, size } = await encode(fitting).toFile(filepath);
  return {
    ...file,
    ...{ name, ext, mime, width, height, sizeInBytes: size, size: Math.round(size / 10) / 100 },
    filepath,
    getStream: () => createReadStream(filepath),
  };
}

/** An ending that is another format's would be that of the file when somebody downloads it. */
function nameByFormat({ name, ext }: UploadedFile, format: Format): string {
  const isWrong = /^\.\w{1,5}$/.test(ext) && name.endsWith(ext) && !format.endings.test(ext);
  return isWrong ? name.slice(0, -ext.length) + format.ext : name;
}

const needsWork = ({ orientation = 1, space, width, height, ...metadata }: Metadata): boolean =>
  orientation !== 1 ||
  !['srgb', 'b-w', 'rgb16', 'grey16'].includes(space) ||
  Math.max(width, height) > longestSide ||
  [metadata.exif, metadata.xmp, metadata.iptc, metadata.comments].some((part) => part?.length);
