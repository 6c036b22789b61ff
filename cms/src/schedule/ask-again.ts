import { contentTypeOf, defaultLocale } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { mayActorPublish } from '../access/acting-user';
import { actorOf } from '../api/publishing/content-generation';
import { type DocumentMiddleware, targetOf } from '../documents/document-middleware';
import { writtenBy } from '../documents/written';
import { type ActionRow, actionUid, changeActions } from './scheduled-actions';

const changingActions = ['create', 'update', 'discardDraft'];

/**
 * A plan is for the draft that was seen when it was made. Once somebody has changed that who may not
 * publish, it is asked again, not published: it stands as failed, in the transaction that changes.
 */
export const askAgain =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const result = await next();
    const { uid, action } = context;
    if (contentTypeOf(uid) === undefined || !changingActions.includes(action)) return result;
    const target = targetOf(context, result, defaultLocale);
    if (target === undefined || writtenBy(context).isUnchanged) return result;
    const { locale } = target.where;
    const plans: ActionRow[] = await strapi.db.query(actionUid).findMany({
      where: {
        type: uid,
        entryId: target.documentId,
        action: 'publish',
        state: 'planned',
        ...(locale === undefined ? {} : { localeCode: locale }),
      },
    });
    for (const { id, localeCode } of plans) {
      const draft: object | null = await strapi.db.query(uid).findOne({
        where: {
          documentId: target.documentId,
          publishedAt: null,
          ...(localeCode === null ? {} : { locale: localeCode }),
        },
        populate: { createdBy: { populate: ['roles'] } },
      });
      if (draft === null || mayActorPublish(strapi, uid, draft)) continue;
      const reason = `${actorOf(strapi) ?? 'Somebody'} has changed the draft since this was planned, and may not publish. Look at what was changed, then plan it again, or publish it.`;
      const failed = { state: 'failed', doneAt: new Date(), reason } as const;
      await changeActions(strapi, { id, state: 'planned' }, failed);
    }
    return result;
  };
