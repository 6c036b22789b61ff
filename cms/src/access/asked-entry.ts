import {
  type ContentType,
  type ContentTypeUid,
  contentTypeOf,
  contentTypes,
  defaultLocale,
} from '@lectern/shared-types';
import { errors } from '@strapi/utils';
import type { AdminContext } from './admin-route';

/** The entry that a request is about. */
export interface AskedEntry {
  type: ContentType;
  uid: ContentTypeUid;
  documentId: string;
  /** Null for a type that is the same in all languages. */
  locale: string | null;
}

/** The type that `:uid` of an address names. @throws NotFoundError for one that the site does not show */
export function askedType({ params }: AdminContext): ContentType {
  const type = contentTypeOf(String(params.uid));
  if (type === undefined) throw new errors.NotFoundError();
  return type;
}

/** The entry that `:uid` and `:documentId` of an address name, in its `?locale=`. @throws NotFoundError */
export function askedEntry(ctx: AdminContext): AskedEntry {
  const type = askedType(ctx);
  const { uid, isLocalized } = contentTypes[type];
  const locale = isLocalized ? askedLocale(ctx) : null;
  return { type, uid, documentId: String(ctx.params.documentId), locale };
}

/** The locale that `?locale=` names, the default one when there is none. */
export const askedLocale = ({ query }: AdminContext): string =>
  typeof query.locale === 'string' && query.locale !== '' ? query.locale : defaultLocale;
