import { contentTypeOf, titleOf } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import createError from 'http-errors';
import { actingUser } from '../access/acting-user';
import { nameOfUser } from '../access/user-name';
import type { DocumentMiddleware } from './document-middleware';
import { type DraftRow, readDraftRows } from './draft-row';

/**
 * Header by which a request says which draft it was made on: when that was saved, ISO 8601. For a
 * bulk action as many as it names documents, in their order, separated by commas.
 */
const seenHeader = 'x-lectern-seen';

/** What is refused, in the editor's words, with the title of the entry. */
const doings: Record<string, (title: string) => string> = {
  update: (title) => `save ${title}`,
  publish: (title) => `publish ${title}`,
  discardDraft: (title) => `discard the changes of ${title}`,
  delete: (title) => `delete ${title}`,
  plan: (title) => `plan this for ${title}`,
};

/** Documents that a transaction has written: what follows in it is done to its own version. */
const own = new WeakMap<object, Set<string>>();

/**
 * Writes only on the draft that the request was made on, if it says which: nobody's text is lost
 * under another's, and nothing goes live in the name of somebody who has not seen it.
 * @throws HttpError 409 that says whose draft is there now, and since when
 */
export const refuseUnseen =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const { uid, action } = context;
    const { documentId }: { documentId?: string } = Object(context.params);
    const seen = seenBy(strapi, uid, documentId);
    const type = contentTypeOf(uid);
    if (type === undefined || !(action in doings) || !documentId || !seen) return next();
    await strapi.db.transaction(async ({ trx }) => {
      const written = own.get(trx) ?? new Set();
      if (written.has(documentId)) return;
      for (const draft of await readDraftRows(strapi, context))
        refuseOtherDraft(strapi, action, { ...draft, title: titleOf(type, draft) }, seen);
      own.set(trx, written.add(documentId));
    });
    return next();
  };

/** When the draft was saved that a request was made on; undefined when it does not say. */
function seenBy(strapi: Core.Strapi, uid: string, documentId = ''): string | undefined {
  const request = strapi.requestContext.get();
  const header = request?.get(seenHeader);
  if (!request || !header || (request.params?.model ?? request.params?.uid) !== uid)
    return undefined;
  const { documentIds = [documentId] }: { documentIds?: string[] } = Object(request.request.body);
  return header.split(',')[documentIds.indexOf(documentId)]?.trim();
}

/** @throws HttpError 409 when a draft is another one than was seen */
export function refuseOtherDraft(
  strapi: Core.Strapi,
  action: string,
  { title, updatedAt, updatedBy }: Pick<DraftRow, 'updatedAt' | 'updatedBy'> & { title: string },
  seen: string,
): void {
  if (Date.parse(seen) === Date.parse(updatedAt)) return;
  const isSame = updatedBy !== null && updatedBy.id === actingUser(strapi)?.id;
  const who = isSame ? 'You have' : `${nameOfUser(updatedBy) ?? 'The CMS'} has`;
  const time = new Date(updatedAt).toISOString();
  const at = `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
  throw createError(
    409,
    `Could not ${doings[action]?.(`“${title}”`)}: ${who} saved another version of it at ${at}, so nothing was changed. Load the page again to see that version, then decide.`,
    { name: 'ConflictError', details: { savedBy: nameOfUser(updatedBy), savedAt: time } },
  );
}
