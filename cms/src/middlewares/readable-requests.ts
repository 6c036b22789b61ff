import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';

/**
 * Refuses addresses that hold what no database can compare, such as NUL, and says of values that the
 * database has refused, and of bodies that cannot be unpacked, what they are: faults of the request,
 * not of the server.
 */
export default (): Core.MiddlewareHandler => async (context, next) => {
  if (!isReadable(context.url))
    throw new errors.ValidationError(
      'Could not read the address: it holds a character that cannot be shown. Write it again instead of pasting it.',
    );
  if (!hasOneSearch(context.querystring))
    throw new errors.ValidationError(
      'Could not search: "_q" has to be one text. Correct that in the address.',
    );
  try {
    await next();
  } catch (error) {
    const encoding = context.get('content-encoding');
    if (encoding !== '' && isAboutPacking(error))
      throw new errors.ValidationError(
        `Could not read the request: it says that it is packed as ${encoding}, and cannot be unpacked. Send it again, or without Content-Encoding.`,
      );
    if (!isAboutValue(error)) throw error;
    throw new errors.ValidationError(
      'Could not do this: a value in the request is too large, not of the kind that its field holds, or names something that is not there. Correct the value, the filter or the address.',
    );
  }
};

/** Whether at most one text is searched for: Strapi makes a list of several, and fails on it. */
function hasOneSearch(query: string): boolean {
  const names = [...new URLSearchParams(query).keys()].filter((name) => /^_q(\[|$)/.test(name));
  return names.length === 0 || (names.length === 1 && names[0] === '_q');
}

function isReadable(url: string): boolean {
  try {
    return !decodeURIComponent(url).includes('\0');
  } catch (error) {
    // Bytes that are no text.
    if (error instanceof URIError) return false;
    throw error;
  }
}

/** Whether bytes are not packed as they are said to be: by the errors of zlib, and those of Brotli. */
const isAboutPacking = (error: unknown): boolean =>
  error instanceof Error && /^(Z_|ERR__ERROR_)/.test(String(Reflect.get(error, 'code')));

/**
 * Whether a value cannot be compared with its column: PostgreSQL says so by an error of class 22, or by
 * having no such comparison, and Strapi, before it asks the database, by errors that it counts as its own.
 * Both databases say of a row that is referred to when it is not there.
 */
function isAboutValue(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    /^(22...|23503|42883|SQLITE_CONSTRAINT_FOREIGNKEY)$/.test(String(Reflect.get(error, 'code'))) ||
    /^Invalid(Date|Time|Datetime|Relation)Format$/.test(error.name) ||
    /^Expected a valid (Number|BigInteger)|^Invalid parameter |must be an array$|^Undefined attribute level operator |^You cannot filter on |^Cannot convert object to primitive value$/.test(
      error.message,
    )
  );
}
