import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { GraphQLResolveInfo } from 'graphql';
import { isDraftReader } from '../access/token-readers';
import type { ContentGeneration } from '../api/publishing/content-generation';
import { type ChangedContent, readListedEntries } from '../api/publishing/read-changed-entries';
import { draftLog } from './draft-log';

/**
 * Which drafts have changed after a position, and what they are now: what an open preview asks
 * before it shows a page.
 * @throws ForbiddenError for every token but the one that reads drafts
 */
export async function readChangedDrafts(
  strapi: Core.Strapi,
  since: ContentGeneration,
  auth: unknown,
  info: GraphQLResolveInfo,
): Promise<ChangedContent> {
  if (!isDraftReader(auth)) throw new errors.ForbiddenError('Only the preview token reads drafts.');
  // The position first: a draft that changes meanwhile is read again the next time.
  const step = draftLog.since(since);
  return { ...step, entries: await readListedEntries(strapi, step.changes, 'draft', info) };
}
