import { contentTypeOf, contentTypes } from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { underDocumentId } from '../documents/guard-identity';
import type { Restored } from './contract';
import { findExisting } from './find-existing';
import { type Form, planRestore } from './plan-restore';
import { returnToDrafts } from './return-to-drafts';
import type { StoredVersion } from './versions';

/** What a version is restored with. */
interface RestoreOptions {
  form: Form;
  /** Id of the user of the admin who restores it. */
  user: number;
}

/** What restoring a version would write, and what it would leave out. */
export async function planFor(strapi: Core.Strapi, version: StoredVersion, form: Form) {
  const existing = await findExisting(
    strapi,
    [version.content],
    version.localeCode,
    form.findNameable,
  );
  return planRestore(version.type, version.content, existing, form);
}

/**
 * Makes a version the draft again, through the document service, so that the rules of the content
 * hold.
 * @throws ValidationError when what the version says is against the rules of today
 */
export async function restoreDraft(
  strapi: Core.Strapi,
  version: StoredVersion,
  { form, user }: RestoreOptions,
): Promise<Restored> {
  const { data, leftOut } = await planFor(strapi, version, form);
  const documents = strapi.documents(version.type);
  const documentId = version.entryId;
  await documents.update({ documentId, data: { ...data, updatedBy: user }, ...localeOf(version) });
  return { documentId, leftOut };
}

/**
 * Creates a deleted entry again as a draft, in every locale that it had and under its document id,
 * so that what refers to it finds it again.
 * @throws ValidationError when it is against the rules by now, such as an address that is taken
 */
export async function bringBack(
  strapi: Core.Strapi,
  versions: readonly StoredVersion[],
  { form, user }: RestoreOptions,
): Promise<Restored> {
  const [first] = versions;
  if (first === undefined)
    throw new errors.NotFoundError(
      'Could not bring the entry back: it is not among those that were deleted. Load the list again.',
    );
  const documentId = first.entryId;
  const documents = strapi.documents(first.type);
  return strapi.db.transaction(async () => {
    let exists = (await countRows(strapi, first.type, documentId)) > 0;
    const leftOut: Restored['leftOut'] = [];
    for (const version of versions) {
      const plan = await planFor(strapi, version, form);
      leftOut.push(...plan.leftOut);
      const data = { ...plan.data, updatedBy: user, createdBy: user };
      if (exists) await documents.update({ documentId, data, ...localeOf(version) });
      else
        await documents.create({ data: underDocumentId(data, documentId), ...localeOf(version) });
      exists = true;
      await returnOne(strapi, version);
    }
    return { documentId, leftOut };
  });
}

const countRows = (strapi: Core.Strapi, uid: UID.ContentType, documentId: string) =>
  strapi.db.query(uid).count({ where: { documentId } });

async function returnOne(strapi: Core.Strapi, version: StoredVersion): Promise<void> {
  const { type, entryId, localeCode } = version;
  if (localeCode === null) return;
  const draft: { id: number } | null = await strapi.db.query(type).findOne({
    where: { documentId: entryId, locale: localeCode, publishedAt: null },
    select: ['id'],
  });
  if (draft) await returnToDrafts(strapi, { ...draft, documentId: entryId, locale: localeCode });
}

function localeOf({ type, localeCode }: StoredVersion): { locale?: string } {
  const name = contentTypeOf(type);
  return name && contentTypes[name].isLocalized && localeCode !== null
    ? { locale: localeCode }
    : {};
}
