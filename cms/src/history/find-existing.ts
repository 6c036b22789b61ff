import {
  contentTypeNames,
  contentTypes,
  titleOf,
  type UncheckedEntry,
} from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import type { EntryContent } from './entry-content';
import { versionUid } from './keep-versions';
import type { Existing } from './plan-restore';

/** Looks up what of the entries and files that versions refer to is still there. */
export async function findExisting(
  strapi: Core.Strapi,
  contents: readonly EntryContent[],
  locale: string | null,
): Promise<Existing> {
  const fields = contents.flatMap(fieldsIn);
  const ids = fields.flatMap((field) => (field.kind === 'relation' ? field.value : []));
  const hashes = fields.flatMap((field) =>
    field.kind === 'media' ? field.value.map(({ hash }) => hash) : [],
  );
  const files: { id: number; hash: string }[] =
    hashes.length === 0
      ? []
      : await strapi.db.query('plugin::upload.file').findMany({
          where: { hash: { $in: hashes } },
          select: ['id', 'hash'],
        });
  return {
    entries: await findEntries(strapi, [...new Set(ids)], locale),
    files: new Map(files.map(({ id, hash }) => [hash, id])),
  };
}

function fieldsIn(content: EntryContent): EntryContent[string][] {
  return Object.values(content).flatMap((field) =>
    field.kind === 'component' ? field.value.flatMap(fieldsIn) : [field],
  );
}

async function findEntries(
  strapi: Core.Strapi,
  ids: string[],
  locale: string | null,
): Promise<Existing['entries']> {
  const entries = new Map<string, { title: string; exists: boolean }>();
  if (ids.length === 0) return entries;
  for (const type of contentTypeNames) {
    const { uid, title, isLocalized } = contentTypes[type];
    const rows: UncheckedEntry[] = await strapi.db.query(uid).findMany({
      where: {
        documentId: { $in: ids },
        publishedAt: null,
        ...(isLocalized && locale !== null ? { locale } : {}),
      },
      select: ['documentId', title],
    });
    for (const row of rows)
      entries.set(row.documentId, { title: titleOf(type, row), exists: true });
  }
  const gone = ids.filter((id) => !entries.has(id));
  const versions: { entryId: string; title: string | null }[] =
    gone.length === 0
      ? []
      : await strapi.db.query(versionUid).findMany({
          where: { entryId: { $in: gone } },
          select: ['entryId', 'title'],
          orderBy: { generation: 'asc' },
        });
  for (const { entryId, title } of versions)
    entries.set(entryId, { title: title ?? entryId, exists: false });
  return entries;
}
