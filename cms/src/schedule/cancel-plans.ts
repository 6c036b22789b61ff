import { contentTypeOf, defaultLocale } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { type DocumentMiddleware, targetOf } from '../documents/document-middleware';
import { actionUid } from './scheduled-actions';

/**
 * Cancels what is planned for an entry that is deleted, in the transaction that deletes it. Before
 * the entry itself: that is the order in which a planned action takes its locks, too.
 */
export const cancelPlans =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const target = targetOf(context, undefined, defaultLocale);
    if (
      context.action === 'delete' &&
      target !== undefined &&
      contentTypeOf(context.uid) !== undefined
    ) {
      const { locale } = target.where;
      await strapi.db.query(actionUid).updateMany({
        where: {
          type: context.uid,
          entryId: target.documentId,
          state: { $in: ['planned', 'failed'] },
          ...(locale === undefined ? {} : { localeCode: locale }),
        },
        data: { state: 'cancelled', slot: null, updatedAt: new Date() },
      });
    }
    return next();
  };
