import { defaultLocale } from '@lectern/shared-types';
import {
  type ContentSource,
  type ReadContent,
  readEverything,
  withoutSite,
} from '../src/cms/load-content.ts';
import { mediaIn } from '../src/cms/media.ts';
import type { CheckedUpdate } from '../src/cms/to-content.ts';
import { buildContent } from '../src/content/build-content.ts';
import { entryKey, parseEntryKey } from '../src/content/content.ts';
import { setContent } from '../src/content/store.ts';
import type { ContentUpdate } from '../src/content/update-content.ts';
import { settleAddresses } from './change-content.ts';
import { type ContentState, nothingPending } from './content-state.ts';
import { bringsLocale, followChanges } from './follow-changes.ts';
import type { LossGuard } from './guard-loss.ts';
import type { LastGood } from './last-good.ts';
import type { Renderer } from './renderer.ts';
import { checkImages, noteFaults, publishedIn, takeOver, toDifferences } from './take-over.ts';

interface Refresh {
  source: ContentSource;
  renderer: Renderer;
  lastGood: LastGood;
  guard: LossGuard;
  /** Whether something is live, whatever is known of it. */
  isLive: boolean;
}

/**
 * Brings the content that is known to what the CMS has: step by step where that is possible, else,
 * or when it is asked for, by reading everything.
 */
export async function refreshContent(
  refresh: Refresh,
  known: ContentState | undefined,
  isReadAllDue: boolean,
): Promise<ContentState> {
  const { source, renderer, lastGood, guard } = refresh;
  const step = known && !isReadAllDue ? await followChanges(source, known.generation) : undefined;
  if (known && step && !bringsLocale(step.updates, known.content)) {
    const keeper = { state: known, renderer, lastGood, guard };
    await takeOver(keeper, step.updates);
    const late = await source.media.prepare(mediaIn(known.imageless), false);
    for (const file of [...step.media, ...late]) known.media.set(file.path, file);
    await checkImages(keeper, source.media.find);
    known.generation = step.generation;
    known.pending.committed ??= step.committed;
    return known;
  }
  const read = await readEverything(source);
  if (known === undefined || bringsLocale(read.updates, known.content))
    return startOver(refresh, read);
  const keeper = { state: known, renderer, lastGood, guard };
  await takeOver(keeper, toDifferences(known, read.updates));
  known.media = byPath(read);
  known.generation = read.generation;
  return known;
}

/** Makes the content from what was read and, of entries that are faulty, what is known from before. */
async function startOver(
  { renderer, lastGood, guard, isLive }: Refresh,
  read: ReadContent,
): Promise<ContentState> {
  const published = new Map(
    read.updates.flatMap(({ type, views }) =>
      views.map(({ locale, view }) => [entryKey(type, locale, view.documentId), view] as const),
    ),
  );
  const differing = lastGood.differing(published);
  const departed = findDeparted(read, lastGood, guard);
  const updates = read.updates.map((update) => inOrder(update, differing, departed, lastGood));
  const { content, issues } = buildContent(updates, read.generation.value);
  if (!content.locales.has(defaultLocale)) throw withoutSite(defaultLocale);
  const state: ContentState = {
    generation: read.generation,
    content,
    held: new Map(),
    displaced: new Set(),
    departed,
    notices: new Map(),
    imageless: new Map(),
    media: byPath(read),
    pending: { ...nothingPending(), isEverything: true, keys: differing },
  };
  const isUnknown = isLive && !lastGood.isComplete();
  for (const update of read.updates)
    noteFaults(state, update, (key) => isUnknown && lastGood.get(key) === undefined);
  for (const key of lastGood.keys())
    if (!published.has(key) && !state.held.has(key) && !departed.has(key)) differing.add(key);
  await renderer.use(content);
  setContent(content);
  await settleAddresses({ state, renderer, lastGood, guard }, updates, issues);
  return state;
}

/** Entries that were good and are not published any more, and that stay all the same. */
function findDeparted(read: ReadContent, lastGood: LastGood, guard: LossGuard): Set<string> {
  const known = lastGood.keys();
  const published = new Set(read.updates.flatMap((update) => [...publishedIn(update)]));
  const pages = [...known].filter((key) => parseEntryKey(key)?.type === 'LandingPage');
  return guard.mustWait(known.difference(published), pages.length);
}

/** What was there has its address before what is new, and both before what is held back. */
function inOrder(
  { type, ids, views, faulty }: CheckedUpdate,
  differing: ReadonlySet<string>,
  departed: ReadonlySet<string>,
  lastGood: LastGood,
): ContentUpdate {
  const isNews = ({ locale, view }: ContentUpdate['views'][number]) =>
    differing.has(entryKey(type, locale, view.documentId));
  const stay = faulty.map(({ locale = null, documentId }) => entryKey(type, locale, documentId));
  const kept = [...stay, ...departed].flatMap((key) => {
    const entry = parseEntryKey(key);
    const view = entry?.type === type ? lastGood.get(key) : undefined;
    return entry === undefined || view === undefined ? [] : [{ locale: entry.locale, view }];
  });
  const settled = views.filter((each) => !isNews(each));
  return { type, ids, views: [...settled, ...views.filter(isNews), ...kept], issues: [] };
}

const byPath = ({ media }: ReadContent) => new Map(media.map((file) => [file.path, file]));
