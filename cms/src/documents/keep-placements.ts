import { isDeepStrictEqual } from 'node:util';
import { contentTypeOf, defaultLocale } from '@lectern/shared-types';
import type { Core, Schema, UID } from '@strapi/strapi';
import { recordChange } from '../api/publishing/content-generation';
import { titleIn } from '../api/publishing/title-in';
import { type DocumentMiddleware, isWrite, type Target, targetOf } from './document-middleware';
import { isContentRelation } from './populate-all';
import { setRelation } from './set-relation';
import { noteWritten } from './written';

const placementUid = 'api::placement.placement';

interface Placement {
  pageUid: UID.ContentType;
  pageId: string;
  localeCode: string;
  field: string;
  entryId: string;
  position: number;
}
interface Row {
  id: number;
  documentId: string;
  locale: string;
  updatedAt: string;
  [field: string]: unknown;
}

const removals = ['unpublish', 'delete'];

/**
 * Remembers which entries stood where when a page was published, so that an entry that is
 * unpublished and published again returns to its place, and only there. Strapi itself forgets: the
 * published page's link goes with the published entry.
 */
export const keepPlacements =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    // A read must leave alone what is remembered: its draft may list what nobody has published.
    if (contentTypeOf(context.uid) === undefined || !isWrite(context.action)) return next();
    const before = targetOf(context, undefined, defaultLocale);
    const isPublishing = before?.stage === 'published' && !removals.includes(context.action);
    const wasLive = isPublishing ? await publishedLocales(strapi, context.uid, before) : new Set();

    const result = await next();

    const target = targetOf(context, result, defaultLocale);
    if (target === undefined) return result;
    const fields = relationFields(context.contentType);
    if (removals.includes(context.action)) {
      await forget(strapi, context.uid, target);
    } else if (context.action === 'discardDraft') {
      for (const draft of await rowsOf(strapi, context.uid, target, 'draft'))
        for (const field of fields) await place(strapi, context.uid, draft, field, 'draft');
    } else if (target.stage === 'published') {
      if (fields.length > 0)
        noteWritten(context, { listed: await remember(strapi, context.uid, target, fields) });
      for (const row of await rowsOf(strapi, context.uid, target, 'published'))
        if (!wasLive.has(row.locale)) await returnToPages(strapi, row);
    }
    return result;
  };

const relationFields = (model: Schema.ContentType) =>
  Object.entries(model.attributes).flatMap(([name, attribute]) =>
    isContentRelation(attribute) ? [name] : [],
  );

async function publishedLocales(strapi: Core.Strapi, uid: UID.ContentType, target: Target) {
  const rows = await rowsOf(strapi, uid, target, 'published');
  return new Set(rows.map((row) => row.locale));
}

function rowsOf(
  strapi: Core.Strapi,
  uid: UID.ContentType,
  target: Pick<Target, 'documentId' | 'where'>,
  stage: Target['stage'],
  relations: string[] = [],
): Promise<Row[]> {
  return strapi.db.query(uid).findMany({
    where: { ...target.where, documentId: target.documentId, ...version(stage) },
    populate: Object.fromEntries(relations.map((name) => [name, { select: ['documentId'] }])),
  });
}

const version = (stage: Target['stage']) => ({
  publishedAt: stage === 'published' ? { $notNull: true } : null,
});

/**
 * Replaces what is remembered of a page by what its draft, just published, lists.
 * @returns the lists by locale and field
 */
async function remember(
  strapi: Core.Strapi,
  pageUid: UID.ContentType,
  target: Target,
  fields: string[],
): Promise<Map<string, Record<string, string[]>>> {
  const drafts = await rowsOf(strapi, pageUid, target, 'draft', fields);
  const idsIn = (draft: Row, field: string) =>
    (draft[field] as Row[]).map(({ documentId }) => documentId);
  const listed = new Map(
    drafts.map((draft) => [
      draft.locale,
      Object.fromEntries(fields.map((field) => [field, idsIn(draft, field)])),
    ]),
  );
  const placements: Placement[] = drafts.flatMap((draft) =>
    fields.flatMap((field) =>
      idsIn(draft, field).map((entryId, position) => ({
        pageUid,
        pageId: draft.documentId,
        localeCode: draft.locale,
        field,
        entryId,
        position,
      })),
    ),
  );
  const remembered: Placement[] = await strapi.db.query(placementUid).findMany({
    where: placementsOf(pageUid, target),
  });
  if (isDeepStrictEqual(new Set(remembered.map(keyOf)), new Set(placements.map(keyOf))))
    return listed;
  await forget(strapi, pageUid, target);
  if (placements.length > 0)
    await strapi.db.query(placementUid).createMany({ data: placements.map((row) => ({ ...row })) });
  return listed;
}

const keyOf = ({ localeCode, field, position, entryId }: Placement) =>
  [localeCode, field, position, entryId].join(' ');

async function forget(strapi: Core.Strapi, pageUid: UID.ContentType, target: Target) {
  await strapi.db.query(placementUid).deleteMany({ where: placementsOf(pageUid, target) });
}

function placementsOf(pageUid: UID.ContentType, { documentId, where: { locale } }: Target) {
  return {
    pageUid,
    pageId: documentId,
    ...(locale === undefined ? {} : { localeCode: locale }),
  };
}

/** Puts an entry that is published again back on every published page that remembers it. */
async function returnToPages(strapi: Core.Strapi, entry: Row) {
  const placements: Placement[] = await strapi.db.query(placementUid).findMany({
    where: { entryId: entry.documentId, localeCode: entry.locale },
  });
  for (const { pageUid, pageId, field } of placements) {
    const target = { documentId: pageId, where: { locale: entry.locale } };
    for (const page of await rowsOf(strapi, pageUid, target, 'published')) {
      await place(strapi, pageUid, page, field, 'published');
      await recordChange(strapi, {
        type: pageUid,
        entryId: pageId,
        localeCode: entry.locale,
        action: 'update',
        title: titleIn(pageUid, page),
      });
    }
  }
}

/** Sets one relation of a page to the remembered entries that exist in this stage, in their order. */
async function place(
  strapi: Core.Strapi,
  pageUid: UID.ContentType,
  page: Row,
  field: string,
  stage: Target['stage'],
) {
  const attribute = strapi.getModel(pageUid).attributes[field];
  if (attribute === undefined || !isContentRelation(attribute)) return;
  const placements: Placement[] = await strapi.db.query(placementUid).findMany({
    where: { pageUid, pageId: page.documentId, localeCode: page.locale, field },
    orderBy: { position: 'asc' },
  });
  const entries: Row[] = await strapi.db.query(attribute.target).findMany({
    where: {
      documentId: { $in: placements.map((placement) => placement.entryId) },
      locale: page.locale,
      ...version(stage),
    },
  });
  const idOf = new Map(entries.map((entry) => [entry.documentId, entry.id]));
  const ordered = placements.flatMap(({ entryId }) => idOf.get(entryId) ?? []);
  await setRelation(strapi, pageUid, page, field, ordered);
}
