import type { Schema, UID } from '@strapi/strapi';
import { isContentRelation } from '../documents/populate-all';

type Model = Schema.ContentType | Schema.Component;
type GetModel = (uid: UID.Schema) => Model;

/** An image or other file as a version remembers it. */
interface StoredFile {
  id: number;
  /** Names the bytes, also when somebody has uploaded them again under another id. */
  hash: string;
  name: string;
}

/** One field, with what kind of field it was: the type may have changed since. */
export type StoredField =
  | { kind: 'value'; type: string; value: unknown }
  | { kind: 'component'; value: EntryContent[]; isList: boolean }
  /** Document ids in their order. */
  | { kind: 'relation'; value: string[] }
  | { kind: 'media'; value: StoredFile[] };

/** An entry, or a group of fields in it, as it is kept: without ids of rows, which change. */
export type EntryContent = Record<string, StoredField>;

/** What Strapi keeps of every entry by itself. */
const kept = ['createdAt', 'updatedAt', 'publishedAt', 'firstPublishedAt', 'locale'];

/** True for a field that an editor fills in. */
export const isEntered = (name: string, attribute: Schema.Attribute.AnyAttribute): boolean =>
  !kept.includes(name) && (attribute.type !== 'relation' || isContentRelation(attribute));

/** @param entry as it is read with `populateAll` */
export function toEntryContent(model: Model, entry: object, getModel: GetModel): EntryContent {
  return Object.fromEntries(
    Object.entries(model.attributes).flatMap(([name, attribute]) =>
      isEntered(name, attribute)
        ? [[name, toField(attribute, Reflect.get(entry, name), getModel)]]
        : [],
    ),
  );
}

function toField(
  attribute: Schema.Attribute.AnyAttribute,
  value: unknown,
  getModel: GetModel,
): StoredField {
  if (attribute.type === 'component') {
    const model = getModel(attribute.component);
    const groups = listOf<object>(value).map((group) => toEntryContent(model, group, getModel));
    return { kind: 'component', value: groups, isList: Array.isArray(value) };
  }
  if (attribute.type === 'relation') {
    const entries = listOf<{ documentId: string }>(value);
    return { kind: 'relation', value: entries.map(({ documentId }) => documentId) };
  }
  if (attribute.type === 'media') {
    const files = listOf<StoredFile>(value).map(({ id, hash, name }) => ({ id, hash, name }));
    return { kind: 'media', value: files };
  }
  return { kind: 'value', type: attribute.type, value: value ?? null };
}

const listOf = <Item>(value: unknown): Item[] =>
  value === null || value === undefined ? [] : ([value].flat() as Item[]);
