import { isDeepStrictEqual } from 'node:util';
import type { Core } from '@strapi/strapi';
import { componentForms } from '../editor-forms/components';
import { contentTypeForms } from '../editor-forms/content-types';
import type { EditorForm } from '../editor-forms/editor-form';

type Settings = Record<string, unknown>;
interface Configuration {
  settings: Record<string, unknown>;
  metadatas: Record<string, { edit: Record<string, unknown>; list: Record<string, unknown> }>;
  layouts: { list: unknown; edit: unknown };
}
interface ConfigurationService {
  findConfiguration(model: object): Promise<Configuration>;
  updateConfiguration(model: object, configuration: Configuration): Promise<unknown>;
}

/**
 * Brings the admin's forms to what the code says. A setting that an administrator has changed since
 * the code last set it stays as the administrator left it: `applied` remembers what the code set.
 */
export async function applyEditorForms(strapi: Core.Strapi): Promise<void> {
  const store = strapi.store({ type: 'core', name: 'lectern' });
  const applied = ((await store.get({ key: 'editor-forms' })) ?? {}) as Record<string, Settings>;
  const next: Record<string, Settings> = {};
  const kinds = [
    { forms: contentTypeForms, service: 'content-types', models: strapi.contentTypes },
    { forms: componentForms, service: 'components', models: strapi.components },
  ] as const;
  for (const { forms, service, models } of kinds) {
    const configurations: ConfigurationService = strapi.plugin('content-manager').service(service);
    for (const [uid, form] of Object.entries(forms)) {
      const model: object = Reflect.get(models, uid);
      const configuration = await configurations.findConfiguration(model);
      next[uid] = toSettings(form);
      if (applySettings(configuration, next[uid], applied[uid] ?? {}))
        await configurations.updateConfiguration(model, configuration);
    }
  }
  if (!isDeepStrictEqual(applied, next)) await store.set({ key: 'editor-forms', value: next });
}

/** The form as single settings, each under its path in Strapi's configuration. */
function toSettings(form: EditorForm): Settings {
  return {
    'settings.mainField': form.mainField,
    'layouts.edit': form.rows.map((row) => row.map((name) => ({ name, size: 12 / row.length }))),
    ...(form.list ? { 'layouts.list': form.list } : {}),
    ...Object.fromEntries(
      Object.entries(form.fields).flatMap(([name, [label, help]]) => [
        [`metadatas.${name}.edit.label`, label],
        [`metadatas.${name}.edit.description`, help],
        [`metadatas.${name}.list.label`, label],
      ]),
    ),
  };
}

/** Sets what still stands as the code last set it; returns whether anything changed. */
function applySettings(target: Configuration, wanted: Settings, applied: Settings): boolean {
  let hasChanged = false;
  for (const [path, value] of Object.entries(wanted)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const parent = keys.reduce<unknown>((value, key) => read(value, key), target);
    if (typeof parent !== 'object' || parent === null) continue;
    const current = read(parent, last);
    const isUntouched = !(path in applied) || isDeepStrictEqual(current, applied[path]);
    if (!isUntouched || isDeepStrictEqual(current, value)) continue;
    Reflect.set(parent, last, value);
    hasChanged = true;
  }
  return hasChanged;
}

function read(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
