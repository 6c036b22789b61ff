import { type ContentType, contentTypeNames, contentTypes, titleOf } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';

interface Version {
  id: number;
  documentId: string;
  locale: string | null;
  publishedAt: string | null;
  updatedAt: string;
  updatedBy: { email: string } | null;
}

/**
 * One draft and one published version of an entry in a language, held by the database whatever
 * writes to it. Rows that break this are named and left alone, and their type goes without.
 */
export async function ensureUniqueVersions(strapi: Core.Strapi): Promise<void> {
  for (const type of contentTypeNames) {
    const surplus = await findSurplus(strapi, type);
    for (const versions of surplus) strapi.log.error(describe(strapi, type, versions));
    if (surplus.length === 0) await createIndex(strapi, type);
  }
}

async function createIndex(strapi: Core.Strapi, type: ContentType): Promise<void> {
  const { tableName } = strapi.db.metadata.get(contentTypes[type].uid);
  // In parentheses as PostgreSQL has it; no language and each stage count as one value.
  await strapi.db.connection.raw(
    `create unique index if not exists ?? on ??
      (document_id, (coalesce(locale, '')), (published_at is null))`,
    [`${tableName}_version_unique`, tableName],
  );
}

/** Versions of which there are several, together with each other. */
async function findSurplus(strapi: Core.Strapi, type: ContentType): Promise<Version[][]> {
  const { tableName } = strapi.db.metadata.get(contentTypes[type].uid);
  const repeated: { document_id: string }[] = await strapi.db
    .connection(tableName)
    .select('document_id')
    .groupByRaw('document_id, locale, published_at is null')
    .havingRaw('count(*) > 1');
  const versions: Version[] = await strapi.db.query(contentTypes[type].uid).findMany({
    where: { documentId: { $in: repeated.map((row) => row.document_id) } },
    populate: { updatedBy: { select: ['email'] } },
    orderBy: { id: 'asc' },
  });
  return [...Map.groupBy(versions, keyOf).values()].filter(({ length }) => length > 1);
}

const keyOf = ({ documentId, locale, publishedAt }: Version) =>
  [documentId, locale ?? '', publishedAt === null].join(' ');

function describe(strapi: Core.Strapi, type: ContentType, versions: Version[]): string {
  const { tableName } = strapi.db.metadata.get(contentTypes[type].uid);
  const [first] = versions;
  const stage = first?.publishedAt === null ? 'drafts' : 'published versions';
  const language = first?.locale ? ` in ${first.locale}` : '';
  const rows = versions.map(
    (version) =>
      `row ${version.id} “${titleOf(type, version)}”, saved ${new Date(version.updatedAt).toISOString()} by ${version.updatedBy?.email ?? 'the CMS'}`,
  );
  return `Could not make sure that each ${type} has one draft and one published version: the entry ${first?.documentId}${language} has ${versions.length} ${stage}: ${rows.join('; ')}. Any of them may be shown and published. Back up the database, decide which row is right, remove the other ones (delete from ${tableName} where id = …), and start the CMS again.`;
}
