import type { UID } from '@strapi/strapi';
import type { ReadableField } from './contract';
import type { EntryContent, StoredField } from './entry-content';
import type { Existing, Form } from './plan-restore';

/** A version in the words of the form, one text a field; the items of a list stand on lines of their own. */
export function describeContent(
  uid: UID.Schema,
  content: EntryContent,
  entries: Existing['entries'],
  form: Pick<Form, 'getModel' | 'labelOf'>,
): ReadableField[] {
  const { attributes } = form.getModel(uid);
  // In the order of the form; what the type has lost comes last.
  const names = new Set([...Object.keys(attributes), ...Object.keys(content)]);
  return [...names].flatMap((name): ReadableField[] => {
    const field = content[name];
    const label = form.labelOf(uid, name);
    if (field === undefined) return [];
    if (field.kind !== 'component') return [{ path: name, label, text: toText(field, entries) }];
    const attribute = attributes[name];
    const component = attribute?.type === 'component' ? attribute.component : uid;
    const groups = field.value.map((group) => describeContent(component, group, entries, form));
    return byPath(groups).map((inner) => ({
      path: `${name}.${inner.path}`,
      label: `${label} → ${inner.label}`,
      text: inner.text,
    }));
  });
}

function byPath(groups: ReadableField[][]): ReadableField[] {
  const joined = new Map<string, ReadableField>();
  for (const field of groups.flat()) {
    const before = joined.get(field.path);
    joined.set(field.path, before ? { ...field, text: `${before.text}\n${field.text}` } : field);
  }
  return [...joined.values()];
}

function toText(field: Exclude<StoredField, { kind: 'component' }>, entries: Existing['entries']) {
  if (field.kind === 'relation')
    return field.value.map((id) => entries.get(id)?.title ?? id).join('\n');
  if (field.kind === 'media') return field.value.map(({ name }) => name).join('\n');
  if (field.value === null) return '';
  if (typeof field.value === 'boolean') return field.value ? 'Yes' : 'No';
  return typeof field.value === 'object' ? JSON.stringify(field.value) : String(field.value);
}
