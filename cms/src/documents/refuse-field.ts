import { errors } from '@strapi/utils';

/** Shaped as the admin expects it, so that the message also stands at the field of the form. */
export function refuseField(field: string, problem: string) {
  return new errors.ValidationError(`Could not save this entry: "${field}" ${problem}.`, {
    errors: [{ path: [field], name: 'ValidationError', message: `"${field}" ${problem}.` }],
  });
}
