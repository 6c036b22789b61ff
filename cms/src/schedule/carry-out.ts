import { contentTypeOf, contentTypes } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { actInNameOf } from '../api/publishing/acting-name';
import { lockGeneration } from '../api/publishing/content-generation';
import { acceptingLosses } from '../losses/refuse-losses';
import { type ActionRow, changeActions } from './scheduled-actions';

const internalFault =
  'The CMS had a fault of its own. It is tried again; if it stays so, ask whoever runs the CMS to look into its log.';

/**
 * Does what is planned, exactly once: the row is taken in the transaction that publishes, so that
 * both are committed or neither is, whatever happens to the process in between.
 * @throws Error when it is to be tried again; the row then says why
 */
export async function carryOut(strapi: Core.Strapi, row: ActionRow): Promise<void> {
  const { id } = row;
  const stillDue = () => ({ id, state: 'planned', dueAt: { $lte: new Date() } });
  try {
    await strapi.db.transaction(async () => {
      // Before its row: deleting an entry takes the two in this order, too.
      await lockGeneration(strapi);
      const taken = { state: 'done', doneAt: new Date(), reason: null } as const;
      if ((await changeActions(strapi, stillDue(), taken)) === 0) return;
      const note = await actInNameOf(`${row.actorName}, scheduled`, () =>
        acceptingLosses(row.acceptedLosses ?? [], () => apply(strapi, row)),
      );
      if (note !== undefined) await changeActions(strapi, { id, state: 'done' }, { reason: note });
    });
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    // What the database says is for the log: it names tables and quotes content.
    const reason = error instanceof errors.ApplicationError ? cause : internalFault;
    // What the editor has to correct does not come right by itself.
    const isFinal =
      error instanceof errors.ValidationError || error instanceof errors.NotFoundError;
    if (isFinal) {
      await changeActions(strapi, stillDue(), { state: 'failed', doneAt: new Date(), reason });
      return;
    }
    await changeActions(strapi, stillDue(), { reason });
    throw new Error(`Could not ${row.action} ${row.type} ${row.entryId}: ${cause}`, {
      cause: error,
    });
  }
}

/**
 * @returns what is to be said of it, if anything
 * @throws NotFoundError when there is nothing to publish; ValidationError when the rules forbid it
 */
async function apply(strapi: Core.Strapi, row: ActionRow): Promise<string | undefined> {
  const { action, entryId, localeCode } = row;
  const type = contentTypeOf(row.type);
  const gone = 'There is no such entry any more.';
  if (type === undefined) throw new errors.NotFoundError(gone);
  const { uid } = contentTypes[type];
  const where = { documentId: entryId, ...(localeCode === null ? {} : { locale: localeCode }) };
  const count = (publishedAt: object | null): Promise<number> =>
    strapi.db.query(uid).count({ where: { ...where, publishedAt } });
  if ((await count(null)) === 0) throw new errors.NotFoundError(gone);
  if (action === 'unpublish' && (await count({ $notNull: true })) === 0)
    return 'It was not published any more, so there was nothing to do.';
  if (action === 'publish') await strapi.documents(uid).publish(where);
  else await strapi.documents(uid).unpublish(where);
  return undefined;
}
