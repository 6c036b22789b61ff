import { characterFault, labelOf } from '@lectern/shared-types';
import { errors } from '@strapi/utils';

/** Characters of what is said about a file. */
const longest = {
  name: 255,
  // As in the entries: pages hold it wherever they show the image.
  alternativeText: 200,
  caption: 500,
} as const;

export type FileInfo = { [name in keyof typeof longest]?: unknown };

/**
 * Looks at what is said about a file before the file itself is kept or takes the place of another.
 * @throws ValidationError for a text that is longer than anybody reads, or that cannot be stored
 */
export function checkFileInfo(fileInfo: FileInfo | undefined): void {
  for (const [name, characters] of Object.entries(longest)) {
    const text: unknown = Reflect.get(Object(fileInfo), name);
    if (typeof text !== 'string') continue;
    const length = [...text].length;
    const fault =
      length > characters
        ? `is ${length} characters long. Shorten it to ${characters} characters`
        : characterFault(text);
    if (fault === undefined) continue;
    const message = `Could not save the file: ${labelOf('plugin::upload.file', name)} ${fault}.`;
    throw new errors.ValidationError(message, {
      errors: [{ path: [name], name: 'ValidationError', message }],
    });
  }
}
