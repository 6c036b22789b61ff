import { createHash } from 'node:crypto';
import {
  contentTypeNames,
  defaultLocale,
  type Locale,
  landingPagePath,
  type WaitingRemovals,
} from '@lectern/shared-types';
import { entryKey, parseEntryKey } from '../src/content/content.ts';
import { entriesOf } from '../src/content/update-content.ts';
import { addressIn, changeContent, type Keeper, toVersion } from './change-content.ts';
import { type ContentState, countPages, localesOf, viewAt } from './content-state.ts';
import type { RunContext } from './publish-run.ts';

/** Paths that are named. */
const namedPages = 20;

/** What stays on the site until somebody confirms that it goes; undefined when nothing does. */
export function toWaitingRemovals(state: ContentState | undefined): WaitingRemovals | undefined {
  if (state === undefined) return undefined;
  const keys = confirmable(state);
  if (keys.length === 0) return undefined;
  const locales = localesIn(keys);
  const others = keys.filter((key) => !locales.some((locale) => isIn(key, locale)));
  const pages = [
    ...locales.flatMap((locale) => pathsIn(state, locale)),
    ...others.flatMap((key) => pathOf(state, key) ?? []),
  ].toSorted();
  const id = createHash('sha256').update(keys.toSorted().join('\n')).digest('hex').slice(0, 16);
  return { id, pages: pages.slice(0, namedPages), pageCount: pages.length, locales };
}

/**
 * Takes off the site what waits for it, once somebody has seen and confirmed it.
 * @throws Error when that is not what was seen
 */
export async function confirmRemovals(
  { state: { content }, renderer, lastGood, guard }: RunContext,
  id: string,
): Promise<void> {
  if (content === undefined || toWaitingRemovals(content)?.id !== id)
    throw new Error(
      'Could not take these pages off the site: what waits for it is not what was shown. Look at it again.',
    );
  await takeOff({ state: content, renderer, lastGood, guard });
}

/** Takes off the site what has waited for it. */
export async function takeOff(keeper: Keeper): Promise<void> {
  const { state, renderer, guard } = keeper;
  const keys = confirmable(state);
  const locales = localesIn(keys);
  for (const key of keys) state.departed.delete(key);
  const single = keys.filter((key) => !locales.some((locale) => isIn(key, locale)));
  await changeContent(
    keeper,
    single.map((key) => toVersion(state.content, key, undefined)),
  );
  for (const locale of locales) dropLocale(state, locale);
  if (locales.length > 0) {
    state.pending.isEverything = true;
    await renderer.use(state.content);
  }
  guard.accept(countPages(state.content));
}

/** The site cannot be without the settings of its first language. */
function confirmable({ departed }: ContentState): string[] {
  const isRooted = [...departed].some((key) => key.startsWith(`Site ${defaultLocale} `));
  return [...departed].filter((key) => !(isRooted && isIn(key, defaultLocale)));
}

function localesIn(keys: readonly string[]): Locale[] {
  return keys.flatMap((key) => {
    const entry = parseEntryKey(key);
    return entry?.type === 'Site' && entry.locale !== null ? entry.locale : [];
  });
}

const isIn = (key: string, locale: Locale): boolean => parseEntryKey(key)?.locale === locale;

const pathsIn = ({ content }: ContentState, locale: Locale): string[] =>
  [...(content.locales.get(locale)?.LandingPage.values() ?? [])].map((page) =>
    landingPagePath(locale, page),
  );

function pathOf({ content }: ContentState, key: string): string | undefined {
  const [entry, view] = [parseEntryKey(key), viewAt(content, key)];
  return entry?.type === 'LandingPage' && view ? addressIn(entry, view) : undefined;
}

/** With its settings a language goes from the site as a whole. */
function dropLocale({ content, pending, held }: ContentState, locale: Locale): void {
  for (const type of contentTypeNames)
    if (localesOf(type, content).includes(locale))
      for (const id of entriesOf(content, type, locale).keys()) {
        const key = entryKey(type, locale, id);
        pending.keys.add(key);
        held.delete(key);
      }
  (content.locales as Map<Locale, unknown>).delete(locale);
}
