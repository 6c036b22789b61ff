import {
  type ContentType,
  contentTypeNames,
  contentTypeOf,
  contentTypes,
  defaultLocale,
} from '@lectern/shared-types';
import type { Core, UID } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { populateAll } from '../documents/populate-all';
import { readVersions } from '../live-status/read-entry-status';
import type { DeletedEntry, EntryHistory, ReadableVersion } from './contract';
import { describeContent } from './describe-content';
import { type EntryContent, toEntryContent } from './entry-content';
import { findExisting } from './find-existing';
import { readFormLabels } from './form-labels';
import type { Form } from './plan-restore';
import { bringBack, planFor, restoreDraft } from './restore';
import { findVersion, listDeleted, listVersions, type StoredVersion } from './versions';

type Context = Parameters<Core.ControllerHandler>[0];
type Action = 'create' | 'read' | 'update';

/** What Strapi's content manager asks before it shows or writes an entry, or one field of it. */
interface Checker {
  cannot: Record<Action, (entry?: object, field?: string) => boolean>;
  can: Record<Action, (entry?: object, field?: string) => boolean>;
}

/** The entry that a request is about, and what its user may do with it. */
interface Asked {
  type: ContentType;
  uid: UID.ContentType;
  documentId: string;
  locale: string | null;
  /** The draft or published version in that locale; one that stands for it when there is none. */
  entry: object;
  checker: Checker;
}

const noVersion =
  'Could not find this version: it is not kept any more. Load the page again to see those that are.';

