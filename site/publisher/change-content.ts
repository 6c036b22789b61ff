import {
  addressOf,
  type ContentIssue,
  type ContentType,
  foldAddress,
  type Locale,
  landingPagePath,
  type PageReason,
} from '@lectern/shared-types';
import {
  type Content,
  entryKey,
  type LandingPage,
  parseEntryKey,
  type Redirect,
  type View,
} from '../src/content/content.ts';
import { findRoute } from '../src/content/routes.ts';
import { type ContentUpdate, entryAt, updateContent } from '../src/content/update-content.ts';
import { type ContentState, localesOf, viewAt } from './content-state.ts';
import type { LossGuard } from './guard-loss.ts';
import type { LastGood } from './last-good.ts';
import { toPageReasons } from './page-reasons.ts';
import { addressKey } from './plan-pages.ts';
import type { Renderer } from './renderer.ts';

/** The content, here and in the thread that renders, and what it can be put back to. */
export interface Keeper {
  state: ContentState;
  renderer: Renderer;
  lastGood: LastGood;
  guard: LossGuard;
}

/** What a change comes to: keys of entries, and addresses. */
export interface Touched {
  keys: Set<string>;
  addresses: Set<string>;
}

/**
 * Brings the content to some versions of entries. Of two at one address the one that is published
 * there has it before one that is held back to an earlier version, else the one that was there.
 */
export async function changeContent(
  keeper: Keeper,
  updates: readonly ContentUpdate[],
): Promise<Touched> {
  const touched: Touched = { keys: new Set(), addresses: new Set() };
  const issues = await apply(keeper, updates, touched);
  await settleAddresses(keeper, updates, issues, touched);
  return touched;
}

/**
 * Decides between entries at one address.
 * @param issues those that have found it taken
 */
export async function settleAddresses(
  keeper: Keeper,
  updates: readonly ContentUpdate[],
  issues: readonly ContentIssue[],
  touched: Touched = { keys: new Set(), addresses: new Set() },
): Promise<void> {
  for (const issue of issues) await settleAddress(keeper, updates, issue, touched);
  await restoreDisplaced(keeper, touched);
}

/**
 * Puts entries back to their last good versions, or takes out those without one.
 * @param watched what has to change before they are worth another try
 * @param isThere false to take out all of them
 */
export async function holdBack(
  keeper: Keeper,
  keys: readonly string[],
  reasons: readonly PageReason[],
  watched: ReadonlySet<string>,
  isThere = true,
): Promise<Touched> {
  const { state, lastGood } = keeper;
  for (const key of keys) {
    const view = viewAt(state.content, key);
    state.held.set(key, { reasons, watched, isUnknown: false, ...(view ? { view } : {}) });
  }
  const versions = keys.map((key) =>
    toVersion(state.content, key, isThere ? lastGood.get(key) : undefined),
  );
  const touched = await changeContent(keeper, versions);
  // What is live of them is what they were put back to.
  for (const key of keys) state.pending.keys.delete(key);
  return touched;
}

/** Puts the published versions of entries that are held back into the content once more. */
export async function tryVersions(keeper: Keeper, keys: readonly string[]): Promise<Touched> {
  const { state } = keeper;
  const versions = keys.flatMap((key) => {
    const { view } = state.held.get(key) ?? {};
    state.held.delete(key);
    return view === undefined ? [] : [toVersion(state.content, key, view)];
  });
  return changeContent(keeper, versions);
}

/** An entry in one locale in another version, or without any; its other locales stay as they are. */
export function toVersion(
  content: Content,
  key: string,
  view: View<ContentType> | undefined,
): ContentUpdate {
  const entry = parseEntryKey(key);
  if (entry === undefined) throw new Error(`No entry has the key ${key}.`);
  const { type, documentId } = entry;
  const views = localesOf(type, content).flatMap((locale) => {
    const version = locale === entry.locale ? view : entryAt(content, type, locale, documentId);
    return version === undefined ? [] : [{ locale, view: version }];
  });
  return { type, ids: new Set([documentId]), views, issues: [] };
}

