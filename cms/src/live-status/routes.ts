import {
  contentTypeNames,
  contentTypeOf,
  contentTypes,
  defaultLocale,
} from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { answerWithNews } from './answer-with-news';
import { listPlaces } from './list-places';
import { type LiveContext, readEntryStatus, readVersions } from './read-entry-status';
import { readSiteStatus } from './read-site-status';
import type { Revisions } from './revisions';

type Context = Parameters<Core.ControllerHandler>[0];

/** Entries that a list shows at once. */
const longestList = 100;

/** The live status of the site, of the entries of a list, and of one, for whoever may read them. */
export function addRoutes(strapi: Core.Strapi, context: LiveContext, revisions: Revisions): void {
  const site = async (ctx: Context) => {
    const isReader = contentTypeNames.some((type) =>
      ctx.state.userAbility.can('plugin::content-manager.explorer.read', contentTypes[type].uid),
    );
    if (!isReader) return ctx.forbidden();
    await answerWithNews(ctx, revisions, () => readSiteStatus(context));
  };

  const permissionsOn = (ctx: Context, uid: string) =>
    strapi
      .plugin('content-manager')
      .service('permission-checker')
      .create({ userAbility: ctx.state.userAbility, model: uid });

  const list = async (ctx: Context) => {
    const { uid = '' } = ctx.params;
    const type = contentTypeOf(uid);
    if (type === undefined) return ctx.notFound();
    if (permissionsOn(ctx, uid).cannot.read()) return ctx.forbidden();
    const ids = String(ctx.query.ids ?? '')
      .split(',')
      .filter(Boolean);
    if (ids.length > longestList)
      return ctx.badRequest(
        `Could not look up ${ids.length} entries: more than ${longestList}. Ask for fewer at once.`,
      );
    ctx.body = await listPlaces(strapi, type, ids, localeOf(ctx));
  };

  const entry = async (ctx: Context) => {
    const { uid = '', documentId = '' } = ctx.params;
    const type = contentTypeOf(uid);
    if (type === undefined) return ctx.notFound();
    const permissions = permissionsOn(ctx, uid);
    if (permissions.cannot.read()) return ctx.forbidden();
    const locale = contentTypes[type].isLocalized ? localeOf(ctx) : null;
    const versions = await readVersions(strapi, type, documentId);
    const [version] = versions.filter((row) => locale === null || row.locale === locale);
    if (versions.length === 0) return ctx.notFound();
    if (version !== undefined && permissions.cannot.read(version)) return ctx.forbidden();
    await answerWithNews(ctx, revisions, () => readEntryStatus(context, type, documentId, locale));
  };

  const route = (path: string, handler: (ctx: Context) => Promise<unknown>) => ({
    method: 'GET' as const,
    path,
    handler,
    config: { policies: ['admin::isAuthenticatedAdmin'] },
    info: { type: 'admin' as const },
  });
  strapi.server.routes({
    type: 'admin',
    routes: [
      route('/live-status', site),
      route('/live-status/:uid', list),
      route('/live-status/:uid/:documentId', entry),
    ],
  });
}

const localeOf = ({ query }: Context) =>
  typeof query.locale === 'string' && query.locale !== '' ? query.locale : defaultLocale;
