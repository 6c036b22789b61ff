import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { addMiddleware, pluginRoute } from '../access/plugin-route';
import { findImageUsers, type ImageUser } from './image-users';

interface DeleteEvent {
  params: { where?: unknown };
}

/** Entries that a message names; the others are counted. */
const named = 3;

/** The part of Strapi's service by which every file is deleted, and its row after it. */
interface UploadService {
  remove(file: StoredFile): Promise<unknown>;
}
interface StoredFile {
  id: number;
  name: string;
}

/**
 * Keeps images that published entries show: they could not be published again without them, and an
 * image that is deleted cannot be brought back.
 */
export function guardImages(strapi: Core.Strapi): void {
  const check = async ({ id, name }: StoredFile): Promise<void> => {
    const users = await findImageUsers(strapi, id);
    if (users.length > 0) throw refusal(name, users);
  };
  const service: UploadService = strapi.plugin('upload').service('upload');
  const { remove } = service;
  service.remove = async (file) => {
    // Before the file itself is deleted, which comes first.
    await check(file);
    return remove(file);
  };
  const checkAll = async (where: object): Promise<void> => {
    const files: StoredFile[] = await strapi.db.query('plugin::upload.file').findMany({ where });
    for (const file of files) await check(file);
  };
  const checkRows = ({ params }: DeleteEvent) => checkAll(Object(params.where));
  strapi.db.lifecycles.subscribe({
    models: ['plugin::upload.file'],
    beforeDelete: checkRows,
    beforeDeleteMany: checkRows,
  });
  // Of several, with the folders that they are in, all are deleted or none.
  const path = '/actions/bulk-delete';
  const route = pluginRoute(strapi, { plugin: 'upload', method: 'POST', path });
  addMiddleware(route, async (ctx, next) => {
    const { fileIds, folderIds } = Object(ctx.request.body);
    await checkAll({ id: { $in: numbersIn(fileIds) } });
    const folders: { path: string }[] = await strapi.db
      .query('plugin::upload.folder')
      .findMany({ where: { id: { $in: numbersIn(folderIds) } } });
    for (const folder of folders)
      await checkAll({
        $or: [{ folderPath: folder.path }, { folderPath: { $startsWith: `${folder.path}/` } }],
      });
    await next();
  });
}

/** Strapi itself refuses what is no number. */
const numbersIn = (ids: unknown): number[] =>
  Array.isArray(ids) ? ids.filter((id): id is number => Number.isSafeInteger(id)) : [];

function refusal(image: string, users: readonly ImageUser[]) {
  const others = users.length - named;
  const names = users.slice(0, named).map(({ name }) => name);
  if (others > 0) names.push(`${others} more`);
  return new errors.ApplicationError(
    `Could not delete the image "${image}": visitors see it with ${new Intl.ListFormat('en').format(names)}. Choose another image there and publish that first.`,
  );
}
