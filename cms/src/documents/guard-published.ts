import { contentTypeOf, defaultLocale } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { type DocumentMiddleware, targetOf } from './document-middleware';

/** What is asked of the rights of a user of the admin. */
interface Ability {
  can(action: string, subject: string): boolean;
}

/**
 * Deletes what is published only for whoever may publish. Strapi asks for no more than the right to
 * delete, which authors need for their drafts.
 * @throws PolicyError that says what to do instead; Strapi hides the message of any other refusal
 */
export const guardPublished =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const ability: Ability | undefined = strapi.requestContext.get()?.state.userAbility;
    const target = targetOf(context, undefined, defaultLocale);
    if (
      context.action !== 'delete' ||
      contentTypeOf(context.uid) === undefined ||
      target === undefined ||
      ability === undefined ||
      ability.can('plugin::content-manager.explorer.publish', context.uid)
    )
      return next();
    const where = { ...target.where, documentId: target.documentId };
    const isPublished = { publishedAt: { $notNull: true } };
    if ((await strapi.db.query(context.uid).count({ where: { ...where, ...isPublished } })) > 0)
      throw new errors.PolicyError(
        'Could not delete this entry: it is published, and you may change drafts only. Ask an editor to delete it.',
      );
    return next();
  };
