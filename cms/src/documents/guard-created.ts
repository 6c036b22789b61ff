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
 * A language is a change of the entry, too: who may change some entries may change this one. Strapi
 * asks for the right to create or change any entry, whoever made it and in whatever language.
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
    if (!drafts.every((draft) => mayBecome(permissions, { ...draft, locale })))
      throw new errors.PolicyError(
        `Could not save this entry${language}: it is there in another language, in which you may not change it. Ask somebody who may to add this one.`,
      );
    return next();
  };

const mayBecome = ({ can, cannot }: EntryPermissions, draft: Draft): boolean =>
  can.create(draft) && (cannot.update() || can.update(draft));
