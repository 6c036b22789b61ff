import {
  type ContentIssue,
  type ContentType,
  checkEntry,
  contentTypeNames,
  isLocale,
  issueOf,
  type UncheckedEntry,
} from '@lectern/shared-types';
import { buildContent } from '../content/build-content.ts';
import type { Content, View } from '../content/content.ts';
import type { ContentUpdate } from '../content/update-content.ts';
import { type FindImage, isMedia } from './media.ts';
import type { RawContent } from './read-content.ts';

export type RawEntry = UncheckedEntry & { updatedAt: string | null };

/** What the CMS says of some entries of one type, checked: those without a view have issues. */
export interface CheckedUpdate extends ContentUpdate {
  /** Entries without a view. */
  faulty: readonly RawEntry[];
  /** Faults of entries that can be shown all the same. */
  notices: readonly ContentIssue[];
  /** Entries with an image that cannot be loaded at the moment: to be checked again. */
  imageless: readonly RawEntry[];
}

export interface CheckedContent {
  /** What is valid. */
  content: Content;
  /** What is not, with every fault of every entry. */
  issues: ContentIssue[];
}

/** Checks everything that was read against the rules; a locale without a valid Site is left out. */
export function toContent(raw: RawContent, findImage: FindImage): CheckedContent {
  const updates = checkAll(raw, findImage);
  const { content, issues } = buildContent(updates, raw.generation.value);
  const faults = updates.flatMap((update) => [...update.issues, ...update.notices]);
  return { content, issues: [...faults, ...issues] };
}

/** Everything that was read, type by type. */
export const checkAll = (raw: RawContent, findImage: FindImage): CheckedUpdate[] =>
  contentTypeNames.map((type) => {
    const entries: RawEntry[] = type === 'Site' ? [...raw.sites.values()] : raw[type];
    const ids = new Set(entries.map(({ documentId }) => documentId));
    return checkEntries(type, ids, entries, findImage);
  });

/** @param ids documents that were asked for; those that are not among the entries are not published */
export function checkEntries(
  type: ContentType,
  ids: ReadonlySet<string>,
  entries: readonly RawEntry[],
  findImage: FindImage,
): CheckedUpdate {
  const views: { locale: string | null; view: View<ContentType> }[] = [];
  const issues: ContentIssue[] = [];
  const notices: ContentIssue[] = [];
  const faulty: RawEntry[] = [];
  const imageless: RawEntry[] = [];
  for (const entry of entries) {
    const checked = checkEntry(type, entry, 'published');
    if (!checked.isValid) {
      issues.push(...checked.issues);
      faulty.push(entry);
      continue;
    }
    const images = createImages(findImage);
    const view = {
      ...(images.putInto(checked.value, entry, []) as View<ContentType>),
      documentId: entry.documentId,
      updatedAt: entry.updatedAt ?? '',
    };
    const faults = images.problems.map(({ field, text }) => issueOf(type, entry, field, text));
    if (faults.length > 0) imageless.push(entry);
    if (images.isComplete()) views.push({ locale: entry.locale ?? null, view });
    else faulty.push(entry);
    (images.isComplete() ? notices : issues).push(...faults);
  }
  return { type, ids, views, issues, faulty, notices, imageless };
}

/** Locales in which the CMS has content that the site is not built for. */
export function unknownLocales(raw: RawContent): string[] {
  const found = raw.LandingPage.flatMap(({ locale }) =>
    locale === null || isLocale(locale) ? [] : [locale],
  );
  return [...new Set(found)].sort();
}

/** Replaces, at any depth, each medium of the CMS by the image that the site serves. */
function createImages(findImage: FindImage) {
  const problems: { field: (string | number)[]; text: string }[] = [];
  let isComplete = true;
  const putInto = (checked: unknown, source: unknown, field: (string | number)[]): unknown => {
    if (Array.isArray(checked))
      return checked.map((item, index) => putInto(item, at(source, index), [...field, index]));
    if (typeof checked !== 'object' || checked === null) return checked;
    if (isMedia(source)) {
      const { image, problem } = findImage({ ...source, ...checked });
      if (problem !== undefined) problems.push({ field, text: problem });
      if (image === undefined) isComplete = false;
      return image;
    }
    const parts = Object.entries(checked).map(([key, value]) => [
      key,
      putInto(value, at(source, key), [...field, key]),
    ]);
    return Object.fromEntries(parts);
  };
  return { problems, isComplete: () => isComplete, putInto };
}

const at = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
