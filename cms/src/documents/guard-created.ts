import { contentTypeOf, defaultLocale, isLocale, localeNames } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { type EntryPermissions, permissionsOn } from '../access/entry-permissions';
import { type DocumentMiddleware, targetOf } from './document-middleware';

/** A draft, with what permissions on it are decided by. */
interface Draft {
  locale: string | null;
}

/**
 * Creates an entry, copies one, and adds a language to one, for whoever may create in that language.
 * Adding a language also changes the entry: whoever may change only some entries has to be allowed to
 * change this one. Strapi asks for the right to create or change any entry, whoever made it and in
 * whatever language.
 * @throws PolicyError that names the language; Strapi hides the message of any other refusal
 */
export const guardCreated =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const request = strapi.requestContext.get();
    const type = contentTypeOf(context.uid);
    const target = targetOf(context, { documentId: '' }, defaultLocale);
    if (
      !['create', 'update', 'clone'].includes(context.action) ||
      type === undefined ||
      target === undefined ||
      !request?.state.userAbility
    )
      return next();
    const locale = typeof target.where.locale === 'string' ? target.where.locale : null;
    const drafts: Draft[] =
      context.action === 'update'
        ? await strapi.db.query(context.uid).findMany({
            where: { documentId: target.documentId, publishedAt: null },
            populate: { createdBy: { populate: ['roles'] } },
          })
        : [];
    if (drafts.some((draft) => locale === null || draft.locale === locale)) return next();
    const permissions = permissionsOn(strapi, request, type);
    const language = isLocale(locale) ? ` in ${localeNames[locale]}` : '';
    if (permissions.cannot.create({ locale, createdBy: request.state.user }))
      throw new errors.PolicyError(
        `Could not save this entry: you may not create entries of this kind${language}. Ask an administrator for the permission to.`,
      );
    if (!drafts.every((draft) => mayAdd(permissions, draft, locale)))
      throw new errors.PolicyError(
        `Could not save this entry${language}: you may not change this entry, so you may not add a language to it either. Ask somebody who may.`,
      );
    return next();
  };

/** @param locale the language to be added to what is there in another one */
const mayAdd = ({ can, cannot }: EntryPermissions, draft: Draft, locale: string | null): boolean =>
  can.create({ ...draft, locale }) &&
  (cannot.update() || can.update(draft) || can.update({ ...draft, locale }));
