import type { Change } from './read-changes.ts';

/** What is told of a release; `changes` is absent when the CMS did not say. */
export interface ReleaseFacts {
  /** The name that the history in the admin gives it, too. */
  origin: string;
  generation: number;
  changeId: string;
  /** ISO 8601. */
  time: string;
  files: number;
  codeVersion: string;
  isLive: boolean;
  isPinned: boolean;
  /** Those since the release before, or the first of them; null when the CMS has counted others since. */
  changes?: readonly Change[] | null;
}

const named = 10;

/**
 * A release as lines for a terminal: its name, what it is, and what it changed.
 * @param before the release before it; undefined for the oldest that is kept
 */
export function describeRelease(release: ReleaseFacts, before: ReleaseFacts | undefined): string {
  const { origin, time, files, codeVersion, isLive, isPinned } = release;
  const head = [origin, isLive ? 'live' : '', isPinned ? 'pinned' : ''].filter(Boolean);
  const facts = [toClock(time), `${files} files`, `code ${codeVersion}`].join(', ');
  return [head.join('  '), facts, ...describeChanges(release, before)].join('\n  ');
}

function describeChanges(release: ReleaseFacts, before: ReleaseFacts | undefined): string[] {
  if (before === undefined) return ['The oldest release that is kept.'];
  const { changes } = release;
  const code = release.codeVersion === before.codeVersion ? [] : ['New code of the site'];
  if (changes === undefined) return code;
  const count = release.generation - before.generation;
  if (count < 0)
    return [...code, 'Content of a database that was brought back to an earlier state'];
  if (changes === null)
    return [
      ...code,
      'Changes that the log of the CMS does not know any more, since its database was brought back to an earlier state',
    ];
  if (count === 0 && code.length === 0) return ['Nothing that the CMS has counted'];
  const texts = changes.slice(0, named).map((change) => describeChange(change, release.origin));
  const others = count - texts.length;
  if (others === 0) return [...code, ...texts];
  if (texts.length === 0)
    return [...code, 'Changes that the log of the CMS does not hold any more'];
  const forgotten =
    changes.length > named ? '' : ', which the log of the CMS does not hold any more';
  return [...code, ...texts, `and ${others} more${forgotten}`];
}

function describeChange(change: Change, origin: string): string {
  const { verb, kind, title, locale, actor, release, isUnseen } = change;
  const language = locale === null ? '' : ` (${locale})`;
  const what = `${kind.toLowerCase()} “${title ?? '(untitled)'}”${language}`;
  // As the history beside the entry says it, where that differs.
  const seen = isUnseen ? '; never live' : '';
  const later = release === null || release === origin ? seen : `; live in release ${release}`;
  return `${verb}: ${what}, by ${actor ?? 'the CMS itself'}${later}`;
}

/** `25 Nov 2026, 19:20:05`, on the clock of this computer. */
const toClock = (time: string) =>
  new Date(time).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
