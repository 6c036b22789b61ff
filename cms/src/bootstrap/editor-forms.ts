import { isDeepStrictEqual } from 'node:util';
import { componentForms, contentTypeForms, type EditorForm } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { followCode, type Settings } from './follow-code';

interface Configuration {
  settings: Record<string, unknown>;
  metadatas: Record<string, { edit: Record<string, unknown>; list: Record<string, unknown> }>;
  layouts: { list: unknown; edit: unknown };
}
interface ConfigurationService {
  findConfiguration(model: object): Promise<Configuration>;
  updateConfiguration(model: object, configuration: Configuration): Promise<unknown>;
}

const pageSize = 50;

/**
 * Brings the admin's forms and lists to what the code says. A setting that an administrator has
 * changed since the code last set it stays as the administrator left it.
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
      const wanted = toSettings(form);
      const current = readSettings(configuration, Object.keys(wanted));
      // A setting that the code has never set counts as untouched: it is Strapi's default.
      const followed = followCode({ wanted, applied: { ...current, ...applied[uid] }, current });
      if (writeSettings(configuration, followed))
        await configurations.updateConfiguration(model, configuration);
      next[uid] = wanted;
    }
  }
  if (!isDeepStrictEqual(applied, next)) await store.set({ key: 'editor-forms', value: next });
}

/** The form as single settings, each under its path in Strapi's configuration. */
function toSettings({ mainField, rows, list, fields }: EditorForm): Settings {
  return {
    'settings.mainField': mainField,
    'layouts.edit': rows.map((row) => row.map((name) => ({ name, size: 12 / row.length }))),
    ...(list
      ? {
          'layouts.list': list.columns,
          'settings.defaultSortBy': list.sort[0],
          'settings.defaultSortOrder': list.sort[1],
          'settings.pageSize': pageSize,
        }
      : {}),
    ...Object.fromEntries(
      Object.entries(fields).flatMap(([name, [label, help]]) => [
        [`metadatas.${name}.edit.label`, label],
        [`metadatas.${name}.edit.description`, help],
        [`metadatas.${name}.list.label`, label],
      ]),
    ),
  };
}

function readSettings(configuration: Configuration, paths: readonly string[]): Settings {
  return Object.fromEntries(
    paths.map((path) => [path, path.split('.').reduce(read, configuration)]),
  );
}

/** @returns whether anything has changed */
function writeSettings(configuration: Configuration, settings: Settings): boolean {
  let hasChanged = false;
  for (const [path, value] of Object.entries(settings)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const parent = keys.reduce(read, configuration as unknown);
    // What was set of a field that the type no longer has.
    if (typeof parent !== 'object' || parent === null) continue;
    if (isDeepStrictEqual(read(parent, last), value)) continue;
    Reflect.set(parent, last, value);
    hasChanged = true;
  }
  return hasChanged;
}

function read(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
