import {
  type ContentIssue,
  type ContentType,
  checkEntry,
  contentTypeOf,
  defaultLocale,
  duplicateIssue,
  type UncheckedEntry,
} from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';
import { nameableOrNull } from '../access/nameable-entries';
import { findRedirectIssues, type RedirectRow } from './check-redirect';
import { type DocumentMiddleware, type Stage, targetOf } from './document-middleware';
import { populateAll } from './populate-all';
import { toValidationError } from './to-validation-error';
import { noteWritten, writtenBy } from './written';

const checkedActions = ['create', 'update', 'clone', 'publish'];
const uniqueFields: Partial<Record<ContentType, string>> = {
  LandingPage: 'slug',
};

/**
 * Checks what an action has written against the rules shared with the site.
 * @throws ValidationError naming entry, field and remedy; the whole action is then rolled back.
 */
export const checkEntries =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const result = await next();
    const type = contentTypeOf(context.uid);
    if (type === undefined || !checkedActions.includes(context.action)) return result;
    const target = targetOf(context, result, defaultLocale);
    if (target === undefined) return result;

    const entries: UncheckedEntry[] = await strapi.db.query(context.uid).findMany({
      where: { ...target.where, documentId: target.documentId, ...versions[target.stage] },
      populate: {
        ...populateAll(context.contentType, (uid) => strapi.getModel(uid)),
        // Who wrote it, for the history.
        updatedBy: true,
      },
    });
    const issues: ContentIssue[] = [];
    for (const entry of entries) {
      const listed = writtenBy(context).listed?.get(entry.locale ?? '');
      const checked = checkEntry(type, withListed(entry, listed), target.stage);
      if (!checked.isValid) issues.push(...checked.issues);
      else if (type === 'Redirect' && isComplete(entry))
        issues.push(...(await findRedirectIssues(strapi, entry, target.stage)));
      issues.push(...(await duplicatesOf(strapi, type, context.uid, entry)));
    }
    noteWritten(context, { entries });
    if (issues.length > 0)
      throw toValidationError(issues, context.contentType, (uid) => strapi.getModel(uid));
    return result;
  };

const versions: Record<Stage, object> = {
  draft: { publishedAt: null },
  published: { publishedAt: { $notNull: true } },
};

/**
 * With what the draft lists and nobody has published yet: it takes its place on the page without
 * anybody publishing the page again, which has to be right then, too.
 */
const withListed = (entry: UncheckedEntry, listed: Record<string, string[]> = {}) => ({
  ...entry,
  ...Object.fromEntries(
    Object.entries(listed).map(([field, ids]) => [
      field,
      ids.map((documentId) => ({ documentId })),
    ]),
  ),
});

const isComplete = (entry: UncheckedEntry & Partial<RedirectRow>): entry is RedirectRow =>
  Boolean(entry.from && entry.to);

async function duplicatesOf(
  strapi: Core.Strapi,
  type: ContentType,
  uid: UID.ContentType,
  entry: UncheckedEntry,
): Promise<ContentIssue[]> {
  const field = uniqueFields[type];
  const value = field && Reflect.get(entry, field);
  if (field === undefined || typeof value !== 'string' || value === '') return [];
  const owner: UncheckedEntry | null = await strapi.db.query(uid).findOne({
    where: {
      [field]: value,
      documentId: { $ne: entry.documentId },
      ...(entry.locale ? { locale: entry.locale } : {}),
    },
  });
  if (owner === null) return [];
  const named = await nameableOrNull(strapi, uid, owner);
  return [duplicateIssue(type, field, value, entry, named)];
}
