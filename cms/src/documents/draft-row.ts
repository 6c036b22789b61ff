import { defaultLocale, type UncheckedEntry } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import type { NamedUser } from '../access/user-name';
import { type DocumentContext, targetOf } from './document-middleware';
import { populateAll } from './populate-all';

/** A draft with everything in it, who saved it last, and what permissions on it are decided by. */
export type DraftRow = UncheckedEntry & {
  id: number;
  updatedAt: string;
  updatedBy: NamedUser | null;
};

/** The drafts that an action is about, before it. */
export function readDraftRows(strapi: Core.Strapi, context: DocumentContext): Promise<DraftRow[]> {
  const target = targetOf(context, undefined, defaultLocale);
  if (target === undefined) return Promise.resolve([]);
  return strapi.db.query(context.uid).findMany({
    where: { ...target.where, documentId: target.documentId, publishedAt: null },
    populate: {
      ...populateAll(context.contentType, (uid) => strapi.getModel(uid)),
      updatedBy: true,
      createdBy: { populate: ['roles'] },
    },
  });
}
