import {
  addressOf,
  type ContentIssue,
  type ContentType,
  duplicateIssue,
  foldAddress,
  isLocale,
  type Locale,
} from '@lectern/shared-types';
import {
  type Content,
  entryKey,
  type LandingPage,
  type LocaleContent,
  type Redirect,
  type Site,
  type View,
} from './content.ts';
import { alternateKey, landingPagePath } from './routes.ts';

/** What has become of some entries of one type, in every locale. */
export interface ContentUpdate {
  type: ContentType;
  /** Documents that the update covers; one without a view has no valid published version any more. */
  ids: ReadonlySet<string>;
  views: readonly { locale: string | null; view: View<ContentType> }[];
  issues: readonly ContentIssue[];
}

interface ContentChanges {
  /** Keys of the entries that came, went or changed. */
  keys: Set<string>;
  /** Addresses that came or went. */
  addresses: Set<string>;
  /** Pages that came to an address or left one: their key as an alternate, and the path. */
  moves: Set<string>;
  /** Faults that show only beside the other entries. */
  issues: ContentIssue[];
}

type Writable<Table> = Table extends ReadonlyMap<infer Key, infer Value> ? Map<Key, Value> : never;

/** The one place where content changes; readers see it as read-only. */
const writable = <Table>(table: Table) => table as unknown as Writable<Table>;

/** Brings content, in place, to what the updates say: it costs what changed, not what there is. */
export function updateContent(
  content: Content,
  updates: readonly ContentUpdate[],
  generation: number,
): ContentChanges {
  const changes: ContentChanges = {
    keys: new Set(),
    addresses: new Set(),
    moves: new Set(),
    issues: [],
  };
  Object.assign(content, { generation });
  const real = updates.map((update) => withoutUnchanged(content, update));
  // All old versions go first: two pages may have exchanged their addresses.
  for (const { type, gone } of real)
    for (const { locale, id } of gone) removeEntry(content, type, locale, id, changes);
  for (const { type, views } of real)
    for (const { locale, view } of views) addEntry(content, type, locale, view, changes);
  for (const move of changes.moves) changes.keys.add(move.slice(0, move.lastIndexOf(' ')));
  return changes;
}

/** Leaves out what is as it was: of a page that exists in two locales, often one has changed. */
function withoutUnchanged(content: Content, { type, ids, views }: ContentUpdate) {
  const gone: { locale: Locale | null; id: string }[] = [];
  const news = new Map<string, (typeof views)[number]>(
    views.map((each) => [`${each.locale} ${each.view.documentId}`, each]),
  );
  for (const id of ids)
    for (const locale of type === 'Redirect' ? [null] : content.locales.keys()) {
      const before = entryAt(content, type, locale, id);
      if (before === undefined) continue;
      const key = `${locale} ${id}`;
      if (JSON.stringify(before) === JSON.stringify(news.get(key)?.view)) news.delete(key);
      else gone.push({ locale, id });
    }
  return { type, gone, views: [...news.values()] };
}

/** An entry in a locale, none for redirects, if it is there. */
export function entryAt(
  content: Content,
  type: ContentType,
  locale: Locale | null,
  id: string,
): View<ContentType> | undefined {
  if (type === 'Redirect') return content.redirects.get(id);
  const entries = locale === null ? undefined : content.locales.get(locale);
  if (type === 'Site') return entries?.site.documentId === id ? entries.site : undefined;
  return entries?.[type].get(id);
}

/** The entries of a type in a locale, none for redirects, by document id. */
export function entriesOf(
  content: Content,
  type: ContentType,
  locale: Locale | null,
): ReadonlyMap<string, View<ContentType>> {
  if (type === 'Redirect') return content.redirects;
  const entries = locale === null ? undefined : content.locales.get(locale);
  if (entries === undefined) return new Map();
  return type === 'Site' ? new Map([[entries.site.documentId, entries.site]]) : entries[type];
}

function removeEntry(
  content: Content,
  type: ContentType,
  locale: Locale | null,
  id: string,
  changes: ContentChanges,
) {
  changes.keys.add(entryKey(type, locale, id));
  const entries = locale === null ? undefined : content.locales.get(locale);
  if (type === 'Redirect') {
    const { from } = content.redirects.get(id) as Redirect;
    toggle(changes.addresses, addressOf(from));
    writable(content.addresses).delete(foldAddress(from));
    writable(content.redirects).delete(id);
  } else if (type === 'LandingPage' && entries !== undefined) {
    const page = entries.LandingPage.get(id) as LandingPage;
    noteMove(entries.locale, page, changes);
    writable(entries.slugs).delete(page.slug);
    writable(entries.LandingPage).delete(id);
  } else if (type !== 'Site' && entries !== undefined) {
    // The settings of a locale stay until others replace them: no page can be without.
    writable(entries[type]).delete(id);
  }
}

function addEntry(
  content: Content,
  type: ContentType,
  locale: string | null,
  view: View<ContentType>,
  changes: ContentChanges,
) {
  changes.keys.add(entryKey(type, locale, view.documentId));
  if (type === 'Redirect') return addRedirect(content, view as Redirect, changes);
  const entries = locale !== null && isLocale(locale) ? content.locales.get(locale) : undefined;
  if (entries === undefined) return;
  if (type === 'Site') Object.assign(entries, { site: view as Site });
  else if (type === 'LandingPage') addPage(entries, view as LandingPage, changes);
  else writable<ReadonlyMap<string, View<ContentType>>>(entries[type]).set(view.documentId, view);
}

function addPage(entries: LocaleContent, page: LandingPage, changes: ContentChanges) {
  const owner = entries.LandingPage.get(entries.slugs.get(page.slug) ?? '');
  if (owner !== undefined) {
    const entry = { ...page, locale: entries.locale };
    changes.issues.push(duplicateIssue('LandingPage', 'slug', page.slug, entry, owner));
    return;
  }
  noteMove(entries.locale, page, changes);
  writable(entries.slugs).set(page.slug, page.documentId);
  writable(entries.LandingPage).set(page.documentId, page);
}

function addRedirect(content: Content, redirect: Redirect, changes: ContentChanges) {
  const key = foldAddress(redirect.from);
  const owner = content.redirects.get(content.addresses.get(key) ?? '');
  if (owner !== undefined) {
    changes.issues.push(duplicateIssue('Redirect', 'from', redirect.from, redirect, owner));
    return;
  }
  toggle(changes.addresses, addressOf(redirect.from));
  writable(content.addresses).set(key, redirect.documentId);
  writable(content.redirects).set(redirect.documentId, redirect);
}

/** A page that leaves its address and comes back to it has not moved. */
function noteMove(locale: Locale, page: LandingPage, changes: ContentChanges): void {
  const path = landingPagePath(locale, page);
  toggle(changes.addresses, path);
  toggle(changes.moves, `${alternateKey(locale, page.documentId)} ${path}`);
}

/** An address that goes and comes again has not changed. */
function toggle(addresses: Set<string>, address: string): void {
  if (!addresses.delete(address)) addresses.add(address);
}
