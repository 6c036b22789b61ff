import { type ContentType, contentTypes, type PublisherStatus } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import type { RecordedChange } from '../api/publishing/content-generation';
import { confirmedGeneration } from './confirmed-generation';
import type { Blocked, EntryStatus, Reachability } from './contract';
import { draftPlaces } from './draft-places';
import { toEntryState } from './entry-state';
import { type About, describeBlocked, sourcesOf } from './find-blocked';
import type { PublisherView } from './follow-publisher';
import { ownPaths } from './held-back';
import { hindranceOf } from './hindrance';
import { publishedPages } from './published-pages';

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
): Promise<Omit<EntryStatus, 'revision'>> {
  const { uid } = contentTypes[type];
  const versions = await readVersions(strapi, type, documentId);
  const here = versions.filter((row) => locale === null || row.locale === locale);
  const draft = here.find(({ publishedAt }) => publishedAt === null);
  const published = here.find(({ publishedAt }) => publishedAt !== null);
  const pages = await publishedPages(publisherUrl, type, documentId, locale);
  const change = await lastChange(strapi, uid, documentId, locale);
  // What was seen live stays so on a page that is blocked later on.
  const paths = new Set<string>();
  if (change !== null && change.liveAt === null) {
    for (const path of await ownPaths(strapi, type, documentId, locale)) paths.add(path);
    if (Array.isArray(pages)) for (const { path } of pages) paths.add(path);
  }

  const { status } = view();
  return {
    state: toEntryState({
      isPublished: published !== undefined,
      isModified:
        draft !== undefined && published !== undefined && isModified(strapi, draft, published),
      change,
      publisher: reachability(),
      confirmed: await confirmedGeneration(strapi, status),
      hindrance: hindranceOf(status),
      reasons: status ? await reasonsFor(strapi, status, { documentId, locale, paths }) : [],
    }),
    published: Array.isArray(pages)
      ? { pages: pages.slice(0, shownPages), count: pages.length }
      : pages,
    ...(await draftPlaces(strapi, type, documentId, locale)),
  };
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

async function reasonsFor(
  strapi: Core.Strapi,
  status: PublisherStatus,
  about: About,
): Promise<Blocked[]> {
  const sources = sourcesOf(status, about);
  const options = { limit: shownReasons, isAboutPages: false };
  return (await describeBlocked(strapi, sources, status, options)).blocked;
}
