import { type ContentType, contentTypeNames, contentTypes, unnamed } from '@lectern/shared-types';
import type { Core, Schema, UID } from '@strapi/strapi';
import { nameableToActor } from '../access/nameable-entries';
import type { Version } from './lost-addresses';
import { nameOf } from './name-losses';

/** A published entry that shows an image. */
export interface ImageUser {
  type: ContentType;
  row: Version;
  /** By its title where that may be read. */
  name: string;
  isNameable: boolean;
}

/** The published entries that show an image. */
export async function findImageUsers(strapi: Core.Strapi, id: number): Promise<ImageUser[]> {
  const users: ImageUser[] = [];
  for (const type of contentTypeNames) {
    const uid: UID.ContentType = contentTypes[type].uid;
    const shows = mediaFilters(strapi, strapi.contentType(uid), { id });
    if (shows.length === 0) continue;
    const rows: Version[] = await strapi.db.query(uid).findMany({
      where: { publishedAt: { $notNull: true }, $or: shows },
      orderBy: { id: 'asc' },
    });
    const toRef = ({ documentId, locale }: Version) => ({
      uid,
      documentId,
      locale: locale ?? null,
    });
    const mayName = await nameableToActor(strapi)(rows.map(toRef));
    for (const row of rows) {
      const isNameable = mayName(toRef(row));
      users.push({ type, row, isNameable, name: isNameable ? nameOf(type, row) : unnamed });
    }
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
