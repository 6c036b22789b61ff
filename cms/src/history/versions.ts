import type { Core, UID } from '@strapi/strapi';
import type { VersionSummary } from './contract';
import type { EntryContent } from './entry-content';
import { versionUid } from './keep-versions';

/** A version with all that is in it. */
export interface StoredVersion extends VersionSummary {
  type: UID.ContentType;
  entryId: string;
  localeCode: string | null;
  content: EntryContent;
}

const summary = ['generation', 'action', 'title', 'actor', 'writer', 'time', 'liveAt', 'release'];

/** The versions of an entry in one locale, newest first. */
export function listVersions(
  strapi: Core.Strapi,
  type: UID.ContentType,
  entryId: string,
  localeCode: string | null,
): Promise<VersionSummary[]> {
  return strapi.db.query(versionUid).findMany({
    where: { type, entryId, localeCode },
    select: ['id', ...summary],
    orderBy: [{ generation: 'desc' }, { id: 'desc' }],
  });
}

export function findVersion(
  strapi: Core.Strapi,
  type: UID.ContentType,
  entryId: string,
  id: number,
): Promise<StoredVersion | null> {
  return strapi.db.query(versionUid).findOne({ where: { id, type, entryId } });
}

/**
 * What was deleted and does not exist any more: the last version of each entry and locale, newest
 * first.
 */
export async function listDeleted(
  strapi: Core.Strapi,
  where: { type: UID.ContentType; entryId?: string },
): Promise<StoredVersion[]> {
  const versions: StoredVersion[] = await strapi.db.query(versionUid).findMany({
    where: { ...where, action: 'delete' },
    orderBy: [{ generation: 'desc' }, { id: 'desc' }],
  });
  const latest = new Map(
    versions.toReversed().map((version) => [keyOf(version.entryId, version.localeCode), version]),
  );
  const rows: { documentId: string; locale: string | null }[] = await strapi.db
    .query(where.type)
    .findMany({
      where: { documentId: { $in: versions.map(({ entryId }) => entryId) }, publishedAt: null },
      select: ['documentId', 'locale'],
    });
  for (const { documentId, locale } of rows) latest.delete(keyOf(documentId, locale));
  return [...latest.values()].toSorted((one, other) => other.generation - one.generation);
}

const keyOf = (documentId: string, locale: string | null) => `${documentId} ${locale ?? ''}`;
