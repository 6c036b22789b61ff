import { isLocale, localeNames, type WaitingRemovals } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import type { FindNameable } from '../access/nameable-entries';
import { type RecordedChange, readGeneration } from '../api/publishing/content-generation';
import { environment } from '../environment';
import { confirmedGeneration } from './confirmed-generation';
import type { Change, SiteStatus } from './contract';
import { describeBlocked } from './describe-blocked';
import { toEntryLink } from './entry-link';
import { toMilliseconds } from './entry-state';
import { hindranceOf } from './hindrance';
import { kindOf } from './kind-of';
import type { LiveContext } from './read-entry-status';

const changeUid = 'api::publishing.content-change';
const shownChanges = 10;
const shownBlocked = 20;

/**
 * The whole site: what is live, what is on its way, what is blocked, and what was done last, as far as
 * whoever asks may read it.
 * @param types of which entries, and other things, may be read
 */
export async function readSiteStatus(
  { strapi, view, reachability }: LiveContext,
  types: readonly string[],
  findNameable: FindNameable,
): Promise<Omit<SiteStatus, 'revision' | 'mayConfirm'>> {
  const { status } = view();
  const { value } = await readGeneration(strapi);
  const confirmed = await confirmedGeneration(strapi, status);
  const describe = (change: RecordedChange) => describeChange(strapi, change, confirmed);
  const newest = async (where: object): Promise<Change[]> => {
    const changes: RecordedChange[] = await strapi.db.query(changeUid).findMany({
      where: { ...where, type: { $in: types } },
      orderBy: { generation: 'desc' },
      limit: shownChanges,
    });
    const described = changes.map(describe);
    const mayName = await findNameable(described.flatMap(({ entry }) => entry ?? []));
    return described.filter(({ entry }) => entry === null || mayName(entry));
  };
  const unseen = { generation: { $gt: confirmed ?? 0 } };
  const hindrance = hindranceOf(status);
  return {
    publisher: reachability(),
    state: status?.state ?? null,
    release: status?.release
      ? { id: status.release, time: status.releaseTime, generation: status.liveGeneration ?? 0 }
      : null,
    siteUrl: environment.PUBLIC_SITE_URL,
    failure:
      hindrance === null ? null : { message: hindrance, since: status?.failure?.since ?? null },
    waiting: await newest(unseen),
    waitingCount: value - (confirmed ?? 0),
    blocked: await describeBlocked(
      strapi,
      status?.blocked.slice(0, shownBlocked) ?? [],
      findNameable,
    ),
    blockedCount: status?.blockedCount ?? 0,
    removals: toRemovals(status?.removals ?? null),
    changes: await newest({}),
  };
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
