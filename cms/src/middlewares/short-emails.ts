import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';

/** Characters of an e-mail address. */
const longest = 254;

/**
 * Refuses e-mail addresses that are none. Strapi keeps every address with which somebody tries to log
 * in for five minutes, however long it is.
 */
export default (): Core.MiddlewareHandler => async (context, next) => {
  const { email } = Object(context.request.body);
  if (typeof email === 'string' && email.length > longest && /^\/admin\//i.test(context.path))
    throw new errors.ValidationError(
      `Could not use this e-mail address: it is longer than ${longest} characters. Correct it.`,
    );
  await next();
};
