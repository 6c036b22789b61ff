import type { Core } from '@strapi/strapi';
import createError from 'http-errors';
import { actingUser } from '../access/acting-user';
import { nameOfUser } from '../access/user-name';
import type { DraftRow } from './draft-row';

/** What is refused, in the editor's words. */
const doings = {
  update: (title: string) => `save ${title}`,
  publish: (title: string) => `publish ${title}`,
  discardDraft: (title: string) => `discard the changes of ${title}`,
  delete: (title: string) => `delete ${title}`,
  plan: (title: string) => `plan this for ${title}`,
};

export type Doing = keyof typeof doings;

export const isDoing = (action: string): action is Doing => action in doings;

/** A draft that somebody acts on, with what it calls itself. */
type SeenDraft = Pick<DraftRow, 'documentId' | 'updatedAt' | 'updatedBy'> & { title: string };

/** Whether a draft is the one that was seen, by when that was saved; none is where none was seen. */
export const isSeen = ({ updatedAt }: Pick<DraftRow, 'updatedAt'>, seen: string): boolean =>
  Date.parse(seen) === Date.parse(updatedAt);

/** HttpError 409 that says whose draft is there now, and since when. */
export function conflictWith(
  strapi: Core.Strapi,
  doing: Doing,
  { documentId, title, updatedAt, updatedBy }: SeenDraft,
  details: object = {},
): Error {
  const isSame = updatedBy !== null && updatedBy.id === actingUser(strapi)?.id;
  const who = isSame ? 'You have' : `${nameOfUser(updatedBy) ?? 'The CMS'} has`;
  const savedAt = new Date(updatedAt).toISOString();
  const at = `${savedAt.slice(0, 10)} ${savedAt.slice(11, 16)} UTC`;
  return createError(
    409,
    `Could not ${doings[doing](`“${title}”`)}: ${who} saved another version of it at ${at}, so nothing was changed. Load the page again to see that version, then decide.`,
    {
      name: 'ConflictError',
      details: { ...details, documentId, title, savedBy: nameOfUser(updatedBy), savedAt },
    },
  );
}
