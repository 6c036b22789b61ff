import {
  contentTypeNames,
  contentTypeOf,
  contentTypes,
  defaultLocale,
} from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { actorOf } from '../api/publishing/content-generation';
import { answerWithNews } from '../live-status/answer-with-news';
import type { Revisions } from '../live-status/revisions';
import { toDueTime } from './choose-time';
import { cancelAction, changeAction, planAction } from './plan-actions';
import { readDraft, readEntrySchedule, readSiteSchedule } from './read-schedule';
import type { ScheduledEntry } from './scheduled-actions';

type Context = Parameters<Core.ControllerHandler>[0];
type Draft = NonNullable<Awaited<ReturnType<typeof readDraft>>>;

const read = 'plugin::content-manager.explorer.read';

/**
 * What is planned, for whoever may read the entries; planning, changing and cancelling for whoever
 * may publish them. `onPlan` is called after each of these.
 */
export function addRoutes(strapi: Core.Strapi, revisions: Revisions, onPlan: () => void): void {
  const site = async (ctx: Context) => {
    const types = contentTypeNames
      .map((type) => contentTypes[type].uid)
      .filter((uid) => ctx.state.userAbility.can(read, uid));
    if (types.length === 0) return ctx.forbidden();
    await answerWithNews(ctx, revisions, () => readSiteSchedule(strapi, types));
  };

  /** Answers about an entry that the user may read. */
  const aboutEntry =
    (work: (ctx: Context, entry: ScheduledEntry, draft: Draft) => Promise<unknown>) =>
    async (ctx: Context) => {
      const { uid = '', documentId = '' } = ctx.params;
      const type = contentTypeOf(uid);
      if (type === undefined) return ctx.notFound();
      const permissions = permissionsOn(ctx, uid);
      if (permissions.cannot.read()) return ctx.forbidden();
      const localeCode = contentTypes[type].isLocalized ? localeOf(ctx) : null;
      const entry = { type: uid, entryId: documentId, localeCode };
      const draft = await readDraft(strapi, entry);
      if (draft === undefined) return ctx.notFound();
      if (permissions.cannot.read(draft)) return ctx.forbidden();
      return work(ctx, entry, draft);
    };

  const permissionsOn = (ctx: Context, uid: string) =>
    strapi
      .plugin('content-manager')
      .service('permission-checker')
      .create({ userAbility: ctx.state.userAbility, model: uid });

  const mayPublish = (ctx: Context, { type }: ScheduledEntry, draft: Draft): boolean =>
    permissionsOn(ctx, type).can.publish(draft);

  const planning = (work: (ctx: Context, entry: ScheduledEntry, draft: Draft) => Promise<void>) =>
    aboutEntry(async (ctx, entry, draft) => {
      if (!mayPublish(ctx, entry, draft)) return ctx.forbidden();
      await work(ctx, entry, draft);
      onPlan();
      ctx.body = { ...(await readEntrySchedule(strapi, entry)), mayPlan: true };
    });

  const planFrom = (ctx: Context, { title }: Draft) => ({
    ...toDueTime(ctx.request.body, new Date()),
    actorId: ctx.state.user.id,
    actorName: actorOf(strapi) ?? 'Somebody',
    title,
  });

  const route = (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    handler: (ctx: Context) => Promise<unknown>,
  ) => ({
    method,
    path,
    handler,
    config: { policies: ['admin::isAuthenticatedAdmin'] },
    info: { type: 'admin' as const },
  });

  const entryPath = '/schedule/:uid/:documentId';
  const plan = (action: 'publish' | 'unpublish') =>
    route(
      'POST',
      `${entryPath}/${action}`,
      planning((ctx, entry, draft) => planAction(strapi, entry, action, planFrom(ctx, draft))),
    );
  strapi.server.routes({
    type: 'admin',
    routes: [
      route('GET', '/schedule', site),
      route(
        'GET',
        entryPath,
        aboutEntry((ctx, entry, draft) =>
          answerWithNews(ctx, revisions, async () => ({
            mayPlan: mayPublish(ctx, entry, draft),
            ...(await readEntrySchedule(strapi, entry)),
          })),
        ),
      ),
      plan('publish'),
      plan('unpublish'),
      route(
        'PUT',
        `${entryPath}/:id`,
        planning((ctx, entry, draft) =>
          changeAction(strapi, entry, Number(ctx.params.id), planFrom(ctx, draft)),
        ),
      ),
      route(
        'DELETE',
        `${entryPath}/:id`,
        planning((ctx, entry) => cancelAction(strapi, entry, Number(ctx.params.id))),
      ),
    ],
  });
}

const localeOf = ({ query }: Context) =>
  typeof query.locale === 'string' && query.locale !== '' ? query.locale : defaultLocale;
