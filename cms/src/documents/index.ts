import { contentTypeOf } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { lockGeneration } from '../api/publishing/content-generation';
import { countChanges } from '../api/publishing/count-changes';
import { keepVersions } from '../history/keep-versions';
import { guardLosses } from '../losses/refuse-losses';
import { noteDraftChanges } from '../preview/draft-log';
import { askAgain } from '../schedule/ask-again';
import { cancelPlans } from '../schedule/cancel-plans';
import { checkEntries } from './check-entries';
import { checkInput } from './check-input';
import { clampToPublished } from './clamp-to-published';
import { type DocumentContext, type DocumentMiddleware, isWrite } from './document-middleware';
import { emptyBlanks } from './empty-blanks';
import { guardCloned } from './guard-cloned';
import { guardCreated } from './guard-created';
import { guardIdentity } from './guard-identity';
import { guardPublished } from './guard-published';
import { keepLastWriter } from './keep-last-writer';
import { keepPlacements } from './keep-placements';
import { keepSavesInOrder } from './keep-saves-in-order';
import { refuseUnseen } from './refuse-unseen';
import { replaceCopiedLists } from './replace-copied-lists';

/** What happens around every read and write of content, outermost first. */
export function registerDocumentMiddlewares(strapi: Core.Strapi): void {
  strapi.documents.use(guardIdentity(strapi));
  strapi.documents.use(clampToPublished(strapi));
  strapi.documents.use(guardPublished(strapi));
  strapi.documents.use(guardCloned(strapi));
  strapi.documents.use(guardCreated(strapi));
  strapi.documents.use(emptyBlanks(strapi));
  strapi.documents.use(checkInput(strapi));
  strapi.documents.use(inOneTransaction(strapi));
  strapi.documents.use(replaceCopiedLists(strapi));
  strapi.documents.use(refuseUnseen(strapi));
  strapi.documents.use(guardLosses(strapi));
  strapi.documents.use(cancelPlans(strapi));
  strapi.documents.use(askAgain(strapi));
  strapi.documents.use(keepLastWriter(strapi));
  strapi.documents.use(keepSavesInOrder(strapi));
  strapi.documents.use(noteDraftChanges(strapi));
  strapi.documents.use(keepVersions(strapi));
  strapi.documents.use(countChanges(strapi));
  strapi.documents.use(checkEntries(strapi));
  strapi.documents.use(keepPlacements(strapi));
}

/**
 * A write and everything that the other middlewares add to it happen together or not at all, one
 * after the other: all take the same lock first.
 */
const inOneTransaction =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    if (!isWrite(context.action)) return next();
    let isRepeated = false;
    return strapi.db.transaction(async () => {
      if (isRepeated) return await performAgain(strapi, context);
      isRepeated = true;
      if (contentTypeOf(context.uid) !== undefined) await lockGeneration(strapi);
      return await next();
    });
  };

type Performed = ReturnType<Parameters<DocumentMiddleware>[1]>;

/** From the first middleware on: Strapi's `next` goes through those that follow only once. */
function performAgain(strapi: Core.Strapi, { uid, action, params }: DocumentContext): Performed {
  const perform = Reflect.get(strapi.documents(uid), action) as (params: unknown) => Performed;
  return perform(params);
}
