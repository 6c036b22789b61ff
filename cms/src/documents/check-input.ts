import { checkEntry, contentTypeOf, defaultLocale, titleOf } from '@lectern/shared-types';
import type { Core, Schema, UID } from '@strapi/strapi';
import { findReferenceFaults } from './check-references';
import { type DocumentMiddleware, targetOf } from './document-middleware';
import { toValidationError } from './to-validation-error';

type Model = Schema.ContentType | Schema.Component;
type Values = Record<string, unknown>;

/**
 * Checks what was entered before it is written: a value that no column takes fails in words that an
 * editor cannot use, and one that a column rounds or cuts is never seen as it was entered.
 * @throws ValidationError naming entry, field and remedy
 */
export const checkInput =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const type = contentTypeOf(context.uid);
    const data: unknown = 'data' in context.params ? context.params.data : undefined;
    if (type === undefined || !isObject(data)) return next();
    const entered = enteredIn(data, context.contentType, (uid) => strapi.getModel(uid));
    const target = targetOf(context, { documentId: '' }, defaultLocale);
    const locale = typeof target?.where.locale === 'string' ? target.where.locale : null;
    const about = { documentId: target?.documentId ?? '', locale };
    const checked = checkEntry(type, { ...entered, ...about }, 'draft');
    const faults = await findReferenceFaults(strapi, data, context.contentType, locale);
    const issues = [...(checked.isValid ? [] : checked.issues), ...faults];
    if (issues.length === 0) return next();
    const known = { ...(await storedEntry(strapi, context.uid, about)), ...entered, ...about };
    throw toValidationError(
      issues.map((issue) => ({ ...issue, ...about, type, entry: titleOf(type, known) })),
      context.contentType,
      (uid) => strapi.getModel(uid),
    );
  };

/** The part of what was entered that is kept with the entry: no relations, no images. */
function enteredIn(data: Values, model: Model, getModel: (uid: UID.Schema) => Model): Values {
  const entries = Object.entries(model.attributes).flatMap(([name, attribute]) => {
    const value = data[name];
    if (value === undefined || attribute.type === 'relation' || attribute.type === 'media')
      return [];
    if (attribute.type !== 'component') return [[name, value]];
    const part = getModel(attribute.component);
    const enteredPart = (item: unknown) =>
      isObject(item) ? enteredIn(item, part, getModel) : item;
    return [[name, Array.isArray(value) ? value.map(enteredPart) : enteredPart(value)]];
  });
  return Object.fromEntries(entries);
}

/** The entry so far, which says what it is called where a request changes something else. */
async function storedEntry(
  strapi: Core.Strapi,
  uid: UID.ContentType,
  { documentId, locale }: { documentId: string; locale: string | null },
): Promise<object | null> {
  const where = { documentId, ...(locale === null ? {} : { locale }) };
  return strapi.db.query(uid).findOne({ where });
}

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
