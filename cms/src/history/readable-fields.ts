import type { Core } from '@strapi/strapi';
import type { AskedEntry } from '../access/asked-entry';
import type { EntryPermissions } from '../access/entry-permissions';
import type { FindNameable } from '../access/nameable-entries';
import type { ReadableField } from './contract';
import { describeContent } from './describe-content';
import type { EntryContent } from './entry-content';
import { findExisting } from './find-existing';
import { readFormLabels } from './form-labels';

/** An entry, and what whoever asks may do with it. */
export interface PermittedEntry extends Pick<AskedEntry, 'uid' | 'locale'> {
  entry: object;
  permissions: EntryPermissions;
  findNameable: FindNameable;
}

/** What somebody may read of a version, in the words of the form. */
export async function readableFields(
  strapi: Core.Strapi,
  { uid, locale, entry, permissions, findNameable }: PermittedEntry,
  content: EntryContent,
): Promise<ReadableField[]> {
  const { entries } = await findExisting(strapi, [content], locale, findNameable);
  const fields = describeContent(uid, content, entries, {
    getModel: (model) => strapi.getModel(model),
    labelOf: await readFormLabels(strapi, uid),
  });
  const { attributes } = strapi.getModel(uid);
  const isKnown = (path: string) => attributes[path.split('.')[0] ?? ''] !== undefined;
  // A field that the type has lost is in nobody's permissions: it is shown to who sees all.
  return fields.filter(({ path }) => permissions.can.read(entry, path) || !isKnown(path));
}
