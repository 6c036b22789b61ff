import {
  contentTypeOf,
  contentTypes,
  defaultLocale,
  type UncheckedEntry,
} from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { type NamedUser, nameOfUser } from '../access/user-name';
import type { CountedChange } from '../api/publishing/content-generation';
import {
  type DocumentContext,
  type DocumentMiddleware,
  type Target,
  targetOf,
} from '../documents/document-middleware';
import { readDraftRows } from '../documents/draft-row';
import { isToldToRepeat } from '../documents/repeat-transactions';
import { writtenBy } from '../documents/written';
import { environment } from '../environment';
import { type EntryContent, toEntryContent } from './entry-content';

export const versionUid = 'api::history.entry-version';

const removals = ['unpublish', 'delete'];

/**
 * Keeps every version that is published, and the drafts of what is deleted, in the transaction that
 * does it: either both are committed or neither. What is published has been read to be checked, so
 * that a version costs one statement. Where no versions are to be kept, nothing is read or written.
 * @throws ApplicationError that the editor reads; the action is then rolled back
 */
export const keepVersions =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    if (contentTypeOf(context.uid) === undefined || environment.HISTORY_VERSIONS === 0)
      return next();
    const deleted = context.action === 'delete' ? await readDraftRows(strapi, context) : [];
    const result = await next();
    const { change, entries = [] } = writtenBy(context);
    const target = targetOf(context, result, defaultLocale);
    if (change === undefined || target?.stage !== 'published') return result;
    try {
      if (removals.includes(context.action))
        await noteTakenOff(strapi, context.uid, target, change);
      if (context.action === 'unpublish') return result;
      const versions = [...deleted, ...entries].map((entry) =>
        toVersion(strapi, context, entry, change),
      );
      if (versions.length > 0) await strapi.db.query(versionUid).createMany({ data: versions });
    } catch (cause) {
      if (isToldToRepeat(cause)) throw cause;
      strapi.log.error(cause);
      throw new errors.ApplicationError(
        'Could not keep this version in the history, so nothing was changed. Try again; if it stays so, ask whoever runs the CMS to look into its log.',
      );
    }
    return result;
  };

/**
 * Notes which change took a version off the site that nobody may have seen yet. The log of changes
 * says so as well, and forgets it.
 */
async function noteTakenOff(
  strapi: Core.Strapi,
  type: string,
  { documentId, where: { locale } }: Target,
  { generation }: CountedChange,
): Promise<void> {
  await strapi.db.query(versionUid).updateMany({
    where: {
      type,
      entryId: documentId,
      isSettled: null,
      ...(locale === undefined ? {} : { localeCode: locale }),
    },
    data: { takenOffBy: generation },
  });
}

function toVersion(
  strapi: Core.Strapi,
  context: DocumentContext,
  entry: UncheckedEntry & { updatedBy?: NamedUser | null },
  { generation, time, actor }: CountedChange,
) {
  const type = contentTypeOf(context.uid);
  const title = type && Reflect.get(entry, contentTypes[type].title);
  const content = toEntryContent(context.contentType, entry, (uid) => strapi.getModel(uid));
  return {
    type: context.uid,
    entryId: entry.documentId,
    localeCode: entry.locale ?? null,
    generation,
    action: context.action === 'delete' ? 'delete' : 'publish',
    title: typeof title === 'string' ? title : null,
    actor,
    writer: nameOfUser(entry.updatedBy),
    time,
    content: withListed(content, writtenBy(context).listed?.get(entry.locale ?? '')),
  };
}

/** The published version lists only what is published; the draft that it was made from lists all. */
function withListed(
  content: EntryContent,
  listed: Readonly<Record<string, string[]>> | undefined,
): EntryContent {
  const lists = Object.entries(listed ?? {}).map(
    ([name, value]) => [name, { kind: 'relation', value }] as const,
  );
  return { ...content, ...Object.fromEntries(lists) };
}
