import { contentTypeOf, defaultLocale } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { permissionsOn } from '../access/entry-permissions';
import { type DocumentMiddleware, targetOf } from './document-middleware';

/**
 * Deletes what is published only for whoever may publish. Strapi asks for no more than the right to
 * delete, which authors need for their drafts.
 * @throws PolicyError that says what to do instead; Strapi hides the message of any other refusal
 */
export const guardPublished =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const request = strapi.requestContext.get();
    const target = targetOf(context, undefined, defaultLocale);
    const type = contentTypeOf(context.uid);
    if (
      context.action !== 'delete' ||
      type === undefined ||
      target === undefined ||
      request?.state.userAbility === undefined
    )
      return next();
    const where = { ...target.where, documentId: target.documentId };
    const published: object[] = await strapi.db.query(context.uid).findMany({
      where: { ...where, publishedAt: { $notNull: true } },
      populate: { createdBy: { populate: ['roles'] } },
    });
    const { cannot } = permissionsOn(strapi, request, type);
    if (published.some((version) => cannot.publish(version)))
      throw new errors.PolicyError(
        'Could not delete this entry: it is published, and you may change drafts only. Ask an editor to delete it.',
      );
    return next();
  };