/** Adds what the admin asks of the history: whoever may read an entry sees the one of that entry. */
export function registerHistoryRoutes(strapi: Core.Strapi): void {
  const checkerOf = (ctx: Context, uid: string): Checker =>
    strapi
      .plugin('content-manager')
      .service('permission-checker')
      .create({ userAbility: ctx.state.userAbility, model: uid });

  const ask = async (ctx: Context): Promise<Asked> => {
    const { uid: model = '', documentId = '' } = ctx.params;
    const type = contentTypeOf(model);
    if (type === undefined) throw new errors.NotFoundError();
    const { uid, isLocalized } = contentTypes[type];
    const locale = isLocalized ? String(ctx.query.locale || defaultLocale) : null;
    const checker = checkerOf(ctx, uid);
    const rows = await readVersions(strapi, type, documentId);
    const entry = rows.find((row) => locale === null || row.locale === locale) ?? {
      documentId,
      locale,
    };
    if (checker.cannot.read(entry)) throw new errors.ForbiddenError();
    return { type, uid, documentId, locale, entry, checker };
  };

  const formOf = async (
    uid: UID.ContentType,
    checker: Checker,
    action: Action,
    entry?: object,
  ): Promise<Form> => ({
    getModel: (model) => strapi.getModel(model),
    labelOf: await readFormLabels(strapi, uid),
    mayWrite: (path) => checker.can[action](entry, path),
  });

  const versionIn = async (ctx: Context, { uid, documentId, locale }: Asked) => {
    const version = await findVersion(strapi, uid, documentId, Number(ctx.params.version) || 0);
    if (version === null || version.localeCode !== locale)
      throw new errors.NotFoundError(noVersion);
    return version;
  };

  const list = async (ctx: Context): Promise<EntryHistory> => {
    const { uid, documentId, locale, entry, checker } = await ask(ctx);
    return {
      versions: await listVersions(strapi, uid, documentId, locale),
      mayRestore: checker.can.update(entry),
    };
  };

  const show = async (ctx: Context): Promise<ReadableVersion> => {
    const asked = await ask(ctx);
    const { uid, entry, checker, locale } = asked;
    const form = await formOf(uid, checker, 'update', entry);
    const readable = async (content: EntryContent) => {
      const { entries } = await findExisting(strapi, [content], locale);
      const fields = describeContent(uid, content, entries, form);
      // A field that the type has lost is in nobody's permissions: it is shown to who sees all.
      return fields.filter(({ path }) => checker.can.read(entry, path) || !isKnown(uid, path));
    };
    if (ctx.params.version === 'draft')
      return { fields: await readable(await readDraft(asked)), leftOut: [] };
    const version = await versionIn(ctx, asked);
    const { leftOut } = await planFor(strapi, version, form);
    return { fields: await readable(version.content), leftOut };
  };

  const isKnown = (uid: UID.ContentType, path: string) =>
    strapi.getModel(uid).attributes[path.split('.')[0] ?? ''] !== undefined;

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

  const restore = async (ctx: Context) => {
    const asked = await ask(ctx);
    const { uid, documentId, entry, checker } = asked;
    if (checker.cannot.update(entry))
      throw new errors.ForbiddenError('You may not change this entry.');
    if ((await readVersions(strapi, asked.type, documentId)).length === 0)
      throw new errors.NotFoundError(
        'Could not restore this version: the entry was deleted. Bring it back under "Deleted entries".',
      );
    const version = await versionIn(ctx, asked);
    const form = await formOf(uid, checker, 'update', entry);
    return restoreDraft(strapi, version, { form, user: ctx.state.user.id });
  };

  const deleted = async (ctx: Context): Promise<{ entries: DeletedEntry[] }> => {
    const entries: DeletedEntry[] = [];
    for (const name of contentTypeNames) {
      const { uid } = contentTypes[name];
      const checker = checkerOf(ctx, uid);
      const versions = await listDeleted(strapi, { type: uid });
      const readable = versions.filter((version) => checker.can.read(toEntry(version)));
      for (const documentId of new Set(readable.map(({ entryId }) => entryId))) {
        const [latest, ...others] = readable.filter(({ entryId }) => entryId === documentId);
        if (latest === undefined) continue;
        entries.push({
          uid,
          kind: strapi.contentType(uid).info.displayName,
          documentId,
          title: latest.title,
          locales: [latest, ...others].flatMap(({ localeCode }) => localeCode ?? []),
          actor: latest.actor,
          time: latest.time,
          mayBringBack: checker.can.create(toEntry(latest)),
        });
      }
    }
    return { entries: entries.toSorted((one, other) => (one.time < other.time ? 1 : -1)) };
  };

  const toEntry = ({ entryId, localeCode }: StoredVersion) => ({
    documentId: entryId,
    locale: localeCode,
  });

  const bring = async (ctx: Context) => {
    const { uid: model = '', documentId = '' } = ctx.params;
    const type = contentTypeOf(model);
    if (type === undefined) throw new errors.NotFoundError();
    const { uid } = contentTypes[type];
    const checker = checkerOf(ctx, uid);
    const versions = await listDeleted(strapi, { type: uid, entryId: documentId });
    const isRefused = (version: StoredVersion) =>
      checker.cannot.read(toEntry(version)) || checker.cannot.create(toEntry(version));
    if (checker.cannot.create() || versions.some(isRefused))
      throw new errors.ForbiddenError('You may not create entries of this kind.');
    const form = await formOf(uid, checker, 'create');
    return bringBack(strapi, versions, { form, user: ctx.state.user.id });
  };

  const route = (
    method: 'GET' | 'POST',
    path: string,
    answer: (ctx: Context) => Promise<object>,
  ) => ({
    method,
    path,
    info: { type: 'admin' as const },
    config: { policies: ['admin::isAuthenticatedAdmin'] },
    handler: async (ctx: Context) => {
      ctx.body = await answer(ctx);
    },
  });
  strapi.server.routes({
    type: 'admin',
    routes: [
      route('GET', '/history', deleted),
      route('POST', '/history/:uid/:documentId/bring-back', bring),
      route('GET', '/history/:uid/:documentId', list),
      route('GET', '/history/:uid/:documentId/:version', show),
      route('POST', '/history/:uid/:documentId/:version/restore', restore),
    ],
  });
}
