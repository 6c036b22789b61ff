import { contentTypeOf, contentTypes } from '@lectern/shared-types';
import type { EntryLink } from './contract';

/** Where an entry can be edited, in the locale that is meant if its type has locales. */
export function toEntryLink(uid: string, documentId: string, locale: string | null): EntryLink {
  const type = contentTypeOf(uid);
  const isLocalized = type !== undefined && contentTypes[type].isLocalized;
  return {
    uid,
    documentId,
    locale: isLocalized ? locale : null,
    isSingle: type === 'Site',
  };
}
