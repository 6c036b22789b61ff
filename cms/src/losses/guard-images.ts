import { contentTypeNames, contentTypes, nameEntry, titleOf } from '@lectern/shared-types';
import type { Core, Schema, UID } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { nameableToActor, unnamed } from '../access/nameable-entries';

interface DeleteEvent {
  params: { where?: unknown };
}
interface Row {
  documentId: string;
  locale: string | null;
}

/** Entries that a message names; the others are counted. */
const named = 3;

/**
 * Keeps images that published entries show: they could not be published again without them, and an
 * image that is deleted cannot be brought back.
 */
export function guardImages(strapi: Core.Strapi): void {
  const check = async ({ params: { where } }: DeleteEvent): Promise<void> => {
    const files: { id: number; name: string }[] = await strapi.db
      .query('plugin::upload.file')
      .findMany({ where });
    for (const { id, name } of files) {
      const users = await usersOf(strapi, id);
      if (users.length > 0) throw refusal(name, users);
    }
  };
  strapi.db.lifecycles.subscribe({
    models: ['plugin::upload.file'],
    beforeDelete: check,
    beforeDeleteMany: check,
  });
}

function refusal(image: string, users: readonly string[]) {
  const others = users.length - named;
  const names = [...users.slice(0, named), ...(others > 0 ? [`${others} more`] : [])];
  return new errors.ApplicationError(
    `Could not delete the image "${image}": visitors see it with ${new Intl.ListFormat('en').format(names)}. Choose another image there and publish that first.`,
  );
}

/** The published entries that show an image, by name where they may be read. */
async function usersOf(strapi: Core.Strapi, id: number): Promise<string[]> {
  const users: string[] = [];
  for (const type of contentTypeNames) {
    const uid: UID.ContentType = contentTypes[type].uid;
    const shows = mediaFilters(strapi, strapi.contentType(uid), { id });
    if (shows.length === 0) continue;
    const rows: Row[] = await strapi.db
      .query(uid)
      .findMany({ where: { publishedAt: { $notNull: true }, $or: shows } });
    const toRef = ({ documentId, locale }: Row) => ({ uid, documentId, locale: locale ?? null });
    const mayName = await nameableToActor(strapi)(rows.map(toRef));
    for (const row of rows)
      users.push(
        mayName(toRef(row)) ? nameEntry({ type, entry: titleOf(type, row), ...row }) : unnamed,
      );
  }
  return users;
}

/** A filter for every field with an image, whatever group of fields it is in. */
function mediaFilters(
  strapi: Core.Strapi,
  model: Schema.ContentType | Schema.Component,
  is: object,
): object[] {
  return Object.entries(model.attributes).flatMap(([name, attribute]) => {
    if (attribute.type === 'media') return [{ [name]: is }];
    if (attribute.type !== 'component') return [];
    const inner = mediaFilters(strapi, strapi.getModel(attribute.component), is);
    return inner.map((filter) => ({ [name]: filter }));
  });
}
