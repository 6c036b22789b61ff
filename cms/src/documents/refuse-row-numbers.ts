import type { DocumentContext } from './document-middleware';
import { isContentRelation } from './populate-all';
import { refuseField } from './refuse-field';

/**
 * Entries are listed by their document ids, which Strapi looks up in the language and stage that is
 * written. The number of a row would list whatever it is: a published version, another language.
 * @throws ValidationError at the field that lists a row
 */
export function refuseRowNumbers(
  { contentType }: DocumentContext,
  data: Record<string, unknown>,
): void {
  for (const [field, attribute] of Object.entries(contentType.attributes))
    if (isContentRelation(attribute) && hasRowNumber(data[field]))
      throw refuseField(field, 'lists an entry by a number. Name it by its "documentId"');
}

/** Whether a row is listed by its number, in any of the notations that Strapi takes. */
function hasRowNumber(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasRowNumber);
  if (typeof value === 'number') return true;
  // Strapi takes a text that begins with a digit for a number.
  if (typeof value === 'string') return /^\s*[+-]?\d/.test(value);
  if (typeof value !== 'object' || value === null) return false;
  const { documentId, id, set, connect } = value as Record<string, unknown>;
  if (typeof documentId === 'string' && documentId !== '') return false;
  return documentId !== undefined || id !== undefined || hasRowNumber(set) || hasRowNumber(connect);
}
