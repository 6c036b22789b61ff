import { contentTypeOf, defaultLocale } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { type DocumentMiddleware, targetOf } from '../../documents/document-middleware';
import { noteWritten } from '../../documents/written';
import { noteDraftChange } from '../../preview/draft-log';
import { recordChange } from './content-generation';
import { titleIn } from './title-in';

/** Counts every publish, unpublish and delete of content as a new content generation. */
export const countChanges =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const result = await next();
    if (contentTypeOf(context.uid) === undefined) return result;
    const target = targetOf(context, result, defaultLocale);
    const isVisible =
      ['publish', 'unpublish', 'delete'].includes(context.action) ||
      (target?.stage === 'published' && ['create', 'update'].includes(context.action));
    if (target === undefined || !isVisible) return result;
    const { locale } = target.where;
    const change = await recordChange(strapi, {
      type: context.uid,
      entryId: target.documentId,
      localeCode: typeof locale === 'string' ? locale : null,
      action: context.action,
      title: titleIn(context.uid, result),
    });
    noteWritten(context, { change });
    return result;
  };

/** Media and locales change without the document service: their database writes are watched. */
export function countMediaAndLocaleChanges(strapi: Core.Strapi): void {
  const record =
    (type: string, action: string) =>
    async (event: { result?: unknown }): Promise<void> => {
      const change = { type, entryId: null, localeCode: null, action };
      await recordChange(strapi, { ...change, title: titleIn(type, event.result) });
      await noteDraftChange(strapi, change);
    };
  for (const type of ['plugin::upload.file', 'plugin::i18n.locale'] as const)
    strapi.db.lifecycles.subscribe({
      models: [type],
      afterUpdate: record(type, 'update'),
      afterUpdateMany: record(type, 'update'),
      afterDelete: record(type, 'delete'),
      afterDeleteMany: record(type, 'delete'),
    });
}
