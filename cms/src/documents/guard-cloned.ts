import { contentTypeOf, contentTypes } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { mayReadWhole, permissionsOn } from '../access/entry-permissions';
import type { DocumentMiddleware } from './document-middleware';

/**
 * Copies an entry only for whoever may read all of it, in every language: the copy is theirs. Strapi
 * asks for no more than the right to create.
 * @throws PolicyError that says whom to ask; Strapi hides the message of any other refusal
 */
export const guardCloned =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const request = strapi.requestContext.get();
    const type = contentTypeOf(context.uid);
    if (context.action !== 'clone' || type === undefined || !request?.state.userAbility)
      return next();
    const permissions = permissionsOn(strapi, request, type);
    const { documentId }: { documentId?: string } = Object(context.params);
    const drafts: object[] = await strapi.db.query(contentTypes[type].uid).findMany({
      where: { documentId, publishedAt: null },
      populate: { createdBy: { populate: ['roles'] } },
    });
    if (!drafts.every((draft) => mayReadWhole(strapi, permissions, type, draft)))
      throw new errors.PolicyError(
        'Could not copy this entry: you may not read it, or only some of its fields or languages. Ask somebody who may to copy it.',
      );
    return next();
  };
