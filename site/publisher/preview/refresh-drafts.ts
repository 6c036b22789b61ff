import { ChangesSinceDocument, type ContentIssue } from '@lectern/shared-types';
import { createAsk } from '../../src/cms/client.ts';
import { type ContentSource, loadContent } from '../../src/cms/load-content.ts';
import type { Generation } from '../../src/cms/read-content.ts';
import type { CheckedUpdate } from '../../src/cms/to-content.ts';
import type { Content } from '../../src/content/content.ts';
import { updateContent } from '../../src/content/update-content.ts';
import { byEntry } from '../content-state.ts';
import { bringsLocale, followChanges } from '../follow-changes.ts';
import type { Renderer } from '../renderer.ts';

/** Drafts as they were last read. */
export interface Drafts {
  /** Position in the list of what was saved. */
  position: Generation;
  content: Content;
  /** Faults by the key of the entry that has them, which is not in the content. */
  issues: Map<string, ContentIssue[]>;
}

/**
 * Brings drafts that are known to what was last saved: the CMS says which entries that is about, so
 * that it costs what has changed. Everything is read at first, and when the CMS cannot say.
 * @throws ContentReadError
 */
export async function refreshDrafts(
  source: ContentSource,
  renderer: Renderer,
  known: Drafts | undefined,
): Promise<Drafts> {
  const step = known && (await followChanges(source, known.position));
  if (known && step && !bringsLocale(step.updates, known.content)) {
    if (step.updates.length > 0) await renderer.update(step.updates, step.generation.value);
    takeOver(known, step.updates);
    known.position = step.generation;
    return known;
  }
  const ask = createAsk(source.cmsUrl, source.token, source.deadline);
  // The position before the content: what changes in between is read again.
  const { contentChanges } = await ask(ChangesSinceDocument, {
    value: -1,
    changeId: '',
    status: 'DRAFT',
  });
  const { content, issues } = await loadContent(source);
  await renderer.use(content);
  return {
    position: { value: contentChanges.generation, changeId: contentChanges.changeId },
    content,
    issues: byEntry(issues),
  };
}

function takeOver({ content, issues }: Drafts, updates: readonly CheckedUpdate[]): void {
  const { issues: taken } = updateContent(content, updates, content.generation);
  for (const { type, ids } of updates)
    for (const [key, faults] of issues)
      if (faults.some((fault) => fault.type === type && ids.has(fault.documentId)))
        issues.delete(key);
  const news = [...updates.flatMap((update) => [...update.issues, ...update.notices]), ...taken];
  for (const [key, faults] of byEntry(news)) issues.set(key, faults);
}
