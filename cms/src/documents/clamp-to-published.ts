import { contentTypeOf } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { isDraftReader, isTokenRequest } from '../access/token-readers';
import type { DocumentMiddleware } from './document-middleware';

const reads = ['findMany', 'findFirst', 'findOne', 'count'];

/** Whatever status a token asks for, it reads published content, unless it is the preview token. */
export const clampToPublished =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const auth = strapi.requestContext.get()?.state.auth;
    if (
      reads.includes(context.action) &&
      contentTypeOf(context.uid) !== undefined &&
      isTokenRequest(auth) &&
      !isDraftReader(auth)
    )
      Object.assign(context.params, { status: 'published' });
    return next();
  };
