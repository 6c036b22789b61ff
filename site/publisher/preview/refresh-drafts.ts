import { ChangesSinceDocument } from '@lectern/shared-types';
import { createAsk } from '../../src/cms/client.ts';
import { type ContentSource, loadContent } from '../../src/cms/load-content.ts';
import {
  applyUpdates,
  bringLocale,
  byEntry,
  type ContentState,
  nothingPending,
} from '../content-state.ts';
import { followChanges } from '../follow-changes.ts';
import type { Renderer } from '../renderer.ts';

/**
 * Brings drafts that are known to what was last saved: the CMS says which entries that is about, so
 * that it costs what has changed. Everything is read at first, and when the CMS cannot say.
 * @throws ContentReadError
 */
export async function refreshDrafts(
  source: ContentSource,
  renderer: Renderer,
  known: ContentState | undefined,
): Promise<ContentState> {
  const step = known && (await followChanges(source, known.generation));
  if (known && step && !bringLocale(step.updates, known.content)) {
    for (const file of step.media) known.media.set(file.path, file);
    if (step.updates.length > 0) await renderer.update(step.updates, step.generation.value);
    applyUpdates(known, step.updates, step.generation);
    known.pending = nothingPending();
    return known;
  }
  const ask = createAsk(source.cmsUrl, source.token, source.deadline);
  // The position before the content: what changes in between is read again.
  const { contentChanges } = await ask(ChangesSinceDocument, {
    value: -1,
    changeId: '',
    status: 'DRAFT',
  });
  const { content, issues, media } = await loadContent(source);
  await renderer.use(content);
  return {
    generation: { value: contentChanges.generation, changeId: contentChanges.changeId },
    content,
    issues: byEntry(issues),
    media: new Map(media.map((file) => [file.path, file])),
    pending: nothingPending(),
  };
}
