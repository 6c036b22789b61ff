import type { Core } from '@strapi/strapi';
import type { DocumentContext, DocumentMiddleware } from './document-middleware';
import { underDocumentId } from './guard-identity';

type Values = Record<string, unknown>;

/**
 * Makes lists and groups of fields of a copy what was sent for it. Strapi lays what is sent over those
 * of the source, part by part: of a list that is shorter now, the end would stay.
 */
export const replaceCopiedLists =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const sent = context.action === 'clone' ? listsIn(context) : {};
    const result = await next();
    if (Object.keys(sent).length === 0) return result;
    const { populate } = Object(context.params);
    const { documentId, entries } = result as { documentId: string; entries: Values[] };
    const replaced: unknown[] = [];
    for (const { locale } of entries) {
      const data = underDocumentId(sent, documentId);
      replaced.push(
        await strapi
          .documents(context.uid)
          .update({ documentId, data, populate, ...(locale ? { locale: String(locale) } : {}) }),
      );
    }
    return { documentId, entries: replaced } as typeof result;
  };

function listsIn({ contentType, params }: DocumentContext): Values {
  const { data }: { data?: Values } = Object(params);
  return Object.fromEntries(
    Object.entries(data ?? {}).flatMap(([name, value]) => {
      const isGroup = contentType.attributes[name]?.type === 'component' && value !== null;
      return isGroup || Array.isArray(value) ? [[name, isGroup ? withoutRows(value) : value]] : [];
    }),
  );
}

/** Groups of fields without the numbers of those of the source: the copy gets its own. */
function withoutRows(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRows);
  if (typeof value !== 'object' || value === null) return value;
  const { id: _, ...fields } = value as Values;
  return fields;
}
