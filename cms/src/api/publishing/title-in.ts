import { contentTypeOf, contentTypes } from '@lectern/shared-types';

/**
 * How an entry of a type, an image or a locale calls itself, in what an action has given back: the
 * entry, or a list of all that it was about. Null when that does not say.
 */
export function titleIn(uid: string, result: unknown): string | null {
  const type = contentTypeOf(uid);
  const { entries: [entry] = [result] } = Object(result);
  const title = Object(entry)[type === undefined ? 'name' : contentTypes[type].title];
  return typeof title === 'string' ? title : null;
}
