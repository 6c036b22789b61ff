import {
  type ContentType,
  contentTypeOf,
  contentTypes,
  defaultLocale,
} from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { mayActorPublish } from '../access/acting-user';
import { actorOf } from '../api/publishing/content-generation';
import { type DocumentMiddleware, targetOf } from '../documents/document-middleware';
import { writtenBy } from '../documents/written';
import { describeNewDeadLinks } from '../losses/refuse-losses';
import type { ActionName } from './contract';
import { type ActionRow, actionUid, changeActions } from './scheduled-actions';

/** Which plans are for the version that an action writes. */
const concerned: Record<string, ActionName> = {
  create: 'publish',
  update: 'publish',
  discardDraft: 'publish',
  publish: 'unpublish',
};

/**
 * A plan is for what was seen when it was made. Once somebody has changed that who may not publish,
 * or so that links would lead nowhere of which nobody knew, it is asked again, not carried out: it
 * stands as failed, in the transaction that changes.
 */
export const askAgain =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const result = await next();
    const { uid } = context;
    const type = contentTypeOf(uid);
    const action = concerned[context.action];
    if (type === undefined || action === undefined) return result;
    const target = targetOf(context, result, defaultLocale);
    if (target === undefined || writtenBy(context).isUnchanged) return result;
    const { locale } = target.where;
    const plans: ActionRow[] = await strapi.db.query(actionUid).findMany({
      where: {
        type: uid,
        entryId: target.documentId,
        action,
        state: 'planned',
        ...(locale === undefined ? {} : { localeCode: locale }),
      },
    });
    for (const plan of plans) {
      const reason = await whyAsked(strapi, type, plan);
      if (reason === undefined) continue;
      const failed = { state: 'failed', doneAt: new Date(), reason } as const;
      await changeActions(strapi, { id: plan.id, state: 'planned' }, failed);
    }
    return result;
  };

/** Why a plan has to be made again; undefined when it stands. */
async function whyAsked(
  strapi: Core.Strapi,
  type: ContentType,
  { action, entryId, localeCode, acceptedLosses }: ActionRow,
): Promise<string | undefined> {
  const where = localeCode === null ? {} : { locale: localeCode };
  const actor = actorOf(strapi) ?? 'Somebody';
  if (action === 'publish') {
    const uid = contentTypes[type].uid;
    const draft: object | null = await strapi.db.query(uid).findOne({
      where: { ...where, documentId: entryId, publishedAt: null },
      populate: { createdBy: { populate: ['roles'] } },
    });
    if (draft !== null && !mayActorPublish(strapi, uid, draft))
      return `${actor} has changed the draft since this was planned, and may not publish. Look at what was changed, then plan it again, or publish it.`;
  }
  const losers = { type, action, documentIds: [entryId], where };
  const links = await describeNewDeadLinks(strapi, losers, acceptedLosses ?? []);
  if (links === undefined) return undefined;
  const change = action === 'publish' ? 'changed the draft' : 'published another version';
  return `${actor} has ${change} since this was planned. ${links} Change these links and publish that first, then plan it again; or plan it again and confirm it.`;
}
