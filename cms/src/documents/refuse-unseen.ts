import { contentTypeOf, titleOf } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import createError from 'http-errors';
import { compareWithDraft } from '../history/compare-with-draft';
import { conflictWith, isDoing, isSeen } from './conflict';
import type { DocumentMiddleware } from './document-middleware';
import { readDraftRows } from './draft-row';
import { seenHeader } from './seen-header';

/** Documents that a transaction has written: what follows in it is done to its own version. */
const own = new WeakMap<object, Set<string>>();

/**
 * Writes only on the draft that the request was made on, if it says which: nobody's text is lost
 * under another's, and nothing goes live in the name of somebody who has not seen it.
 * @throws HttpError 409 that says whose draft is there now, and what a save would have made of it
 */
export const refuseUnseen =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const { uid, action } = context;
    const { documentId }: { documentId?: string } = Object(context.params);
    const seen = seenBy(strapi, uid, documentId);
    const type = contentTypeOf(uid);
    if (type === undefined || !isDoing(action) || !documentId || !seen) return next();
    return strapi.db.transaction(async ({ trx }) => {
      const written = own.get(trx) ?? new Set();
      if (written.has(documentId)) return await next();
      own.set(trx, written.add(documentId));
      const drafts = await readDraftRows(strapi, context);
      // A request that is about all languages was made on one of them.
      const [other] = drafts.some((draft) => isSeen(draft, seen)) ? [] : drafts;
      if (other === undefined) return await next();
      // The save itself tells what it would have made of it: all of it is undone with this error.
      const details =
        action === 'update' ? await compareWithDraft(strapi, context, other, next) : {};
      throw conflictWith(strapi, action, { ...other, title: titleOf(type, other) }, details);
    });
  };

/**
 * When the draft was saved that a request was made on; undefined when it does not say.
 * @throws HttpError 400 when it says so of some of its documents alone: of which, nobody knows
 */
function seenBy(strapi: Core.Strapi, uid: string, documentId = ''): string | undefined {
  const request = strapi.requestContext.get();
  const header = request?.get(seenHeader);
  if (!request || !header || (request.params?.model ?? request.params?.uid) !== uid)
    return undefined;
  const { documentIds = [documentId] }: { documentIds?: string[] } = Object(request.request.body);
  const times = header.split(',');
  if (times.length !== documentIds.length)
    throw createError(
      400,
      `Could not tell which drafts were seen: ${seenHeader} names ${times.length} for ${documentIds.length} documents. Send when each was saved, in their order.`,
    );
  return times[documentIds.indexOf(documentId)]?.trim();
}
