import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type ContentType,
  contentTypeNames,
  contentTypes,
  describeIssue,
  isLocale,
  sections,
} from '@lectern/shared-types';
import { parse } from 'yaml';
import type { RawContent } from '../src/cms/read-content.ts';
import { toContent } from '../src/cms/to-content.ts';
import type { Content } from '../src/content/content.ts';

/* The demo content as the CMS would give it, read from its files: pages can be checked without a CMS. */

const folder = join(import.meta.dirname, '..', '..', 'cms', 'content');

/** Fields that name entries by their file, and the type of these. */
const relations: Record<string, ContentType> = { ...sections, featuredPages: 'LandingPage' };
/** Fields that are lists of lines. */
const lines = ['features', 'topics'];

type Values = Record<string, unknown>;
interface Entry extends Values {
  documentId: string;
  locale: string | null;
}

/** @throws Error naming every fault of the demo content */
export async function readDemoContent(): Promise<Content> {
  const lists = await Promise.all(
    contentTypeNames.map(async (type) => [type, await readEntries(type)] as const),
  );
  const { Site: sites = [], ...entries }: Record<string, Entry[]> = Object.fromEntries(lists);
  const raw = {
    ...entries,
    sites: new Map(sites.map((site) => [site.locale, site])),
    generation: { value: 1, changeId: 'demo' },
  };
  // What the files hold is checked against the rules just as what the CMS answers.
  const { content, issues } = toContent(raw as unknown as RawContent, noImage);
  if (issues.length === 0) return content;
  throw new Error(`The demo content is faulty:\n${issues.map(describeIssue).join('\n')}`);
}

async function readEntries(type: ContentType): Promise<Entry[]> {
  const name = folderOf(type);
  const files = (await readdir(join(folder, name))).sort();
  const entries = files.map(async (file) => {
    const locales: Record<string, Values> = parse(await readFile(join(folder, name, file), 'utf8'));
    return Object.entries(locales).map(([locale, values]) => ({
      ...toFields(values),
      documentId: idOf(type, basename(file, '.yaml')),
      locale: isLocale(locale) ? locale : null,
      updatedAt: '2026-01-01T00:00:00.000Z',
    }));
  });
  return (await Promise.all(entries)).flat();
}

function toFields(values: Values): Values {
  const fields = Object.entries(values).map(([name, value]) => {
    const type = relations[name];
    if (type !== undefined && Array.isArray(value))
      return [name, value.map((file) => ({ documentId: idOf(type, file) }))];
    return [name, lines.includes(name) ? (value as string[]).map((text) => ({ text })) : value];
  });
  const missing = Object.keys(relations).filter((name) => !(name in values));
  return {
    ...Object.fromEntries(missing.map((name) => [name, []])),
    ...Object.fromEntries(fields),
  };
}

const folderOf = (type: ContentType) => contentTypes[type].uid.split('.')[1] ?? '';
const idOf = (type: ContentType, file: string) => `${folderOf(type)}/${file}`;

function noImage(): never {
  throw new Error('Could not read the demo content: its files hold no images.');
}
