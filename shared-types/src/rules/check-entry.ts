import { type ContentType, contentTypes } from '../content-types.js';
import { fieldName } from '../editor-forms/field-name.js';
import { foldAddress } from '../page-paths.js';
import { characterFault } from './characters.js';
import { contentRules, type Valid } from './content-rules.js';

/** One thing that is wrong with one field of one entry. */
export interface ContentIssue {
  type: ContentType;
  documentId: string;
  locale: string | null;
  /** How the entry calls itself: its name, title or question. */
  entry: string;
  /** Path of the field, for example `['callToAction', 'url']`. */
  field: (string | number)[];
  /** What is wrong and what to do, read after the field's name. */
  problem: string;
}

export interface UncheckedEntry {
  documentId: string;
  locale?: string | null;
}

export type Checked<Type extends ContentType> =
  | { isValid: true; value: Valid<Type> }
  | { isValid: false; issues: ContentIssue[] };

/**
 * Checks one entry against the rules of its type.
 * A `draft` may still lack what only publishing demands; everything it does hold must be right.
 */
export function checkEntry<Type extends ContentType>(
  type: Type,
  entry: UncheckedEntry,
  stage: 'draft' | 'published',
): Checked<Type> {
  const parsed = contentRules[type].safeParse(entry);
  if (parsed.success) return { isValid: true, value: parsed.data as Valid<Type> };
  const issues = parsed.error.issues
    .filter((issue) => stage === 'published' || !isLack(issue, valueAt(entry, issue.path)))
    .map((issue) => issueOf(type, entry, issue.path.map(toKey), issue.message));
  return issues.length === 0
    ? { isValid: true, value: entry as unknown as Valid<Type> }
    : { isValid: false, issues };
}

/** Every value that more than one entry of a locale claims although it must be unique. */
export function findDuplicates<Type extends ContentType>(
  type: Type,
  field: string,
  entries: readonly UncheckedEntry[],
): ContentIssue[] {
  const owners = new Map<string, UncheckedEntry>();
  const issues: ContentIssue[] = [];
  for (const entry of entries) {
    const value = valueAt(entry, [field]);
    if (typeof value !== 'string') continue;
    const key = `${entry.locale ?? ''} ${foldAddress(value)}`;
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, entry);
    else issues.push(duplicateIssue(type, field, value, entry, owner));
  }
  return issues;
}

/** What stands for an entry that may not be named. */
export const unnamed = 'an entry that you may not read';

/**
 * The issue for `entry`, whose `field` repeats the `value` that `owner` already has.
 * @param owner null for one that may not be named
 */
export function duplicateIssue(
  type: ContentType,
  field: string,
  value: string,
  entry: UncheckedEntry,
  owner: UncheckedEntry | null,
): ContentIssue {
  const name = owner && `the ${contentTypes[type].label.toLowerCase()} "${titleOf(type, owner)}"`;
  return issueOf(type, entry, [field], `"${value}" is taken by ${name ?? unnamed}. Choose another`);
}

/** The sentence an editor or a build log reads. */
export function describeIssue(issue: ContentIssue): string {
  return `${nameEntry(issue)}: ${fieldName(issue.type, issue.field)} ${issue.problem}.`;
}

/** An entry as an editor knows it: `Plan "Pro" (en)`. */
export function nameEntry({
  type,
  entry,
  locale,
}: Pick<ContentIssue, 'type' | 'entry' | 'locale'>): string {
  return `${contentTypes[type].label} "${entry}"${locale ? ` (${locale})` : ''}`;
}

export function titleOf(type: ContentType, entry: UncheckedEntry): string {
  const title = valueAt(entry, [contentTypes[type].title]);
  return typeof title === 'string' && title.trim() !== '' ? title : '(untitled)';
}

/** @param problem what is wrong and what to do, read after the field's name */
export function issueOf(
  type: ContentType,
  entry: UncheckedEntry,
  field: (string | number)[],
  problem: string,
): ContentIssue {
  return {
    type,
    documentId: entry.documentId,
    locale: entry.locale ?? null,
    entry: titleOf(type, entry),
    field,
    problem: problem.replace(/\.$/, ''),
  };
}

const toKey = (part: PropertyKey) => (typeof part === 'number' ? part : String(part));

/** Whether something is not there yet; a list, though an empty one, is no date or text that lacks. */
const isLack = ({ code }: { code: string }, value: unknown): boolean =>
  isEmpty(value) && (code === 'too_small' || !Array.isArray(value));

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '' && characterFault(value) === undefined;
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function valueAt(entry: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined,
    entry,
  );
}
