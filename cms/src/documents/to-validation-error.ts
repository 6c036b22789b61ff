import { type ContentIssue, fieldName, inWords, nameEntry } from '@lectern/shared-types';
import type { Schema, UID } from '@strapi/strapi';
import { errors } from '@strapi/utils';

type Model = Schema.ContentType | Schema.Component;

/** Faults of one field that are told; the others are counted. */
const told = 3;

/** Shaped as the admin expects it, so that all that is wrong with a field also stands beside it in the form. */
export function toValidationError(
  issues: readonly ContentIssue[],
  model: Model,
  getModel: (uid: UID.Schema) => Model,
) {
  const message = [...Map.groupBy(issues, nameEntry)]
    .map(([entry, own]) => `${entry}: ${describeFields(own)}`)
    .join(' ');
  // The form shows one message at a field: the last that names it.
  const places = Map.groupBy(issues, ({ field }) =>
    JSON.stringify(field.slice(0, formFieldLength(field, model, getModel))),
  );
  return new errors.ValidationError(message, {
    errors: [...places].map(([place, own]) => {
      const path: ContentIssue['field'] = JSON.parse(place);
      const faults = own.map(({ field, problem }) =>
        describeFault(field.slice(path.length), problem),
      );
      return {
        path: path.map(String),
        name: 'ValidationError',
        message: joinFaults(faults),
      };
    }),
  });
}

/** @param rest what the form has no field for, such as the alternative text of an image */
function describeFault(rest: ContentIssue['field'], problem: string): string {
  if (rest.length > 0)
    return `${rest.map((part) => inWords(String(part))).join(' → ')} ${problem}.`;
  return `${problem[0]?.toUpperCase()}${problem.slice(1)}.`;
}

function describeFields(issues: readonly ContentIssue[]): string {
  const fields = Map.groupBy(issues, ({ type, field }) => fieldName(type, field));
  return [...fields]
    .map(([name, own]) => joinFaults(own.map(({ problem }) => `${name} ${problem}.`)))
    .join(' ');
}

/** All that is wrong with one field; every language of an entry may have it. */
function joinFaults(faults: readonly string[]): string {
  const different = [...new Set(faults)];
  const others = different.length - told;
  return [...different.slice(0, told), ...(others > 0 ? [`And ${others} more here.`] : [])].join(
    ' ',
  );
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
