import { contentTypes } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { type AdminContext, addAdminRoutes, adminRoute } from '../access/admin-route';
import { isAdministrator } from '../access/admin-tokens';
import { askedEntry, askedLocale, askedType } from '../access/asked-entry';
import { permissionsOn, readableTypes } from '../access/entry-permissions';
import { nameableTo } from '../access/nameable-entries';
import { wasDeleted } from '../history/contract';
import { answerWithNews } from './answer-with-news';
import { confirmRemovals } from './confirm-removals';
import { listPlaces } from './list-places';
import { type LiveContext, readEntryStatus, readVersions } from './read-entry-status';
import { readSiteStatus } from './read-site-status';
import type { Revisions } from './revisions';

/** Entries that a list shows at once. */
const longestList = 100;

/** The live status of the site, of the entries of a list, and of one, for whoever may read them. */
export function addRoutes(strapi: Core.Strapi, context: LiveContext, revisions: Revisions): void {
  const site = async (ctx: AdminContext) => {
    const types: string[] = readableTypes(strapi, ctx).map((type) => contentTypes[type].uid);
    if (types.length === 0) throw new errors.ForbiddenError();
    const { userAbility } = ctx.state;
    if (userAbility.can('plugin::upload.read')) types.push('plugin::upload.file');
    types.push('plugin::i18n.locale');
    return answerWithNews(ctx, revisions, async () => ({
      ...(await readSiteStatus(context, types, nameableTo(strapi, ctx))),
      mayConfirm: isAdministrator(ctx),
    }));
  };

  const list = async (ctx: AdminContext) => {
    const type = askedType(ctx);
    if (permissionsOn(strapi, ctx, type).cannot.read()) throw new errors.ForbiddenError();
    const ids = String(ctx.query.ids ?? '')
      .split(',')
      .filter(Boolean);
    if (ids.length > longestList)
      throw new errors.ValidationError(
        `Could not look up ${ids.length} entries: more than ${longestList}. Ask for fewer at once.`,
      );
    const locale = askedLocale(ctx);
    const findNameable = nameableTo(strapi, ctx);
    const { uid } = contentTypes[type];
    const toRef = (documentId: string) => ({ uid, documentId, locale });
    const mayName = await findNameable(ids.map(toRef));
    const own = ids.filter((id) => mayName(toRef(id)));
    return listPlaces(strapi, type, own, locale, findNameable);
  };

  const entry = async (ctx: AdminContext) => {
    const { type, documentId, locale } = askedEntry(ctx);
    const permissions = permissionsOn(strapi, ctx, type);
    if (permissions.cannot.read()) throw new errors.ForbiddenError();
    const versions = await readVersions(strapi, type, documentId);
    const version = versions.find((row) => locale === null || row.locale === locale);
    if (versions.length === 0) throw new errors.NotFoundError(wasDeleted);
    if (permissions.cannot.read(version ?? { documentId, locale }))
      throw new errors.ForbiddenError();
    return answerWithNews(ctx, revisions, () =>
      readEntryStatus(context, type, documentId, locale, nameableTo(strapi, ctx)),
    );
  };

  addAdminRoutes(strapi, [
    adminRoute('GET', '/live-status', site),
    adminRoute('POST', '/live-status/removals', confirmRemovals),
    adminRoute('GET', '/live-status/:uid', list),
    adminRoute('GET', '/live-status/:uid/:documentId', entry),
  ]);
}
