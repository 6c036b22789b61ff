import { contentTypeOf, contentTypes, titleOf } from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';
import type { FindNameable } from '../access/nameable-entries';
import type { DraftRow } from '../documents/draft-row';
import { toEntryLink } from '../live-status/entry-link';
import { nameEntries } from '../live-status/name-entries';
import type { EntryAction, EntrySchedule, SiteSchedule } from './contract';
import { findOpenFailures } from './find-open-failures';
import { plannedOf } from './plan-actions';
import {
  type ActionRow,
  actionUid,
  type ScheduledEntry,
  toScheduledAction,
} from './scheduled-actions';

/** Of what has failed and of what is late so many are shown. */
const shown = 20;
/** So many of the next ones are named; of the others the times are told alone. */
const named = 100;
/** For how long it is said that something was done late, in milliseconds. */
const lateShown = 7 * 24 * 60 * 60_000;

export async function readEntrySchedule(
  strapi: Core.Strapi,
  entry: ScheduledEntry,
): Promise<Pick<EntrySchedule, 'planned' | 'last'>> {
  const now = new Date();
  const [last]: ActionRow[] = await strapi.db.query(actionUid).findMany({
    where: { ...entry, state: { $in: ['done', 'failed'] } },
    orderBy: [{ doneAt: 'desc' }, { id: 'desc' }],
    limit: 1,
  });
  return {
    planned: (await plannedOf(strapi, entry)).map((row) => toScheduledAction(row, now)),
    last: last === undefined ? null : toScheduledAction(last, now),
  };
}

/** What is planned, late and failed, of certain types and of entries that may be named. */
export async function readSiteSchedule(
  strapi: Core.Strapi,
  types: readonly string[],
  findNameable: FindNameable,
): Promise<Omit<SiteSchedule, 'revision'>> {
  const now = new Date();
  const ofTypes = { type: { $in: types } };
  const actions = strapi.db.query(actionUid);
  const waiting: ActionRow[] = await actions.findMany({
    where: { ...ofTypes, state: 'planned' },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
  });
  const done: ActionRow[] = await actions.findMany({
    where: { ...ofTypes, state: 'done', doneAt: { $gt: new Date(now.getTime() - lateShown) } },
    orderBy: { doneAt: 'desc' },
  });
  const open = await findOpenFailures(strapi, types, shown);
  const toRef = ({ type, entryId, localeCode }: ActionRow) => ({
    uid: type,
    documentId: entryId,
    locale: localeCode,
  });
  const mayName = await findNameable([...waiting, ...done, ...open].map(toRef));
  const isNameable = (row: ActionRow) => mayName(toRef(row));
  const failed = open.filter(isNameable);
  const isLate = (row: ActionRow) => toScheduledAction(row, now).lateMilliseconds !== null;
  const planned = waiting.filter((row) => !isLate(row) && isNameable(row));
  const sorts = {
    failed,
    late: [...waiting, ...done].filter((row) => isLate(row) && isNameable(row)).slice(0, shown),
    planned: planned.slice(0, named),
  };
  const all = Object.values(sorts).flat();
  const names = await nameEntries(
    strapi,
    all.map(({ entryId }) => entryId),
  );
  const describe = (row: ActionRow): EntryAction => ({
    ...toScheduledAction(row, now),
    title: names.get(row.entryId)?.titles.get(row.localeCode) ?? row.title ?? '(untitled)',
    kind: strapi.contentType(row.type as UID.ContentType).info.displayName,
    link: toEntryLink(row.type, row.entryId, row.localeCode),
  });
  return {
    failed: sorts.failed.map(describe),
    late: sorts.late.map(describe),
    planned: sorts.planned.map(describe),
    plannedTimes: planned.map(({ dueAt }) => dueAt),
  };
}

/** What an entry calls itself in a locale; undefined when there is no draft in it. */
export async function readDraft(
  strapi: Core.Strapi,
  { type: uid, entryId, localeCode }: ScheduledEntry,
): Promise<
  (Pick<DraftRow, 'documentId' | 'updatedAt' | 'updatedBy'> & { title: string }) | undefined
> {
  const type = contentTypeOf(uid);
  if (type === undefined) return undefined;
  const draft: DraftRow | null = await strapi.db.query(contentTypes[type].uid).findOne({
    where: {
      documentId: entryId,
      publishedAt: null,
      ...(localeCode === null ? {} : { locale: localeCode }),
    },
    populate: { createdBy: { populate: ['roles'] }, updatedBy: true },
  });
  if (draft === null) return undefined;
  return { ...draft, title: titleOf(type, draft) };
}
