import { contentTypeOf, isEmptyText } from '@lectern/shared-types';
import type { Core, Schema, UID } from '@strapi/strapi';
import type { DocumentMiddleware } from './document-middleware';

type Model = Schema.ContentType | Schema.Component;

/** Fields whose columns take no text, not even an empty one. */
const textless = ['date', 'integer', 'decimal', 'boolean', 'enumeration'];

/**
 * Writes none for a blank where a date, a number or a choice is meant: the rules count it as that, and
 * Strapi's own parsers fail on it in words that name no field.
 */
export const emptyBlanks =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    if (contentTypeOf(context.uid) !== undefined && 'data' in context.params)
      emptyIn(context.params.data, context.contentType, (uid) => strapi.getModel(uid));
    return next();
  };

function emptyIn(data: unknown, model: Model, getModel: (uid: UID.Schema) => Model): void {
  if (typeof data !== 'object' || data === null) return;
  for (const [name, value] of Object.entries(data)) {
    const attribute = model.attributes[name];
    if (attribute?.type === 'component')
      for (const part of [value].flat()) emptyIn(part, getModel(attribute.component), getModel);
    else if (textless.includes(attribute?.type ?? '') && isEmptyText(value))
      Reflect.set(data, name, null);
  }
}
