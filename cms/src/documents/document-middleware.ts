import type { Modules } from '@strapi/strapi';

export type DocumentMiddleware = Modules.Documents.Middleware.Middleware;
export type DocumentContext = Parameters<DocumentMiddleware>[0];

export type Stage = 'draft' | 'published';

/** A version of a document that an action has written. */
export interface Target {
  documentId: string;
  /** Filter on the locales that the action covers; empty when it covers all of them. */
  where: { locale?: string | { $in: string[] } };
  stage: Stage;
}

const stages: Record<string, Stage> = {
  create: 'draft',
  update: 'draft',
  clone: 'draft',
  discardDraft: 'draft',
  publish: 'published',
};

/** True for the actions that can change what editors or visitors see. */
export function isWrite(action: string): boolean {
  return action in stages || action === 'unpublish' || action === 'delete';
}

/** What an action has written or is about to remove, or undefined when that cannot be named. */
export function targetOf(
  context: DocumentContext,
  result: unknown,
  defaultLocale: string,
): Target | undefined {
  // Of a copy the parameters name the source.
  const named = context.action === 'clone' ? undefined : read(context.params, 'documentId');
  const documentId = named ?? read(result, 'documentId');
  if (typeof documentId !== 'string') return undefined;
  const stage =
    read(context.params, 'status') === 'published' ? 'published' : stages[context.action];
  const where = isLocalized(context)
    ? localeFilter(read(context.params, 'locale'), defaultLocale)
    : {};
  return { documentId, where, stage: stage ?? 'published' };
}

function localeFilter(locale: unknown, defaultLocale: string): Target['where'] {
  if (locale === '*') return {};
  if (Array.isArray(locale)) return { locale: { $in: locale.map(String) } };
  return { locale: typeof locale === 'string' && locale !== '' ? locale : defaultLocale };
}

function isLocalized(context: DocumentContext): boolean {
  const i18n = read(context.contentType.pluginOptions, 'i18n');
  return read(i18n, 'localized') === true;
}

function read(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
