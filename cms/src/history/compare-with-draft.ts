import { contentTypeOf, contentTypes } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { permissionsOn } from '../access/entry-permissions';
import { nameableTo } from '../access/nameable-entries';
import type { DocumentContext } from '../documents/document-middleware';
import type { DraftRow } from '../documents/draft-row';
import { isToldToRepeat } from '../documents/repeat-transactions';
import { writtenBy } from '../documents/written';
import type { DraftComparison } from './contract';
import { toEntryContent } from './entry-content';
import { readableFields } from './readable-fields';

/**
 * A draft as it is saved beside what a save would make of it, for whoever saves.
 * @param save is done, and has to be undone by whoever calls this
 */
export async function compareWithDraft(
  strapi: Core.Strapi,
  context: DocumentContext,
  draft: DraftRow,
  save: () => Promise<unknown>,
): Promise<DraftComparison | undefined> {
  const type = contentTypeOf(context.uid);
  const request = strapi.requestContext.get();
  if (type === undefined || request === undefined) return undefined;
  const asked = {
    uid: contentTypes[type].uid,
    locale: draft.locale ?? null,
    entry: draft,
    permissions: permissionsOn(strapi, request, type),
    findNameable: nameableTo(strapi, request),
  };
  const describe = (entry: object) => {
    const content = toEntryContent(context.contentType, entry, (uid) => strapi.getModel(uid));
    return readableFields(strapi, asked, content);
  };
  const theirs = await describe(draft);
  try {
    await save();
  } catch (error) {
    // What is against the rules is said once it is saved for good.
    if (isToldToRepeat(error) || !(error instanceof errors.ApplicationError)) throw error;
  }
  const [after] = writtenBy(context).entries ?? [];
  return { theirs, mine: after === undefined ? null : await describe(after) };
}
