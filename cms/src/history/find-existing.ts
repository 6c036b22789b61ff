import {
  contentTypeNames,
  contentTypes,
  titleOf,
  type UncheckedEntry,
  unnamed,
} from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import type { FindNameable } from '../access/nameable-entries';
import type { EntryContent } from './entry-content';
import { versionUid } from './keep-versions';
import type { Existing } from './plan-restore';

/** Looks up what of the entries and files that versions refer to is still there, and names what may be named. */
export async function findExisting(
  strapi: Core.Strapi,
  contents: readonly EntryContent[],
  locale: string | null,
  findNameable: FindNameable,
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
    entries: await findEntries(strapi, [...new Set(ids)], locale, findNameable),
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
  findNameable: FindNameable,
): Promise<Existing['entries']> {
  const entries = new Map<string, { uid: string; title: string; exists: boolean }>();
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
      entries.set(row.documentId, { uid, title: titleOf(type, row), exists: true });
  }
  const gone = ids.filter((id) => !entries.has(id));
  const versions: { type: string; entryId: string; title: string | null }[] =
    gone.length === 0
      ? []
      : await strapi.db.query(versionUid).findMany({
          where: { entryId: { $in: gone } },
          select: ['type', 'entryId', 'title'],
          orderBy: { generation: 'asc' },
        });
  for (const { type: uid, entryId, title } of versions)
    entries.set(entryId, { uid, title: title ?? entryId, exists: false });
  const toRef = (documentId: string, uid: string) => ({ uid, documentId, locale });
  const mayName = await findNameable([...entries].map(([id, { uid }]) => toRef(id, uid)));
  for (const [id, entry] of entries)
    if (!mayName(toRef(id, entry.uid))) entries.set(id, { ...entry, title: unnamed });
  return entries;
}