async function apply(
  { state, renderer }: Keeper,
  updates: readonly ContentUpdate[],
  touched: Touched,
): Promise<ContentIssue[]> {
  if (updates.length === 0) return [];
  const { content, pending } = state;
  await renderer.update(updates, content.generation);
  const { keys, addresses, issues } = updateContent(content, updates, content.generation);
  for (const key of keys) {
    pending.keys.add(key);
    touched.keys.add(key);
  }
  for (const address of addresses) {
    pending.addresses.add(address);
    touched.addresses.add(address);
  }
  return issues;
}

async function settleAddress(
  keeper: Keeper,
  updates: readonly ContentUpdate[],
  issue: ContentIssue,
  touched: Touched,
): Promise<void> {
  const { state, lastGood } = keeper;
  const { content, held } = state;
  const key = entryKey(issue.type, issue.locale, issue.documentId);
  const view = viewIn(updates, issue);
  const address = view && addressIn(issue, view);
  if (view === undefined || address === undefined) return;
  const owner = ownerOf(content, issue.type, address);
  if (state.departed.delete(key)) {
    // It is not published any more, and what is has its address.
    state.pending.keys.add(key);
  } else if (owner !== undefined && state.departed.delete(owner)) {
    await apply(keeper, [toVersion(content, owner, undefined)], touched);
    await apply(keeper, [toVersion(content, key, view)], touched);
  } else if (held.has(key)) {
    // It was to stand there in an earlier version only.
    state.displaced.add(key);
  } else if (owner !== undefined && held.has(owner)) {
    state.displaced.add(owner);
    await apply(keeper, [toVersion(content, owner, undefined)], touched);
    await apply(keeper, [toVersion(content, key, view)], touched);
  } else {
    const reasons = toPageReasons({ issues: [issue], faults: [] }, [], content);
    held.set(key, { reasons, view, watched: new Set([addressKey(address)]), isUnknown: false });
    const issues = await apply(keeper, [toVersion(content, key, lastGood.get(key))], touched);
    if (issues.length > 0) state.displaced.add(key);
    state.pending.keys.delete(key);
  }
}

/** Brings earlier versions back whose address is free again. */
async function restoreDisplaced(keeper: Keeper, touched: Touched): Promise<void> {
  const { state, lastGood } = keeper;
  for (const key of state.displaced) {
    const view = lastGood.get(key);
    const entry = parseEntryKey(key);
    const address = view && entry && addressIn(entry, view);
    const isNeeded = state.held.has(key) && viewAt(state.content, key) === undefined;
    if (!isNeeded || view === undefined || entry === undefined || address === undefined)
      state.displaced.delete(key);
    else if (ownerOf(state.content, entry.type, address) === undefined) {
      state.displaced.delete(key);
      await apply(keeper, [toVersion(state.content, key, view)], touched);
    }
  }
}

function viewIn(updates: readonly ContentUpdate[], { type, locale, documentId }: ContentIssue) {
  const views = updates.filter((update) => update.type === type).flatMap((update) => update.views);
  return views.find((each) => each.locale === locale && each.view.documentId === documentId)?.view;
}

/** Where an entry of a type that has addresses stands. */
export function addressIn(
  { type, locale }: { type: ContentType; locale: string | null },
  view: View<ContentType>,
): string | undefined {
  if (type === 'Redirect') return addressOf((view as Redirect).from);
  if (type !== 'LandingPage') return undefined;
  return landingPagePath(locale as Locale, view as LandingPage);
}

/** Key of the entry of a type that stands at an address. */
function ownerOf(content: Content, type: ContentType, address: string): string | undefined {
  if (type === 'Redirect') {
    const documentId = content.addresses.get(foldAddress(address));
    return documentId && entryKey('Redirect', null, documentId);
  }
  const route = findRoute(content, address);
  if (route?.kind !== 'landing-page') return undefined;
  return entryKey('LandingPage', route.locale, route.page.documentId);
}
