import { countCharacters } from '@lectern/shared-types';
import { addMethod, string } from 'yup';

/**
 * Has Strapi count the characters of a text as readers do, and as the rules do: it counts an emoji as
 * two, or eleven. Its forms and its own checks are both made of this method.
 */
export function countAsRead(): void {
  addMethod(string, 'max', function max(limit: number, message?: string) {
    return this.test({
      name: 'max',
      exclusive: true,
      message: message ?? `Shorten it to ${limit} characters`,
      params: { max: limit },
      test: (text) => typeof text !== 'string' || countCharacters(text) <= limit,
    });
  });
}
