import { type ContentType, contentTypes } from '../content-types.js';
import { componentForms } from './components.js';
import { contentTypeForms } from './content-types.js';
import type { EditorForm } from './editor-form.js';

/** A field of an entry as its form calls it: `['callToAction', 'url']` is "Button → Address". */
export function fieldName(type: ContentType, path: readonly (string | number)[]): string {
  let form: EditorForm | undefined = contentTypeForms[contentTypes[type].uid];
  const names: string[] = [];
  for (const part of path) {
    if (typeof part === 'number') names.push(`no. ${part + 1}`);
    else {
      names.push(form?.fields[part]?.[0] ?? inWords(part));
      form = form?.parts?.[part];
    }
  }
  return names.join(' → ');
}

/** What the form of a type or component, by its Strapi uid, calls a field. */
export const labelOf = (uid: string, field: string): string =>
  (contentTypeForms[uid] ?? componentForms[uid])?.fields[field]?.[0] ?? inWords(field);

/** What no form has a field for, such as the alternative text of an image. */
export function inWords(name: string): string {
  const words = name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words[0]?.toUpperCase()}${words.slice(1)}`;
}
