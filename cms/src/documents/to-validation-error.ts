import { type ContentIssue, describeIssue, fieldName } from '@lectern/shared-types';
import type { Schema, UID } from '@strapi/strapi';
import { errors } from '@strapi/utils';

type Model = Schema.ContentType | Schema.Component;

/** Shaped as the admin expects it, so that each message also stands beside its field in the form. */
export function toValidationError(
  issues: readonly ContentIssue[],
  model: Model,
  getModel: (uid: UID.Schema) => Model,
) {
  return new errors.ValidationError(issues.map(describeIssue).join(' '), {
    errors: issues.map(({ field, problem }) => {
      const length = formFieldLength(field, model, getModel);
      // What the form has no field for, such as the alternative text of an image, is named.
      const message = `${fieldName(field.slice(length))} ${problem}.`.trim();
      return {
        path: field.slice(0, length).map(String),
        name: 'ValidationError',
        message: `${message[0]?.toUpperCase()}${message.slice(1)}`,
      };
    }),
  });
}

/** How much of a path leads to a field of the form; the rest lies within what the field refers to. */
function formFieldLength(
  path: ContentIssue['field'],
  model: Model,
  getModel: (uid: UID.Schema) => Model,
): number {
  const attribute = model.attributes[String(path[0])];
  if (attribute?.type !== 'component') return Math.min(1, path.length);
  const length = typeof path[1] === 'number' ? 2 : 1;
  return length + formFieldLength(path.slice(length), getModel(attribute.component), getModel);
}
