import { type ContentType, contentTypes } from '@lectern/shared-types';
import type { Core, Schema, UID } from '@strapi/strapi';
import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import type { Stage } from '../../documents/document-middleware';
import { fieldsOf, populateFromFields } from '../../graphql/populate-from-selection';
import {
  type ChangesSince,
  type ContentGeneration,
  readChangesSince,
  readGeneration,
} from './content-generation';

/** The lists of `ChangedEntries` in GraphQL, and the type that each holds. */
export const changedEntriesLists = {
  frameworks: 'Framework',
  pathSteps: 'PathStep',
  testimonials: 'Testimonial',
  faqs: 'Faq',
  plans: 'Plan',
  reasons: 'Reason',
  landingPages: 'LandingPage',
  sites: 'Site',
  redirects: 'Redirect',
} as const satisfies Record<string, ContentType>;

type List = keyof typeof changedEntriesLists;

export interface ChangedContent extends ChangesSince {
  generation: number;
  /** Published versions in every locale; an entry that is not among them is not published. */
  entries: Partial<Record<List, unknown[]>>;
}

/**
 * What has changed after a generation, and the changed entries as they are at the one it leads to.
 * All of it is one state of the database, so that a reader never gets an entry newer or older than
 * the generation it comes with.
 */
export async function readChangedContent(
  strapi: Core.Strapi,
  since: ContentGeneration,
  info: GraphQLResolveInfo,
): Promise<ChangedContent> {
  return strapi.db.transaction(async ({ trx }) => {
    // SQLite has one connection, and a transaction has it alone.
    if (strapi.db.dialect.client === 'postgres')
      await trx.raw('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const changes = await readChangesSince(strapi, since);
    const latest = changes.changes.at(-1);
    const { value: generation, changeId } =
      latest === undefined
        ? await readGeneration(strapi)
        : { value: latest.generation, changeId: latest.changeId };
    const entries = await readListedEntries(strapi, changes.changes, 'published', info);
    return { ...changes, generation, changeId, entries };
  });
}

/** The changed entries that a query asks for, in one stage and every locale they have. */
export async function readListedEntries(
  strapi: Core.Strapi,
  changes: ChangesSince['changes'],
  stage: Stage,
  info: GraphQLResolveInfo,
): Promise<ChangedContent['entries']> {
  const entries: ChangedContent['entries'] = {};
  for (const [list, fields] of selectedLists(info)) {
    const model = strapi.contentType(contentTypes[changedEntriesLists[list]].uid);
    const ids = changes.flatMap(({ type, entryId }) =>
      type === model.uid && entryId !== null ? [entryId] : [],
    );
    entries[list] =
      ids.length > 0 ? await readEntries(strapi, model, ids, stage, fields, info) : [];
  }
  return entries;
}

/** The lists of entries that a query asks for, each with the fields that ask for it. */
function selectedLists(info: GraphQLResolveInfo): Map<List, FieldNode[]> {
  const fields = info.fieldNodes
    .flatMap(({ selectionSet }) => fieldsOf(selectionSet, info))
    .filter(({ name }) => name.value === 'entries')
    .flatMap(({ selectionSet }) => fieldsOf(selectionSet, info));
  const isList = (name: string): name is List => name in changedEntriesLists;
  const lists = new Map<List, FieldNode[]>();
  for (const field of fields) {
    const name = field.name.value;
    if (isList(name)) lists.set(name, [...(lists.get(name) ?? []), field]);
  }
  return lists;
}

function readEntries(
  strapi: Core.Strapi,
  model: Schema.ContentType,
  ids: string[],
  status: Stage,
  fields: FieldNode[],
  info: GraphQLResolveInfo,
): Promise<unknown[]> {
  return strapi.documents(model.uid).findMany({
    locale: '*',
    status,
    filters: { documentId: { $in: [...new Set(ids)] } },
    sort: ['documentId', 'locale'],
    populate: populateFromFields(model, fields, info, (uid: UID.Schema) => strapi.getModel(uid)),
  });
}
