import { contentTypeOf } from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';

/** What changes beside entries. */
const kinds: Record<string, string> = {
  'plugin::upload.file': 'Image',
  'plugin::i18n.locale': 'Language',
};

/** What kind of thing a change is about, as the admin calls it. */
export const kindOf = (strapi: Core.Strapi, type: string): string =>
  contentTypeOf(type) === undefined
    ? (kinds[type] ?? type)
    : strapi.contentType(type as UID.ContentType).info.displayName;
