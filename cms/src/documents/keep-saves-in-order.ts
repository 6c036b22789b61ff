import { contentTypeOf, defaultLocale } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { type DocumentMiddleware, targetOf } from './document-middleware';
import type { DraftRow } from './draft-row';
import { writtenBy } from './written';

/**
 * A save is later than the one before and than what is published, also after a clock was set back,
 * and where the clocks of several machines differ: by these times alone Strapi tells whether a draft
 * has changes that are not published.
 */
export const keepSavesInOrder =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const target = targetOf(context, undefined, defaultLocale);
    if (
      contentTypeOf(context.uid) === undefined ||
      context.action !== 'update' ||
      target?.stage !== 'draft'
    )
      return next();
    const versions = strapi.db.query(context.uid);
    const before: { updatedAt: string }[] = await versions.findMany({
      where: { ...target.where, documentId: target.documentId },
      select: ['updatedAt'],
    });
    const latest = Math.max(...before.map(({ updatedAt }) => Date.parse(updatedAt)));
    const result = await next();
    const [draft] = (writtenBy(context).entries ?? []) as readonly DraftRow[];
    if (draft === undefined || Date.parse(draft.updatedAt) > latest) return result;
    const updatedAt = new Date(latest + 1).toISOString();
    // `update` would set the time to now.
    await versions.updateMany({ where: { id: draft.id }, data: { updatedAt } });
    Object.assign(Object(result), { updatedAt });
    return result;
  };
