import { contentTypeOf, contentTypes, defaultLocale } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { type DocumentContext, type DocumentMiddleware, isWrite } from './document-middleware';
import { refuseField } from './refuse-field';
import { refuseRowNumbers } from './refuse-row-numbers';

type Values = Record<string, unknown>;

const entitled = new WeakSet<object>();

/** Data of an entry that code creates again under the document id that it had. */
export function underDocumentId(data: Values, documentId: string): Values & { documentId: string } {
  const named = { ...data, documentId };
  entitled.add(named);
  return named;
}

/**
 * Which entry is written is said by the address alone: Strapi itself would move the row that is
 * written to whatever document the data name. What a form sends along of the same entry is dropped.
 * @throws ValidationError at the field that names another entry, row, language or group of fields
 */
export const guardIdentity =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    if (contentTypeOf(context.uid) === undefined || !isWrite(context.action)) return next();
    const { data }: { data?: Values } = Object(context.params);
    if (data !== undefined && entitled.has(data)) return next();
    // The content manager drops some of what a request names before it gets here.
    const named = { ...requestBodyFor(strapi, context), ...data };
    refuseDocument(context, named.documentId);
    await refuseRow(strapi, context, named.id);
    if (data === undefined) return next();
    refuseLocale(context, data.locale);
    refuseRowNumbers(context, data);
    const { id: _, documentId: __, localizations: ___, ...own } = data;
    Object.assign(context.params, { data: own });
    try {
      return await next();
    } catch (error) {
      throw explainForeignGroup(error);
    }
  };

function requestBodyFor(strapi: Core.Strapi, { uid }: DocumentContext): Values {
  const request = strapi.requestContext.get();
  return request?.params?.model === uid ? Object(request?.request.body) : {};
}

function refuseDocument({ action, params }: DocumentContext, documentId: unknown): void {
  if (isAbsent(documentId)) return;
  if (action === 'create') throw refuseField('documentId', ofNewEntry);
  if (documentId !== Object(params).documentId)
    throw refuseField('documentId', `names another entry than the address. ${leaveOut}`);
}

async function refuseRow(
  strapi: Core.Strapi,
  { uid, action, params }: DocumentContext,
  id: unknown,
): Promise<void> {
  if (isAbsent(id)) return;
  if (action === 'create') throw refuseField('id', ofNewEntry);
  // A row that is not there any more was replaced while the form was open.
  const row: { documentId: string } | null = isRowId(id)
    ? await strapi.db.query(uid).findOne({ where: { id }, select: ['documentId'] })
    : null;
  if (row !== null && row.documentId !== Object(params).documentId)
    throw refuseField('id', `names another entry than the address. ${leaveOut}`);
}

function refuseLocale({ uid, params }: DocumentContext, locale: unknown): void {
  const type = contentTypeOf(uid);
  if (type === undefined || isAbsent(locale)) return;
  if (!contentTypes[type].isLocalized)
    throw refuseField(
      'locale',
      'names a language, and this entry is the same in all. Leave it out',
    );
  if (locale !== (Object(params).locale ?? defaultLocale))
    throw refuseField('locale', 'names another language than the address. Leave it out');
}

/** Strapi itself refuses it without saying what to do. */
function explainForeignGroup(error: unknown): unknown {
  const message = error instanceof errors.ApplicationError ? error.message : '';
  const [, field] = /^Some of the provided components in (\w+) are not related/.exec(message) ?? [];
  if (field === undefined) return error;
  const problem =
    'holds a group of fields of another entry, or one that was replaced meanwhile. Load the page again, and make your change there';
  return refuseField(field, problem);
}

const ofNewEntry = 'names an entry that exists, and a new one gets its own. Leave it out';
const leaveOut = 'Leave it out, or load the page of the other entry and make your change there';

const isAbsent = (value: unknown) => value === undefined || value === null || value === '';

/** True for what can be the number of a row in both databases. */
const isRowId = (id: unknown): boolean => /^\d{1,10}$/.test(String(id)) && Number(id) < 2 ** 31;
