import { contentTypeOf, contentTypes } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { type AdminContext, addAdminRoutes, adminRoute } from '../access/admin-route';
import { askedEntry } from '../access/asked-entry';
import { permissionsOn, readableTypes } from '../access/entry-permissions';
import { nameableTo } from '../access/nameable-entries';
import { actorOf, lockGeneration } from '../api/publishing/content-generation';
import { conflictWith, isSeen } from '../documents/conflict';
import type { DraftRow } from '../documents/draft-row';
import { wasDeleted } from '../history/contract';
import { answerWithNews } from '../live-status/answer-with-news';
import type { Revisions } from '../live-status/revisions';
import { refuseLosses } from '../losses/refuse-losses';
import { toDueTime } from './choose-time';
import type { ActionName } from './contract';
import { cancelAction, changeAction, findPlanned, planAction } from './plan-actions';
import { readDraft, readEntrySchedule, readSiteSchedule } from './read-schedule';
import type { ScheduledEntry } from './scheduled-actions';

/** The entry that a request is about, and what its user may do with it. */
interface Asked {
  entry: ScheduledEntry;
  draft: Pick<DraftRow, 'documentId' | 'updatedAt' | 'updatedBy'>;
  title: string;
  mayPublish: boolean;
}

/**
 * What is planned, for whoever may read the entries; planning, changing and cancelling for whoever
 * may publish them. `onPlan` is called after each of these.
 */
export function addRoutes(strapi: Core.Strapi, revisions: Revisions, onPlan: () => void): void {
  const site = async (ctx: AdminContext) => {
    const types = readableTypes(strapi, ctx).map((type) => contentTypes[type].uid);
    if (types.length === 0) throw new errors.ForbiddenError();
    return answerWithNews(ctx, revisions, () =>
      readSiteSchedule(strapi, types, nameableTo(strapi, ctx)),
    );
  };

  /** @throws NotFoundError, or ForbiddenError when the user may not read the entry */
  const ask = async (ctx: AdminContext): Promise<Asked> => {
    const { type, uid, documentId, locale } = askedEntry(ctx);
    const permissions = permissionsOn(strapi, ctx, type);
    if (permissions.cannot.read()) throw new errors.ForbiddenError();
    const entry = { type: uid, entryId: documentId, localeCode: locale };
    const draft = await readDraft(strapi, entry);
    if (draft === undefined) throw new errors.NotFoundError(wasDeleted);
    if (permissions.cannot.read(draft)) throw new errors.ForbiddenError();
    return { entry, draft, title: draft.title, mayPublish: permissions.can.publish(draft) };
  };

  const show = async (ctx: AdminContext) => {
    const { entry, mayPublish } = await ask(ctx);
    return answerWithNews(ctx, revisions, async () => ({
      mayPlan: mayPublish,
      ...(await readEntrySchedule(strapi, entry)),
    }));
  };

  const planning =
    (work: (ctx: AdminContext, asked: Asked) => Promise<void>) => async (ctx: AdminContext) => {
      const { entry } = await strapi.db.transaction(async () => {
        // As a save does: none comes between the look at the draft and the plan.
        await lockGeneration(strapi);
        const asked = await ask(ctx);
        if (!asked.mayPublish) throw new errors.ForbiddenError();
        await work(ctx, asked);
        return asked;
      });
      onPlan();
      return { ...(await readEntrySchedule(strapi, entry)), mayPlan: true };
    };

  const planFrom = (ctx: AdminContext, { title, draft }: Asked) => {
    const { seen }: { seen?: unknown } = Object(ctx.request.body);
    if (typeof seen === 'string' && !isSeen(draft, seen))
      throw conflictWith(strapi, 'plan', { ...draft, title });
    return {
      ...toDueTime(ctx.request.body, new Date()),
      actorId: ctx.state.user.id,
      actorName: actorOf(strapi) ?? 'Somebody',
      title,
    };
  };

  /** Asks now what would be lost then, unless all of that was confirmed before. @returns keys of it */
  const acceptLosses = async (
    action: ActionName,
    entry: ScheduledEntry,
    confirmed: readonly string[] = [],
  ): Promise<string[]> => {
    const type = contentTypeOf(entry.type);
    if (type === undefined) throw new errors.NotFoundError();
    const { entryId, localeCode } = entry;
    const where = localeCode === null ? {} : { locale: localeCode };
    const losers = { type, action, documentIds: [entryId], where };
    return (await refuseLosses(strapi, losers, confirmed)).losses.map(({ key }) => key);
  };

  const plan = (action: ActionName) =>
    planning(async (ctx, asked) => {
      const plan = planFrom(ctx, asked);
      const acceptedLosses = await acceptLosses(action, asked.entry);
      await planAction(strapi, asked.entry, action, { ...plan, acceptedLosses });
    });
  const change = planning(async (ctx, asked) => {
    const { entry } = asked;
    const plan = planFrom(ctx, asked);
    const {
      id,
      action,
      acceptedLosses: confirmed,
    } = await findPlanned(strapi, entry, Number(ctx.params.id));
    const acceptedLosses = await acceptLosses(action, entry, confirmed ?? []);
    await changeAction(strapi, entry, id, { ...plan, acceptedLosses });
  });
  const cancel = planning((ctx, { entry }) => cancelAction(strapi, entry, Number(ctx.params.id)));

  addAdminRoutes(strapi, [
    adminRoute('GET', '/schedule', site),
    adminRoute('GET', '/schedule/:uid/:documentId', show),
    adminRoute('POST', '/schedule/:uid/:documentId/publish', plan('publish')),
    adminRoute('POST', '/schedule/:uid/:documentId/unpublish', plan('unpublish')),
    adminRoute('PUT', '/schedule/:uid/:documentId/:id', change),
    adminRoute('DELETE', '/schedule/:uid/:documentId/:id', cancel),
  ]);
}
