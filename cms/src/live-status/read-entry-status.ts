import { type ContentType, contentTypes } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import type { FindNameable } from '../access/nameable-entries';
import type { RecordedChange } from '../api/publishing/content-generation';
import { describeUnshown } from '../losses/unshown-languages';
import { askPublisher } from './ask-publisher';
import { confirmedGeneration } from './confirmed-generation';
import type { Blocked, EntryStatus, Reachability } from './contract';
import { describeBlocked } from './describe-blocked';
import { draftPlaces } from './draft-places';
import { toEntryState } from './entry-state';
import type { PublisherView } from './follow-publisher';
import { hindranceOf } from './hindrance';
import { isShown } from './is-shown';

interface Row {
  id: number;
  documentId: string;
  locale: string | null;
  updatedAt: string;
  publishedAt: string | null;
}

/** What the answers are made from. */
export interface LiveContext {
  strapi: Core.Strapi;
  publisherUrl: string | undefined;
  view(): PublisherView;
  reachability(): Reachability;
}

const shownReasons = 10;
const shownPages = 100;

/** The drafts and published versions of an entry, with what permissions are decided by. */
export function readVersions(
  strapi: Core.Strapi,
  type: ContentType,
  documentId: string,
): Promise<Row[]> {
  return strapi.db.query(contentTypes[type].uid).findMany({
    where: { documentId },
    populate: { createdBy: { populate: ['roles'] } },
  });
}

/** @param locale null for a type without locales */
export async function readEntryStatus(
  { strapi, publisherUrl, view, reachability }: LiveContext,
  type: ContentType,
  documentId: string,
  locale: string | null,
  findNameable: FindNameable,
): Promise<Omit<EntryStatus, 'revision'>> {
  const { uid } = contentTypes[type];
  const versions = await readVersions(strapi, type, documentId);
  const here = versions.filter((row) => locale === null || row.locale === locale);
  const draft = here.find(({ publishedAt }) => publishedAt === null);
  const published = here.find(({ publishedAt }) => publishedAt !== null);
  const answer = await askPublisher(publisherUrl, type, documentId, locale);
  const blocked = 'error' in answer ? [] : answer.blocked.slice(0, shownReasons);
  const { true: held = [], false: noticed = [] } = Object.groupBy(blocked, ({ isHeld }) =>
    isHeld ? 'true' : 'false',
  );
  const { status } = view();
  return {
    savedAt: draft?.updatedAt ?? null,
    state: toEntryState({
      isPublished: published !== undefined,
      isModified:
        draft !== undefined && published !== undefined && isModified(strapi, draft, published),
      change: await lastChange(strapi, uid, documentId, locale),
      publisher: reachability(),
      confirmed: await confirmedGeneration(strapi, status),
      hindrance: hindranceOf(status),
      reasons: [
        ...(published === undefined ? [] : await unshownReasons(strapi, locale)),
        ...(await describeBlocked(strapi, held, findNameable)),
      ],
      notices: await describeBlocked(strapi, noticed, findNameable),
    }),
    isShown: isShown(type, answer),
    published:
      'error' in answer
        ? answer
        : { pages: answer.pages.slice(0, shownPages), count: answer.pages.length },
    ...(await draftPlaces(strapi, type, documentId, locale, findNameable)),
  };
}

/** Why visitors see nothing of a language in which the entry is published. */
async function unshownReasons(strapi: Core.Strapi, locale: string | null): Promise<Blocked[]> {
  const reason = await describeUnshown(strapi, locale);
  if (reason === undefined) return [];
  return [{ pages: [], pageCount: 0, isHeld: true, reason, field: null, entry: null }];
}

/** As Strapi's own state column has it. */
const isModified = (strapi: Core.Strapi, draft: Row, published: Row): boolean =>
  strapi.plugin('content-manager').service('document-metadata').getStatus(draft, [published]) ===
  'modified';

function lastChange(
  strapi: Core.Strapi,
  type: string,
  entryId: string,
  locale: string | null,
): Promise<RecordedChange | null> {
  return strapi.db.query('api::publishing.content-change').findOne({
    where: {
      type,
      entryId,
      ...(locale === null ? {} : { $or: [{ localeCode: locale }, { localeCode: null }] }),
    },
    orderBy: { generation: 'desc' },
  });
}
