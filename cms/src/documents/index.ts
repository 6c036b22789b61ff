import type { Core } from '@strapi/strapi';
import { countChanges } from '../api/publishing/count-changes';
import { keepVersions } from '../history/keep-versions';
import { noteDraftChanges } from '../preview/draft-log';
import { cancelPlans } from '../schedule/cancel-plans';
import { checkEntries } from './check-entries';
import { checkInput } from './check-input';
import { clampToPublished } from './clamp-to-published';
import { type DocumentMiddleware, isWrite } from './document-middleware';
import { guardIdentity } from './guard-identity';
import { guardPublished } from './guard-published';
import { keepPlacements } from './keep-placements';

/** What happens around every read and write of content, outermost first. */
export function registerDocumentMiddlewares(strapi: Core.Strapi): void {
  strapi.documents.use(guardIdentity(strapi));
  strapi.documents.use(clampToPublished(strapi));
  strapi.documents.use(guardPublished(strapi));
  strapi.documents.use(checkInput(strapi));
  strapi.documents.use(inOneTransaction(strapi));
  strapi.documents.use(cancelPlans(strapi));
  strapi.documents.use(noteDraftChanges(strapi));
  strapi.documents.use(keepVersions(strapi));
  strapi.documents.use(countChanges(strapi));
  strapi.documents.use(checkEntries(strapi));
  strapi.documents.use(keepPlacements(strapi));
}

/** A write and everything that the other middlewares add to it happen together or not at all. */
const inOneTransaction =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) =>
    isWrite(context.action) ? strapi.db.transaction(async () => await next()) : await next();
