import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type ContentType, contentTypes, defaultLocale, isLocale } from '@lectern/shared-types';
import type { Core, Schema } from '@strapi/strapi';
import { parse } from 'yaml';
import { isContentRelation } from '../documents/populate-all';

type Values = Record<string, unknown>;
interface SeedFile {
  /** `framework/flask`: folder and file name, by which other files refer to the entry. */
  key: string;
  type: ContentType;
  locales: Record<string, Values>;
}

/** Entries come before the pages that show them. */
const order: ContentType[] = [
  'Reason',
  'PathStep',
  'Framework',
  'Testimonial',
  'Faq',
  'Plan',
  'LandingPage',
  'Site',
  'Redirect',
];

/**
 * Creates and publishes the demo content that is not in the database yet, all of it or nothing.
 * What was seeded before is left alone for good, also when an editor has changed or deleted it.
 * @returns the number of entries created
 */
export async function seedDemoContent(strapi: Core.Strapi): Promise<number> {
  const files = await readSeedFiles(join(strapi.dirs.app.root, 'content'));
  const store = strapi.store({ type: 'core', name: 'lectern' });
  return strapi.db.transaction(async () => {
    const seeded = ((await store.get({ key: 'seed' })) ?? {}) as Record<string, string>;
    const missing = files.filter((file) => seeded[file.key] === undefined);
    for (const file of missing) seeded[file.key] = await createEntry(strapi, file, seeded);
    if (missing.length > 0) await store.set({ key: 'seed', value: seeded });
    return missing.length;
  });
}

async function readSeedFiles(folder: string): Promise<SeedFile[]> {
  const files: SeedFile[] = [];
  for (const type of order) {
    const name = contentTypes[type].uid.split('.')[1] ?? '';
    for (const file of (await readdir(join(folder, name))).sort())
      files.push({
        key: `${name}/${basename(file, '.yaml')}`,
        type,
        locales: parse(await readFile(join(folder, name, file), 'utf8')),
      });
  }
  return files;
}

async function createEntry(
  strapi: Core.Strapi,
  { key, type, locales }: SeedFile,
  seeded: Record<string, string>,
): Promise<string> {
  const { uid } = contentTypes[type];
  const documents = strapi.documents(uid);
  const model = strapi.contentType(uid);
  const data = (locale: string) => toData(model, locales[locale] ?? {}, seeded, key);
  try {
    if (locales.all) {
      const { documentId } = await documents.create({ data: data('all') });
      await documents.publish({ documentId });
      return documentId;
    }
    const { documentId } = await documents.create({
      data: data(defaultLocale),
      locale: defaultLocale,
    });
    for (const locale of Object.keys(locales).filter(isLocale))
      if (locale !== defaultLocale)
        await documents.update({ documentId, data: data(locale), locale });
    await documents.publish({ documentId, locale: '*' });
    return documentId;
  } catch (error) {
    throw new Error(
      `Could not seed content/${key}.yaml: ${error instanceof Error ? error.message : error}`,
      { cause: error },
    );
  }
}

/** Turns file notation into Strapi's: keys into document ids, lists of lines into components. */
function toData(
  model: Schema.ContentType,
  values: Values,
  seeded: Record<string, string>,
  key: string,
): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const attribute = model.attributes[name];
      if (attribute === undefined)
        throw new Error(`"${name}" is not a field of ${model.info.displayName}. Correct the file.`);
      if (isContentRelation(attribute)) {
        const folder = attribute.target.split('.')[1];
        return [name, (value as string[]).map((entry) => idOf(`${folder}/${entry}`, seeded, key))];
      }
      const isLines = attribute.type === 'component' && attribute.component === 'shared.line';
      return [name, isLines ? (value as string[]).map((text) => ({ text })) : value];
    }),
  );
}

function idOf(key: string, seeded: Record<string, string>, from: string): string {
  const id = seeded[key];
  if (id === undefined)
    throw new Error(`content/${from}.yaml refers to content/${key}.yaml, which does not exist.`);
  return id;
}
