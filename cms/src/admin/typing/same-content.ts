/** What Strapi's form holds beside what somebody types: names and times of rows, keys of lists. */
const ofStrapi = new Set([
  ...['id', 'documentId', '__temp_key__', 'status', 'locale', 'localizations'],
  ...['createdAt', 'updatedAt', 'publishedAt', 'createdBy', 'updatedBy'],
]);

/** Whether two states of a form are the same to whoever types: an empty field is as one that is not there. */
export const isSameContent = (one: object, other: object): boolean =>
  JSON.stringify(contentOf(one)) === JSON.stringify(contentOf(other));

/** Whether two states of a form are the same but for what the media library tells of their images. */
export const hasSameImages = (one: object, other: object): boolean =>
  JSON.stringify(one, nameImage) === JSON.stringify(other, nameImage);

const nameImage = (_: string, value: unknown): unknown =>
  isImage(value) ? { image: value.id } : value;

/** An image of the media library is known by its type: an entry holds no more than which one it is. */
const isImage = (value: unknown): value is { id: unknown } =>
  typeof value === 'object' && value !== null && 'mime' in value && 'id' in value;

/** The fields that somebody has changed in a form, as they are now. */
export const changedFields = (before: object, now: object): object =>
  Object.fromEntries(
    Object.entries(now).filter(
      ([name, value]) => !isSameContent({ value }, { value: Reflect.get(before, name) }),
    ),
  );

function contentOf(value: unknown): unknown {
  if (value === '' || value === null) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(contentOf);
  if (typeof value !== 'object' || value === undefined) return value;
  if (isImage(value)) return { image: value.id };
  const fields = Object.entries(value)
    .filter(([name]) => !ofStrapi.has(name))
    .map(([name, inner]) => [name, contentOf(inner)] as const)
    .filter(([, inner]) => inner !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}
