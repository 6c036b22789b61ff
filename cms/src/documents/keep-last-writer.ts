import { isDeepStrictEqual } from 'node:util';
import { contentTypeOf } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { toEntryContent } from '../history/entry-content';
import type { DocumentMiddleware } from './document-middleware';
import { type DraftRow, readDraftRows } from './draft-row';
import { noteWritten, writtenBy } from './written';

/**
 * A save that changes nothing is nobody's writing: "Publish" saves the form once more, and would
 * make whoever presses it the writer of somebody else's text.
 */
export const keepLastWriter =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    if (contentTypeOf(context.uid) === undefined || context.action !== 'update') return next();
    const [before] = await readDraftRows(strapi, context);
    const result = await next();
    const [after] = writtenBy(context).entries ?? [];
    if (before === undefined || after === undefined) return result;
    const contentOf = (entry: object) =>
      toEntryContent(context.contentType, entry, (uid) => strapi.getModel(uid));
    if (!isDeepStrictEqual(contentOf(before), contentOf(after))) return result;
    await setLastSave(strapi, context.uid, before);
    Object.assign(Object(result), { updatedAt: before.updatedAt });
    noteWritten(context, { isUnchanged: true });
    return result;
  };

/** `updateMany`, since `update` sets the time to now, whatever it is told. */
async function setLastSave(
  strapi: Core.Strapi,
  uid: Parameters<Core.Strapi['db']['query']>[0],
  { id, updatedAt, updatedBy }: DraftRow,
): Promise<void> {
  const data = { updatedAt, updatedBy: updatedBy?.id ?? null };
  await strapi.db.query(uid).updateMany({ where: { id }, data });
}
