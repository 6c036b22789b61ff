import { type ContentSource, loadContent } from '../src/cms/load-content.ts';
import { setContent } from '../src/content/store.ts';
import {
  applyUpdates,
  bringLocale,
  byEntry,
  type ContentState,
  compareContent,
  nothingPending,
} from './content-state.ts';
import { followChanges } from './follow-changes.ts';
import type { Renderer } from './renderer.ts';

/**
 * Brings the content that is known to what the CMS has: step by step where that is possible, else,
 * or when it is asked for, by reading everything.
 */
export async function refreshContent(
  source: ContentSource,
  renderer: Renderer,
  known: ContentState | undefined,
  isReadAllDue: boolean,
): Promise<ContentState> {
  const step = known && !isReadAllDue ? await followChanges(source, known.generation) : undefined;
  if (known && step && !bringLocale(step.updates, known.content)) {
    for (const file of step.media) known.media.set(file.path, file);
    if (step.updates.length > 0) await renderer.update(step.updates, step.generation.value);
    applyUpdates(known, step.updates, step.generation);
    known.pending.committed ??= step.committed;
    return known;
  }
  const { content, issues, generation, media } = await loadContent(source);
  const images = new Map(media.map((file) => [file.path, file]));
  const hasSameLocales =
    known && [...content.locales.keys()].join() === [...known.content.locales.keys()].join();
  if (known && hasSameLocales) {
    const updates = compareContent(known, content, issues);
    await renderer.update(updates, generation.value);
    applyUpdates(known, updates, generation);
    known.media = images;
    return known;
  }
  await renderer.use(content);
  setContent(content);
  const pending = { ...nothingPending(), isEverything: true };
  return { generation, content, issues: byEntry(issues), media: images, pending };
}
