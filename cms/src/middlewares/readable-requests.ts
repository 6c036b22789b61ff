import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';

/**
 * Refuses addresses that hold what no database can compare, such as NUL, and says of values that the
 * database has refused what they are: a fault of the request, not of the server.
 */
export default (): Core.MiddlewareHandler => async (context, next) => {
  if (!isReadable(context.url))
    throw new errors.ValidationError(
      'Could not read the address: it holds a character that cannot be shown. Write it again instead of pasting it.',
    );
  try {
    await next();
  } catch (error) {
    if (!isAboutValue(error)) throw error;
    throw new errors.ValidationError(
      'Could not do this: a value in the request is too large, or not of the kind that its field holds. Correct the value, the filter or the address.',
    );
  }
};

function isReadable(url: string): boolean {
  try {
    return !decodeURIComponent(url).includes('\0');
  } catch (error) {
    // Bytes that are no text.
    if (error instanceof URIError) return false;
    throw error;
  }
}

/**
 * Whether a value cannot be compared with its column: PostgreSQL says so by an error of class 22, or by
 * having no such comparison, and Strapi, before it asks the database, by errors that it counts as its own.
 */
function isAboutValue(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    /^(22...|42883)$/.test(String(Reflect.get(error, 'code'))) ||
    /^Invalid(Date|Time|Datetime|Relation)Format$/.test(error.name) ||
    /^Expected a valid (Number|BigInteger)|^Invalid parameter |must be an array$|^You cannot filter on |^Cannot convert object to primitive value$/.test(
      error.message,
    )
  );
}
