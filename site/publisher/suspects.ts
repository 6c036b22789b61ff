import { isDeepStrictEqual } from 'node:util';
import { entryKey } from '../src/content/content.ts';
import { viewAt } from './content-state.ts';
import { entryKeyAt, type Finding } from './look-over.ts';
import type { PageRun } from './render-pages.ts';

/** Entries that may be why a page is not right, by key. */
export interface Suspects {
  /** Those that hold what is wrong. */
  traced: string[];
  /** Where that is not known, others on the page that have changed since it was right. */
  others: string[];
  /** The entry of the page itself, if it has changed. */
  own: string[];
}

const nobody: Suspects = { traced: [], others: [], own: [] };

/**
 * @param putBack entries that are in their last good versions already
 * @param hopeless pages on which it was none of the others
 */
export function createSuspects(
  { keeper, isCodeProven, isAllKnown }: PageRun,
  putBack: ReadonlySet<string>,
  hopeless: ReadonlySet<string>,
) {
  const { state, lastGood } = keeper;

  /** Whether an entry has changed since it was live, and can be put back. */
  const isOpen = (key: string): boolean => {
    if (!state.pending.keys.has(key) || putBack.has(key)) return false;
    const view = viewAt(state.content, key);
    if (view === undefined) return false;
    const before = lastGood.get(key);
    if (before !== undefined) return !isDeepStrictEqual(before, view);
    // No page of a locale can be without its settings.
    return isAllKnown && !key.startsWith('Site ');
  };

  return {
    of: (path: string, finding: Finding): Suspects => {
      const { faults, reasons, isRendered } = finding;
      if (isRendered) {
        const holders = reasons.flatMap(({ type, locale, documentId }) =>
          type !== null && documentId !== null
            ? entryKey(type, locale as string | null, documentId)
            : [],
        );
        const traced = [...new Set(holders)].filter(isOpen);
        if (traced.length > 0) return { ...nobody, traced };
        // A link that was there before leads to a page that has gone.
        const isExplained =
          reasons.every(({ documentId }) => documentId !== null) &&
          faults.every(({ href }) => href?.startsWith('/'));
        if (isExplained) return nobody;
      }
      if (!isCodeProven || hopeless.has(path)) return nobody;
      const own = entryKeyAt(state.content, path);
      const open = [...finding.reads].filter(isOpen);
      return {
        traced: [],
        others: open.filter((key) => key !== own),
        own: open.filter((key) => key === own),
      };
    },
  };
}
