import type { ContentType, Locale } from '@lectern/shared-types';
import { entryKey } from '../src/content/content.ts';
import { localeOf } from '../src/content/routes.ts';
import type { ReadIndex } from './plan-pages.ts';

/** Which entries each page shows that went live; unlike the record of what was ever looked at, exactly. */
export interface ShownEntries {
  /** To be called with a page that is right and goes live. */
  note(path: string, reads: readonly string[]): void;
  forget(path: string): void;
  /** Whether it is known what a page shows. */
  knows(path: string): boolean;
  shows(path: string, key: string): boolean;
}

/** Holds a number for each key rather than the key, since every page shows some forty entries. */
export function createShownEntries(): ShownEntries {
  const numbers = new Map<string, number>();
  const pages = new Map<string, Uint32Array>();
  const numberOf = (key: string) => {
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  };
  return {
    note: (path, reads) => void pages.set(path, Uint32Array.from(reads, numberOf)),
    forget: (path) => void pages.delete(path),
    knows: (path) => pages.has(path),
    shows: (path, key) => {
      const number = numbers.get(key);
      return number !== undefined && (pages.get(path)?.includes(number) ?? false);
    },
  };
}

export interface ShowingPage {
  path: string;
  locale: Locale;
  url: string;
}

interface LivePages {
  shown: ShownEntries;
  /** What pages have ever looked at, also where that did not go live. */
  reads: ReadIndex;
  isLive: (path: string) => boolean;
  siteUrl: string;
}

/** The live pages that show an entry, in every locale. */
export function findShowingPages(
  { shown, reads, isLive, siteUrl }: LivePages,
  type: ContentType,
  documentId: string,
  locales: readonly (Locale | null)[],
): ShowingPage[] {
  const paths = locales.flatMap((locale) => {
    const key = entryKey(type, locale, documentId);
    // Of a page that is blocked since before the start only the failed attempt is known.
    return [...(reads.get(key) ?? [])].filter(
      (path) => shown.shows(path, key) || !shown.knows(path),
    );
  });
  return [...new Set(paths)]
    .filter((path) => path.endsWith('/') && path !== '/404/' && isLive(path))
    .sort()
    .map((path) => ({ path, locale: localeOf(path), url: new URL(path, siteUrl).href }));
}
