import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { contentTypeOf, contentTypes } from '../content-types.js';
import { componentForms } from './components.js';
import { contentTypeForms } from './content-types.js';
import type { EditorForm } from './editor-form.js';

const source = join(import.meta.dirname, '../../../cms/src');

interface Schema {
  info: { displayName: string };
  pluginOptions?: { 'content-manager'?: { visible?: boolean } };
  attributes: Record<string, { type: string; component?: string }>;
}

const readSchema = (path: string): Schema => JSON.parse(readFileSync(join(source, path), 'utf8'));

const types = globSync('api/*/content-types/*/schema.json', { cwd: source }).flatMap((path) => {
  const name = basename(dirname(path));
  const schema = readSchema(path);
  const isVisible = schema.pluginOptions?.['content-manager']?.visible !== false;
  return isVisible ? [[`api::${name}.${name}`, schema, contentTypeForms] as const] : [];
});
const components = globSync('components/*/*.json', { cwd: source }).map((path) => {
  const uid = `${basename(dirname(path))}.${basename(path, '.json')}`;
  return [uid, readSchema(path), componentForms] as const;
});

const nothing: EditorForm = { rows: [], fields: {}, mainField: '' };

test.each([...types, ...components])(
  '%s: every field has a label, a help text and a place',
  (uid, { attributes }, forms) => {
    const { rows, fields, list, mainField, parts } = forms[uid] ?? nothing;
    const names = Object.keys(attributes);
    expect(rows.flat().toSorted()).toEqual(names.toSorted());
    for (const name of names) {
      const [label = '', help = ''] = fields[name] ?? [];
      expect(label, name).toMatch(/^[A-Z]/);
      expect(label, name).not.toBe(name);
      expect(help, name).toMatch(/^[A-Z].{8,}/);
    }
    expect(names).toContain(mainField);
    for (const name of [...(list?.columns ?? []), ...(list ? [list.sort[0]] : [])])
      expect([...names, 'updatedAt']).toContain(name);
    const held = Object.entries(attributes).flatMap(([name, { component }]) =>
      component === undefined ? [] : [[name, componentForms[component]]],
    );
    expect(parts ?? {}).toEqual(Object.fromEntries(held));
  },
);

test('nothing is said of types that are not there', () => {
  expect(Object.keys(contentTypeForms).toSorted()).toEqual(types.map(([uid]) => uid).toSorted());
  expect(Object.keys(componentForms).toSorted()).toEqual(components.map(([uid]) => uid).toSorted());
});

test.each(types)('messages call %s what the admin calls it', (uid, { info }) => {
  const type = contentTypeOf(uid);
  expect(type && contentTypes[type].label).toBe(info.displayName);
});
