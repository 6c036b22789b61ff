import { type ContentType, contentTypes } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';

/** A draft as far as permissions and lists need it. */
export interface DraftRow {
  documentId: string;
  locale: string | null;
  updatedAt: string;
  updatedBy: { firstname: string | null; lastname: string | null; email: string } | null;
  [title: string]: unknown;
}

/** Drafts by what the database is asked for, with what permissions on single entries are decided by. */
export const readDrafts = (
  strapi: Core.Strapi,
  type: ContentType,
  where: object,
): Promise<DraftRow[]> =>
  strapi.db.query(contentTypes[type].uid).findMany({
    where: { ...where, publishedAt: null },
    populate: { createdBy: { populate: ['roles'] }, updatedBy: true },
  });
