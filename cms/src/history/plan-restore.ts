import type { Schema, UID } from '@strapi/strapi';
import type { FindNameable } from '../access/nameable-entries';
import type { LeftOut } from './contract';
import { type EntryContent, isEntered, type StoredField } from './entry-content';
import type { LabelOf } from './form-labels';

/** What is still there of what versions refer to. */
export interface Existing {
  /** Titles of entries by document id, also of those that are gone; and whether they exist. */
  entries: ReadonlyMap<string, { title: string; exists: boolean }>;
  /** Ids in the media library by the hash of the bytes. */
  files: ReadonlyMap<string, number>;
}

/** The form that a version is shown and restored in. */
export interface Form {
  getModel(uid: UID.Schema): Schema.ContentType | Schema.Component;
  labelOf: LabelOf;
  findNameable: FindNameable;
  /** Whether the user may write a field, by its path in the form. */
  mayWrite(path: string): boolean;
}

export interface RestorePlan {
  /** For the document service. */
  data: Record<string, unknown>;
  leftOut: LeftOut[];
}

const otherKind = 'is another kind of field now.';

/** What of a version can be written into a type as it is today, and what is left out. */
export function planRestore(
  uid: UID.Schema,
  content: EntryContent,
  existing: Existing,
  form: Form,
  parent: { path: string; label: string } = { path: '', label: '' },
): RestorePlan {
  const { attributes } = form.getModel(uid);
  const data: Record<string, unknown> = {};
  const leftOut: LeftOut[] = [];
  for (const name of Object.keys(content))
    if (attributes[name] === undefined || !isEntered(name, attributes[name]))
      leftOut.push({
        label: parent.label + form.labelOf(uid, name),
        reason: 'is not a field of this form any more.',
      });
  for (const [name, attribute] of Object.entries(attributes)) {
    if (!isEntered(name, attribute)) continue;
    const label = parent.label + form.labelOf(uid, name);
    const path = parent.path + name;
    const field = content[name];
    const leave = (reason: string) => leftOut.push({ label, reason });
    if (field === undefined) leave('was not there yet in this version.');
    else if (!mayWriteAll(path, attribute, form)) leave('may not be changed by you.');
    else if (attribute.type === 'component' && field.kind === 'component') {
      const inner = { path: `${path}.`, label: `${label} → ` };
      const plans = field.value.map((group) =>
        planRestore(attribute.component, group, existing, form, inner),
      );
      leftOut.push(...plans.flatMap((plan) => plan.leftOut));
      const groups = plans.map((plan) => plan.data);
      data[name] = attribute.repeatable ? groups : (groups[0] ?? null);
    } else {
      const value = toValue(attribute, field, existing, leave);
      if (value !== undefined) data[name] = value;
    }
  }
  return { data, leftOut: withoutRepeated(leftOut) };
}

function toValue(
  attribute: Schema.Attribute.AnyAttribute,
  field: StoredField,
  { entries, files }: Existing,
  leave: (reason: string) => void,
): unknown {
  if (attribute.type === 'relation' && field.kind === 'relation') {
    return field.value.filter((id) => {
      const entry = entries.get(id);
      if (!entry?.exists) leave(`listed “${entry?.title ?? id}”, which does not exist any more.`);
      return entry?.exists === true;
    });
  }
  if (attribute.type === 'media' && field.kind === 'media') {
    const ids = field.value.flatMap(({ hash, name }) => {
      const id = files.get(hash);
      if (id === undefined)
        leave(`had the file “${name}”, which is not in the media library any more.`);
      return id === undefined ? [] : [id];
    });
    return attribute.multiple ? ids : (ids[0] ?? null);
  }
  if (field.kind !== 'value' || field.type !== attribute.type) return void leave(otherKind);
  const { value } = field;
  if (attribute.type === 'enumeration' && value !== null && !attribute.enum.includes(String(value)))
    return void leave(`was “${value}”, which can not be chosen any more.`);
  return value;
}

/** A group is written as a whole, so every field in it has to be allowed. */
function mayWriteAll(path: string, attribute: Schema.Attribute.AnyAttribute, form: Form): boolean {
  if (attribute.type !== 'component') return form.mayWrite(path);
  const { attributes } = form.getModel(attribute.component);
  return Object.entries(attributes).every(([name, inner]) =>
    mayWriteAll(`${path}.${name}`, inner, form),
  );
}

function withoutRepeated(leftOut: LeftOut[]): LeftOut[] {
  const keyed = leftOut.map((each) => [`${each.label} ${each.reason}`, each] as const);
  return [...new Map(keyed).values()];
}
