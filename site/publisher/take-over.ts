import { isDeepStrictEqual } from 'node:util';
import { type ContentType, type Locale, landingPagePath } from '@lectern/shared-types';
import type { FindImage } from '../src/cms/media.ts';
import { type CheckedUpdate, checkEntries, type RawEntry } from '../src/cms/to-content.ts';
import { entryKey, parseEntryKey, type View } from '../src/content/content.ts';
import { type ContentUpdate, entriesOf, entryAt } from '../src/content/update-content.ts';
import { changeContent, type Keeper, toVersion } from './change-content.ts';
import { byEntry, type ContentState, countPages, localesOf, viewAt } from './content-state.ts';
import { toPageReasons } from './page-reasons.ts';

/**
 * Brings the content to what was read. An entry that the CMS has published and that is faulty stays
 * in its last good version.
 */
export async function takeOver(keeper: Keeper, read: readonly CheckedUpdate[]): Promise<void> {
  const { state, lastGood } = keeper;
  noteDeparted(keeper, read);
  const updates = read.map((update): ContentUpdate => {
    const { type, ids } = update;
    const views = update.views.map(({ locale, view }) => ({
      locale,
      view: isStillHeld(state, entryKey(type, locale, view.documentId), view)
        ? viewAt(state.content, entryKey(type, locale, view.documentId))
        : view,
    }));
    const kept = update.faulty.map(({ locale = null, documentId }) => {
      const key = entryKey(type, locale, documentId);
      return { locale, view: viewAt(state.content, key) ?? lastGood.get(key) };
    });
    noteFaults(state, update);
    const departed = [...state.departed].flatMap((key) => {
      const entry = parseEntryKey(key);
      const isHere = entry?.type === type && ids.has(entry.documentId);
      return isHere ? [{ locale: entry.locale, view: viewAt(state.content, key) }] : [];
    });
    return { type, ids, views: [...views, ...kept, ...departed].filter(hasView), issues: [] };
  });
  await changeContent(keeper, updates);
}

/** Notes which entries are not published any more, and stay all the same. */
function noteDeparted({ state, guard }: Keeper, read: readonly CheckedUpdate[]): void {
  const gone = new Set<string>();
  for (const update of read) {
    const { type, ids } = update;
    const published = publishedIn(update);
    for (const id of ids)
      for (const locale of localesOf(type, state.content)) {
        const key = entryKey(type, locale, id);
        if (published.has(key)) state.departed.delete(key);
        else if (viewAt(state.content, key) !== undefined) gone.add(key);
      }
  }
  // What waits already counts, or the loss would pass in parts; pages wait until somebody confirms.
  const waiting = [...state.departed].filter((key) => parseEntryKey(key)?.type === 'LandingPage');
  state.departed = guard
    .mustWait(gone.union(state.departed), countPages(state.content))
    .union(new Set(waiting));
}

/** Keys of what the CMS has published, faulty or not. */
export const publishedIn = ({ type, views, faulty }: CheckedUpdate): Set<string> =>
  new Set([
    ...views.map(({ locale, view }) => entryKey(type, locale, view.documentId)),
    ...faulty.map((entry) => keyOf(type, entry)),
  ]);

/**
 * What was read of everything, so that it also covers what is not published any more, and no more
 * than what differs from the content.
 */
export const toDifferences = (
  state: ContentState,
  read: readonly CheckedUpdate[],
): CheckedUpdate[] =>
  read.map((update) => {
    const { type } = update;
    const locales = localesOf(type, state.content);
    const views = new Map(
      update.views.map(({ locale, view }) => [entryKey(type, locale, view.documentId), view]),
    );
    const troubled = new Set([...update.faulty, ...update.imageless].map(idOf));
    for (const key of [...state.held.keys(), ...state.notices.keys()]) {
      const entry = parseEntryKey(key);
      if (entry?.type === type) troubled.add(entry.documentId);
    }
    const isAsKnown = (id: string) =>
      !troubled.has(id) &&
      locales.every((locale) =>
        isDeepStrictEqual(
          views.get(entryKey(type, locale, id)),
          entryAt(state.content, type, locale, id),
        ),
      );
    const ids = new Set([...update.ids, ...troubled]);
    for (const locale of locales)
      for (const id of entriesOf(state.content, type, locale).keys()) ids.add(id);
    for (const id of ids) if (isAsKnown(id)) ids.delete(id);
    return { ...update, ids, views: update.views.filter(({ view }) => ids.has(view.documentId)) };
  });

/** Checks the entries again whose images could not be loaded: they may have come by now. */
export async function checkImages(keeper: Keeper, findImage: FindImage): Promise<void> {
  const { state } = keeper;
  const updates: ContentUpdate[] = [];
  for (const [key, { type, entry }] of [...state.imageless]) {
    const checked = checkEntries(type, new Set([entry.documentId]), [entry], findImage);
    forget(state, key);
    noteFaults(state, { ...checked, ids: new Set() });
    for (const { view } of checked.views) updates.push(toVersion(state.content, key, view));
  }
  await changeContent(keeper, updates);
}

/** Notes what is wrong with the entries of an update, instead of what was wrong with them before. */
export function noteFaults(
  state: ContentState,
  update: CheckedUpdate,
  isUnknown: (key: string) => boolean = () => false,
): void {
  const { type } = update;
  const right = new Map(
    update.views.map(({ locale, view }) => [entryKey(type, locale, view.documentId), view]),
  );
  for (const id of update.ids)
    for (const locale of localesOf(type, state.content)) {
      const key = entryKey(type, locale, id);
      if (!isStillHeld(state, key, right.get(key))) forget(state, key);
    }
  const issues = byEntry(update.issues);
  for (const entry of update.faulty) {
    const key = keyOf(type, entry);
    const own = { issues: issues.get(key) ?? [], faults: [] };
    state.held.set(key, {
      reasons: toPageReasons(own, [], state.content),
      watched: new Set(),
      isUnknown: isUnknown(key),
      ...lastAddress(type, entry),
    });
  }
  for (const [key, notices] of byEntry(update.notices)) state.notices.set(key, notices);
  for (const entry of update.imageless) state.imageless.set(keyOf(type, entry), { type, entry });
}

/** Whether an entry is still published in the version that was found to spoil pages. */
function isStillHeld({ held }: ContentState, key: string, view: View<ContentType> | undefined) {
  const known = held.get(key)?.view;
  return known !== undefined && isDeepStrictEqual(known, view);
}

function forget({ held, notices, imageless }: ContentState, key: string): void {
  held.delete(key);
  notices.delete(key);
  imageless.delete(key);
}

/** Where a faulty landing page says that it stands. */
function lastAddress(type: ContentType, { locale, ...entry }: RawEntry): { lastAt?: string } {
  const slug: unknown = Reflect.get(entry, 'slug');
  if (type !== 'LandingPage' || typeof slug !== 'string') return {};
  return { lastAt: landingPagePath(locale as Locale, { slug }) };
}

const keyOf = (type: ContentType, { locale = null, documentId }: RawEntry) =>
  entryKey(type, locale, documentId);

const idOf = ({ documentId }: RawEntry) => documentId;

const hasView = (each: {
  locale: string | null;
  view: View<ContentType> | undefined;
}): each is ContentUpdate['views'][number] => each.view !== undefined;
