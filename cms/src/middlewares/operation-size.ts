import type { Core } from '@strapi/strapi';
import { koaBody } from 'koa-body';
import { findExcess } from '../graphql/operation-size';

/** Strapi leaves it to its GraphQL server to read what is sent there; whatever was read is not read again. */
const readBody = koaBody({
  jsonLimit: '1mb',
  multipart: false,
  urlencoded: false,
  text: false,
});

/** Lets GraphQL operations through that come by POST and would not hold the CMS, before anything reads them. */
export default (): Core.MiddlewareHandler => async (context, next) => {
  if (!/^\/graphql\/?$/i.test(context.path)) return next();
  if (context.request.body === undefined) await readBody(context, async () => {});
  const { query, variables } = context.request.body ?? {};
  const refusal =
    context.method === 'POST'
      ? typeof query === 'string' && findExcess(query, variables)
      : 'it has to be sent by POST';
  if (!refusal) return next();
  context.status = 400;
  context.body = {
    errors: [
      {
        message: `Could not answer this operation: ${refusal}.`,
        extensions: { code: 'BAD_REQUEST' },
      },
    ],
  };
};
