import { contentTypeNames, contentTypes } from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { type AdminContext, addAdminRoutes, adminRoute } from '../access/admin-route';
import { type AskedEntry, askedEntry } from '../access/asked-entry';
import { type EntryPermissions, permissionsOn } from '../access/entry-permissions';
import { type FindNameable, nameableTo } from '../access/nameable-entries';
import { populateAll } from '../documents/populate-all';
import { readVersions } from '../live-status/read-entry-status';
import type { DeletedEntry, EntryHistory, ReadableVersion } from './contract';
import { type EntryContent, toEntryContent } from './entry-content';
import { readFormLabels } from './form-labels';
import type { Form } from './plan-restore';
import { readableFields } from './readable-fields';
import { bringBack, planFor, restoreDraft } from './restore';
import { findVersion, listDeleted, listVersions, type StoredVersion } from './versions';

/** The entry that a request is about, and what its user may do with it. */
interface Asked extends AskedEntry {
  /** The draft or published version in that locale; one that stands for it when there is none. */
  entry: object;
  permissions: EntryPermissions;
  findNameable: FindNameable;
}

const noVersion =
  'Could not find this version: it is not kept any more. Load the page again to see those that are.';

/** Adds what the admin asks of the history: whoever may read an entry sees the one of that entry. */
export function registerHistoryRoutes(strapi: Core.Strapi): void {
  const ask = async (ctx: AdminContext): Promise<Asked> => {
    const asked = askedEntry(ctx);
    const { type, documentId, locale } = asked;
    const permissions = permissionsOn(strapi, ctx, type);
    const rows = await readVersions(strapi, type, documentId);
    const entry = rows.find((row) => locale === null || row.locale === locale) ?? {
      documentId,
      locale,
    };
    if (permissions.cannot.read(entry)) throw new errors.ForbiddenError();
    return { ...asked, entry, permissions, findNameable: nameableTo(strapi, ctx) };
  };

  const formOf = async (
    uid: UID.ContentType,
    findNameable: FindNameable,
    mayWrite: (path: string) => boolean,
  ): Promise<Form> => ({
    findNameable,
    getModel: (model) => strapi.getModel(model),
    labelOf: await readFormLabels(strapi, uid),
    mayWrite,
  });

  const versionIn = async (ctx: AdminContext, { uid, documentId, locale }: Asked) => {
    const version = await findVersion(strapi, uid, documentId, Number(ctx.params.version) || 0);
    if (version === null || version.localeCode !== locale)
      throw new errors.NotFoundError(noVersion);
    return version;
  };

  const list = async (ctx: AdminContext): Promise<EntryHistory> => {
    const { type, uid, documentId, locale, entry, permissions } = await ask(ctx);
    const versions = await listVersions(strapi, uid, documentId, locale);
    const mayName = permissions.can.read(entry, contentTypes[type].title);
    return {
      versions: mayName ? versions : versions.map((version) => ({ ...version, title: null })),
      mayRestore: permissions.can.update(entry),
    };
  };

  const show = async (ctx: AdminContext): Promise<ReadableVersion> => {
    const asked = await ask(ctx);
    const { uid, entry, permissions, findNameable } = asked;
    if (ctx.params.version === 'draft')
      return { fields: await readableFields(strapi, asked, await readDraft(asked)), leftOut: [] };
    const version = await versionIn(ctx, asked);
    const form = await formOf(uid, findNameable, (path) => permissions.can.update(entry, path));
    const { leftOut } = await planFor(strapi, version, form);
    return { fields: await readableFields(strapi, asked, version.content), leftOut };
  };

  const readDraft = async ({ uid, documentId, locale }: Asked): Promise<EntryContent> => {
    const model = strapi.contentType(uid);
    const getModel = (each: UID.Schema) => strapi.getModel(each);
    const draft: object | null = await strapi.db.query(uid).findOne({
      where: { documentId, publishedAt: null, ...(locale === null ? {} : { locale }) },
      populate: populateAll(model, getModel),
    });
    if (draft === null)
      throw new errors.NotFoundError(
        'Could not find the draft: it was deleted. Load the page again.',
      );
    return toEntryContent(model, draft, getModel);
  };

  const restore = async (ctx: AdminContext) => {
    const asked = await ask(ctx);
    const { uid, documentId, entry, permissions, findNameable } = asked;
    if (permissions.cannot.update(entry))
      throw new errors.ForbiddenError('You may not change this entry.');
    if ((await readVersions(strapi, asked.type, documentId)).length === 0)
      throw new errors.NotFoundError(
        'Could not restore this version: the entry was deleted. Bring it back under "Deleted entries".',
      );
    const version = await versionIn(ctx, asked);
    const form = await formOf(uid, findNameable, (path) => permissions.can.update(entry, path));
    return restoreDraft(strapi, version, { form, user: ctx.state.user.id });
  };

  const deleted = async (ctx: AdminContext): Promise<{ entries: DeletedEntry[] }> => {
    const entries: DeletedEntry[] = [];
    for (const name of contentTypeNames) {
      const { uid } = contentTypes[name];
      const permissions = permissionsOn(strapi, ctx, name);
      const versions = await listDeleted(strapi, { type: uid });
      const readable = versions.filter((version) => permissions.can.read(toEntry(version)));
      for (const documentId of new Set(readable.map(({ entryId }) => entryId))) {
        const [latest, ...others] = readable.filter(({ entryId }) => entryId === documentId);
        if (latest === undefined) continue;
        entries.push({
          uid,
          kind: strapi.contentType(uid).info.displayName,
          documentId,
          title: permissions.can.read(toEntry(latest), contentTypes[name].title)
            ? latest.title
            : null,
          locales: [latest, ...others].flatMap(({ localeCode }) => localeCode ?? []),
          actor: latest.actor,
          time: latest.time,
          mayBringBack: permissions.can.create(toEntry(latest)),
        });
      }
    }
    return { entries: entries.toSorted((one, other) => (one.time < other.time ? 1 : -1)) };
  };

  const toEntry = ({ entryId, localeCode }: StoredVersion) => ({
    documentId: entryId,
    locale: localeCode,
  });

  const bring = async (ctx: AdminContext) => {
    const { type, uid, documentId } = askedEntry(ctx);
    const permissions = permissionsOn(strapi, ctx, type);
    const versions = await listDeleted(strapi, { type: uid, entryId: documentId });
    const isRefused = (version: StoredVersion) =>
      permissions.cannot.read(toEntry(version)) || permissions.cannot.create(toEntry(version));
    if (permissions.cannot.create() || versions.some(isRefused))
      throw new errors.ForbiddenError('You may not create entries of this kind.');
    const form = await formOf(uid, nameableTo(strapi, ctx), (path) =>
      versions.every((version) => permissions.can.create(toEntry(version), path)),
    );
    return bringBack(strapi, versions, { form, user: ctx.state.user.id });
  };

  addAdminRoutes(strapi, [
    adminRoute('GET', '/history', deleted),
    adminRoute('POST', '/history/:uid/:documentId/bring-back', bring),
    adminRoute('GET', '/history/:uid/:documentId', list),
    adminRoute('GET', '/history/:uid/:documentId/:version', show),
    adminRoute('POST', '/history/:uid/:documentId/:version/restore', restore),
  ]);
}
