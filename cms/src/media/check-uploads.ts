import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { checkFileInfo, type FileInfo } from './check-file-info';
import { checkImage, type SentFile } from './check-image';

/** The part of Strapi's service by which every file comes into the media library. */
interface UploadService {
  upload(
    input: { files: SentFile | SentFile[]; data?: { fileInfo?: FileInfo | FileInfo[] } },
    options?: object,
  ): Promise<unknown>;
  replace(
    id: unknown,
    input: { file: SentFile; data?: { fileInfo?: FileInfo } },
    options?: object,
  ): Promise<unknown>;
  updateFileInfo(id: unknown, fileInfo: FileInfo, options?: object): Promise<unknown>;
  findOne(id: unknown): Promise<{ name: string; mime: string } | null>;
}

/**
 * Lets nothing but images into the media library, whatever form or program sends them, and no
 * text about one that is too long. A file that replaces another one is of its type, since it keeps its
 * address.
 */
export function checkUploads(strapi: Core.Strapi): void {
  const service: UploadService = strapi.plugin('upload').service('upload');
  const { upload, replace, updateFileInfo } = service;
  service.upload = async (input, options) => {
    const files = [input.files].flat();
    for (const { originalFilename } of files) checkFileInfo({ name: originalFilename });
    for (const fileInfo of [input.data?.fileInfo].flat()) checkFileInfo(fileInfo);
    for (const file of files) await checkImage(file);
    return upload(input, options);
  };
  service.replace = async (id, input, options) => {
    checkFileInfo(input.data?.fileInfo);
    const mime = await checkImage(input.file);
    const former = await service.findOne(id);
    if (former && former.mime !== mime)
      throw new errors.ValidationError(
        `Could not replace ${former.name}: it is of the type ${former.mime}, and ${input.file.originalFilename} of the type ${mime}. Upload it as a new image and choose it in the entries that show the former one.`,
      );
    return replace(id, input, options);
  };
  service.updateFileInfo = (id, fileInfo, options) => {
    checkFileInfo(fileInfo);
    return updateFileInfo(id, fileInfo, options);
  };
}

/**
 * Takes the route away by which the server itself loads files from addresses: whoever may upload could
 * read with it what only the server can reach.
 */
export function loadNothingFromAddresses(strapi: Core.Strapi): void {
  const { admin } = strapi.plugin('upload').routes as unknown as {
    admin: { routes: { path: string }[] };
  };
  admin.routes = admin.routes.filter(({ path }) => path !== '/actions/upload-from-urls');
}
