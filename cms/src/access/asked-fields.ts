import { contentTypeOf } from '@lectern/shared-types';
import type { Core, Schema, UID } from '@strapi/strapi';
import { isEntered } from '../history/entry-content';
import type { AdminContext } from './admin-route';
import { permissionsOn } from './entry-permissions';
import { dependsOnRow } from './nameable-entries';

const times = ['createdAt', 'updatedAt'];
/** What may be asked of everything else that an entry refers to; nothing of what is not listed. */
const askable: Readonly<Record<string, readonly string[]>> = {
  'admin::user': ['id', 'documentId', 'firstname', 'lastname', 'username'],
  'plugin::upload.file': [
    ...['id', 'documentId', 'name', 'alternativeText', 'caption', 'ext', 'mime', 'size'],
    ...['width', 'height', 'hash', 'url', 'folder', 'folderPath', 'createdBy', 'updatedBy'],
    ...times,
  ],
  'plugin::upload.folder': ['id', 'documentId', 'name', 'pathId', 'path', 'parent', ...times],
};

interface Place {
  /** Type of the entries that are asked about. */
  uid: string;
  /** The type, or a group of fields in it. */
  model: Schema.ContentType | Schema.Component;
  /** Where the group stands in the entry. */
  parent: string;
}

/**
 * The first field in a filter or an order that whoever asks may not read: which entries are found, and
 * in what order, would tell what it holds. Strapi looks at the fields of the type itself, and at those
 * of what is related to it only where the role may read some of them.
 * @param asked filters, or an order as `toNested` gives it
 * @returns its path, or undefined
 */
export function findHidden(
  strapi: Core.Strapi,
  ctx: AdminContext,
  uid: string,
  asked: unknown,
): string | undefined {
  const look = (place: Place, part: unknown, isRelated: boolean): string | undefined => {
    if (typeof part !== 'object' || part === null) return undefined;
    for (const [name, inner] of Object.entries(part)) {
      const hidden =
        name.startsWith('$') || Array.isArray(part)
          ? look(place, inner, isRelated)
          : lookAt(place, name, inner, isRelated);
      if (hidden !== undefined) return hidden;
    }
    return undefined;
  };
  const lookAt = (place: Place, name: string, inner: unknown, isRelated: boolean) => {
    const attribute = place.model.attributes[name];
    const path = place.parent + name;
    // Strapi itself refuses what is no field.
    if (attribute === undefined) return isOpen(place.uid, name) ? undefined : path;
    if (attribute.type === 'component')
      return look(
        { ...place, model: strapi.getModel(attribute.component), parent: `${path}.` },
        inner,
        isRelated,
      );
    if (!isReadable(place, name, attribute, isRelated)) return path;
    if (typeof inner !== 'object' || inner === null) return undefined;
    const target = targetOf(attribute);
    if (target === undefined) return look(place, inner, isRelated);
    // Other languages of an entry may be hidden where this one is not.
    if (name === 'localizations') return path;
    const related = { uid: target, model: strapi.getModel(target), parent: '' };
    const hidden = look(related, inner, true);
    return hidden && `${path}.${hidden}`;
  };
  const isOpen = (type: string, name: string) =>
    contentTypeOf(type) !== undefined || (askable[type]?.includes(name) ?? false);
  const isReadable = (
    { uid: type, parent }: Place,
    name: string,
    attribute: Schema.Attribute.AnyAttribute,
    isRelated: boolean,
  ) => {
    const own = contentTypeOf(type);
    if (own === undefined) return isOpen(type, name);
    if (!isEntered(name, attribute)) return true;
    if (isRelated && dependsOnRow(ctx.state.userAbility, type)) return false;
    return permissionsOn(strapi, ctx, own).can.read(undefined, parent + name);
  };
  const model = strapi.getModel(uid as UID.Schema);
  return model && look({ uid, model, parent: '' }, asked, false);
}

function targetOf(attribute: Schema.Attribute.AnyAttribute): UID.ContentType | undefined {
  if (attribute.type === 'media') return 'plugin::upload.file';
  if (attribute.type !== 'relation') return undefined;
  const target: unknown = Reflect.get(attribute, 'target');
  return typeof target === 'string' ? (target as UID.ContentType) : undefined;
}

/** An order in any of the ways in which it can be written, as filters are. */
export function toNested(sort: unknown): unknown {
  if (Array.isArray(sort)) return sort.map(toNested);
  if (typeof sort !== 'string') return sort;
  return sort.split(',').map((each) => {
    const [path = ''] = each.trim().split(':', 1);
    return path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), 'asc');
  });
}
