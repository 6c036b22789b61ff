import { type ContentType, contentTypeNames, contentTypes } from '@lectern/shared-types';
import type { Core, Schema } from '@strapi/strapi';
import { isEntered } from '../history/entry-content';
import type { AdminContext } from './admin-route';
import type { ContentAction } from './roles';

/** Whether something may be done with the entries of a type, with one of them, or with one field. */
type Permission = (entry?: object, field?: string) => boolean;

/** What Strapi's content manager asks before it shows or writes an entry. */
export interface EntryPermissions {
  can: Record<ContentAction, Permission>;
  cannot: Record<ContentAction, Permission>;
}

/** What the user who asks may do with the entries of a type. */
export const permissionsOn = (
  strapi: Core.Strapi,
  ctx: Pick<AdminContext, 'state'>,
  type: ContentType,
): EntryPermissions =>
  strapi
    .plugin('content-manager')
    .service('permission-checker')
    .create({ userAbility: ctx.state.userAbility, model: contentTypes[type].uid });

/** Whether whoever has some permissions may read every field of an entry, or of any of its type. */
export function mayReadWhole(
  strapi: Core.Strapi,
  { can }: EntryPermissions,
  type: ContentType,
  entry?: object,
): boolean {
  const isReadable = (model: Schema.ContentType | Schema.Component, parent: string): boolean =>
    Object.entries(model.attributes).every(([name, attribute]) => {
      if (!isEntered(name, attribute)) return true;
      const path = parent + name;
      return attribute.type === 'component'
        ? isReadable(strapi.getModel(attribute.component), `${path}.`)
        : can.read(entry, path);
    });
  return can.read(entry) && isReadable(strapi.contentType(contentTypes[type].uid), '');
}

/** The types of which the user who asks may read entries. */
export const readableTypes = (strapi: Core.Strapi, ctx: AdminContext): ContentType[] =>
  contentTypeNames.filter((type) => permissionsOn(strapi, ctx, type).can.read());
