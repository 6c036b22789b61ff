import {
  type BlockedGroup,
  contentTypeOf,
  contentTypes,
  isLocale,
  localeNames,
  type WaitingRemovals,
} from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import type { FindNameable } from '../access/nameable-entries';
import type { RecordedChange } from '../api/publishing/content-generation';
import { environment } from '../environment';
import { askPublisher } from './ask-publisher';
import { confirmedGeneration } from './confirmed-generation';
import type { Change, SiteStatus } from './contract';
import { describeBlocked } from './describe-blocked';
import { toEntryLink } from './entry-link';
import { toMilliseconds } from './entry-state';
import { hindranceOf } from './hindrance';
import { isShown } from './is-shown';
import { kindOf } from './kind-of';
import type { LiveContext } from './read-entry-status';

const changeUid = 'api::publishing.content-change';
const shownChanges = 10;
const shownBlocked = 20;
/** Changes that are counted one by one where not all of them may be named. */
const mostCounted = 200;

/**
 * The whole site: what is live, what is on its way, what is blocked, and what was done last, as far as
 * whoever asks may read it.
 * @param types of which entries, and other things, may be read
 */
export async function readSiteStatus(
  { strapi, publisherUrl, view, reachability }: LiveContext,
  types: readonly string[],
  findNameable: FindNameable,
): Promise<Omit<SiteStatus, 'revision' | 'mayConfirm'>> {
  const { status } = view();
  const confirmed = await confirmedGeneration(strapi, status);
  const describe = (change: RecordedChange) => describeChange(strapi, change, confirmed);
  const newest = async (where: object, limit: number) => {
    const found: RecordedChange[] = await strapi.db.query(changeUid).findMany({
      where: { ...where, type: { $in: types } },
      orderBy: { generation: 'desc' },
      limit,
    });
    const described = found.map(describe);
    const mayName = await findNameable(described.flatMap(({ entry }) => entry ?? []));
    const changes = described.filter(({ entry }) => entry === null || mayName(entry));
    return { changes, areAllNamed: changes.length === found.length };
  };
  const unseen = { type: { $in: types }, generation: { $gt: confirmed ?? 0 } };
  const waiting = await newest(unseen, mostCounted);
  const hindrance = hindranceOf(status);
  const all = status?.blocked ?? [];
  const blocked = await withoutUnnameable(all, findNameable);
  const { changes } = await newest({}, shownChanges);
  return {
    publisher: reachability(),
    state: status?.state ?? null,
    release: status?.release
      ? { id: status.release, time: status.releaseTime, generation: status.liveGeneration ?? 0 }
      : null,
    siteUrl: environment.PUBLIC_SITE_URL,
    failure:
      hindrance === null ? null : { message: hindrance, since: status?.failure?.since ?? null },
    waiting: waiting.changes.slice(0, shownChanges),
    waitingCount: waiting.areAllNamed
      ? await strapi.db.query(changeUid).count({ where: unseen })
      : waiting.changes.length,
    blocked: await describeBlocked(strapi, blocked.slice(0, shownBlocked), findNameable),
    // What the publisher counts beyond those that it names is of nobody knows which entries.
    blockedCount: blocked.length === all.length ? (status?.blockedCount ?? 0) : blocked.length,
    removals: toRemovals(status?.removals ?? null),
    changes: await Promise.all(changes.map((change) => asSeen(publisherUrl, change))),
  };
}

/** Faults of entries that may be named, and those of which nobody knows the entry. */
async function withoutUnnameable(
  groups: readonly BlockedGroup[],
  findNameable: FindNameable,
): Promise<BlockedGroup[]> {
  const refOf = ({ type, documentId, locale }: BlockedGroup) =>
    type !== null && documentId !== null && type in contentTypes
      ? { uid: contentTypes[type as keyof typeof contentTypes].uid, documentId, locale }
      : undefined;
  const mayName = await findNameable(groups.flatMap((group) => refOf(group) ?? []));
  return groups.filter((group) => {
    const ref = refOf(group);
    return ref === undefined || mayName(ref);
  });
}

/** A change with what visitors see of it now: what is live may stand on no page. */
async function asSeen(publisherUrl: string | undefined, change: Change): Promise<Change> {
  const { entry, state, action } = change;
  const type = entry === null ? undefined : contentTypeOf(entry.uid);
  const isThere = state === 'live' && !['unpublish', 'delete'].includes(action);
  if (!isThere || type === undefined || entry === null) return change;
  const answer = await askPublisher(publisherUrl, type, entry.documentId, entry.locale);
  return isShown(type, answer) ? change : { ...change, state: 'unshown', milliseconds: null };
}

const toRemovals = (removals: WaitingRemovals | null): SiteStatus['removals'] =>
  removals && {
    id: removals.id,
    pageCount: removals.pageCount,
    pages: removals.pages.map((path) => ({
      path,
      url: new URL(path, environment.PUBLIC_SITE_URL).href,
    })),
    languages: removals.locales.map((locale) => (isLocale(locale) ? localeNames[locale] : locale)),
  };

function describeChange(
  strapi: Core.Strapi,
  change: RecordedChange,
  confirmed: number | null,
): Change {
  const { generation, type, entryId, localeCode, action, title, actor, time, liveAt } = change;
  const isConfirmed = confirmed !== null && generation <= confirmed;
  // One that was never seen is held back; of those without a time nobody has looked.
  const state = !isConfirmed ? 'waiting' : liveAt === null && time !== null ? 'blocked' : 'live';
  return {
    generation,
    action,
    kind: kindOf(strapi, type),
    title,
    entry: entryId === null ? null : toEntryLink(type, entryId, localeCode),
    locale: localeCode,
    actor,
    time,
    state,
    milliseconds: state === 'live' ? toMilliseconds(change) : null,
  };
}
