import { contentTypeOf, contentTypes } from '@lectern/shared-types';
import type { Core, Schema, UID } from '@strapi/strapi';
import { z } from 'zod';
import { isContentRelation } from './populate-all';

type Model = Schema.ContentType | Schema.Component;

/** What is wrong with a field that refers to other entries or to images. */
export interface ReferenceFault {
  field: (string | number)[];
  problem: string;
}

/** An entry or image by its row, which images have alone, or by its document. */
interface Reference {
  id?: number | undefined;
  documentId?: string | undefined;
}

const rowId = z
  .union([z.number(), z.string().regex(/^\d+$/)])
  .transform(Number)
  .pipe(
    z
      .int()
      .positive()
      .max(2 ** 31 - 1),
  );
const reference = z.union([
  z
    .looseObject({
      id: rowId.optional(),
      documentId: z.string().min(1).optional(),
      position: z
        .looseObject({ before: z.string().optional(), after: z.string().optional() })
        .nullish(),
    })
    .refine(({ id, documentId }) => id !== undefined || documentId !== undefined),
  rowId.transform((id) => ({ id })),
  z
    .string()
    .min(1)
    .transform((documentId) => ({ documentId })),
]);
const list = z.array(reference);
/** The ways in which the admin and Strapi's document service name what a field refers to. */
const references = z.union([
  z.null().transform(() => ({ set: [] })),
  list.transform((set) => ({ set })),
  z
    .strictObject({
      set: list,
      connect: list,
      disconnect: list,
      options: z.unknown(),
    })
    .partial()
    .refine((change) => Object.keys(change).length > 0),
  reference.transform((one) => ({ set: [one] })),
]);

/**
 * Looks up every entry and image that some input refers to. Strapi does so too, but does not say in
 * which field one is missing.
 * @param locale of the entry that refers; entries are looked up in the same one
 */
export async function findReferenceFaults(
  strapi: Core.Strapi,
  input: object,
  model: Model,
  locale: string | null,
): Promise<ReferenceFault[]> {
  const faults: ReferenceFault[] = [];
  for (const [name, attribute] of Object.entries(model.attributes)) {
    const value: unknown = Reflect.get(input, name);
    if (value === undefined) continue;
    if (attribute.type === 'component') {
      const part = strapi.getModel(attribute.component);
      for (const [index, item] of (Array.isArray(value) ? value : [value]).entries()) {
        if (typeof item !== 'object' || item === null) continue;
        const path = attribute.repeatable ? [name, index] : [name];
        for (const fault of await findReferenceFaults(strapi, item, part, locale))
          faults.push({ ...fault, field: [...path, ...fault.field] });
      }
    } else if (attribute.type === 'media' || isContentRelation(attribute)) {
      const target = attribute.type === 'media' ? 'plugin::upload.file' : attribute.target;
      const problem = await referenceProblem(strapi, target as UID.ContentType, value, locale);
      if (problem !== undefined) faults.push({ field: [name], problem });
    }
  }
  return faults;
}

async function referenceProblem(
  strapi: Core.Strapi,
  target: UID.ContentType,
  value: unknown,
  locale: string | null,
): Promise<string | undefined> {
  const parsed = references.safeParse(value);
  const isImage = target === 'plugin::upload.file';
  if (!parsed.success)
    return isImage
      ? 'is not an image of the media library. Choose one there'
      : 'is not a list of entries. Choose them again';
  const { set = [], connect = [], disconnect = [] } = parsed.data as Record<string, Reference[]>;
  const named = [...set, ...connect, ...disconnect].flatMap((one) => [one, ...neighboursOf(one)]);
  const missing = await countMissing(strapi, target, named, locale);
  if (missing === 0) return undefined;
  return isImage
    ? 'is an image that is not in the media library any more. Choose another'
    : `refers to ${missing === 1 ? 'an entry' : `${missing} entries`} that ${missing === 1 ? 'does' : 'do'} not exist in this language any more. Load the page again, and choose from those that are there`;
}

/** Entries beside which one is to be placed. */
function neighboursOf(one: Reference): Reference[] {
  const { before, after }: { before?: string; after?: string } = Object(
    Reflect.get(one, 'position'),
  );
  return [before, after].flatMap((documentId) =>
    documentId === undefined ? [] : [{ documentId }],
  );
}

async function countMissing(
  strapi: Core.Strapi,
  target: UID.ContentType,
  named: readonly Reference[],
  locale: string | null,
): Promise<number> {
  if (named.length === 0) return 0;
  const documents = new Set(named.flatMap(({ documentId }) => documentId ?? []));
  const rows = new Set(named.flatMap(({ id, documentId }) => (documentId ? [] : (id ?? []))));
  const type = contentTypeOf(target);
  const isLocalized = type !== undefined && contentTypes[type].isLocalized;
  const found: { id: number; documentId: string }[] = await strapi.db.query(target).findMany({
    select: ['id', 'documentId'],
    where: {
      $or: [
        { documentId: { $in: [...documents] }, ...(isLocalized ? { locale } : {}) },
        { id: { $in: [...rows] } },
      ],
    },
  });
  for (const { id, documentId } of found) {
    documents.delete(documentId);
    rows.delete(id);
  }
  return documents.size + rows.size;
}
