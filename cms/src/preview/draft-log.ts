import { randomUUID } from 'node:crypto';
import { contentTypeOf, defaultLocale } from '@lectern/shared-types';
import type { Core } from '@strapi/strapi';
import type { ChangesSince, ContentGeneration } from '../api/publishing/content-generation';
import { type DocumentMiddleware, isWrite, targetOf } from '../documents/document-middleware';

/** Changes that are remembered; a preview that is further behind reads everything. */
const keptChanges = 500;

interface DraftChange {
  /** Strapi uid of what changed. */
  type: string;
  /** Null when the change covers a whole type. */
  entryId: string | null;
  localeCode: string | null;
  action: string;
}

/** What is kept of changes that visitors see, and not of drafts. */
const unrecorded = { title: null, time: null, actor: null, liveAt: null };

export interface DraftLog {
  note(change: DraftChange): void;
  /** Calls a listener after every change. @returns what ends that */
  follow(listener: () => void): () => void;
  /** What has changed after a position, oldest first, and the position that this leads to. */
  since(position: ContentGeneration): ChangesSince & { generation: number };
}

/**
 * Which drafts have changed, for previews that are open. Kept in memory: after a restart of the CMS
 * they read everything once. Time stamps would not do: discarding a draft sets an older one, and a
 * long transaction commits it late.
 */
export function createDraftLog(): DraftLog {
  const changeId = randomUUID();
  let generation = 0;
  let changes: ChangesSince['changes'] = [];
  const listeners = new Set<() => void>();
  return {
    note: (change) => {
      generation += 1;
      changes = [...changes, { ...change, ...unrecorded, generation, changeId }].slice(
        -keptChanges,
      );
      for (const listener of listeners) listener();
    },
    follow: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    since: (position) => {
      const isComplete =
        position.changeId === changeId &&
        position.value <= generation &&
        position.value >= generation - changes.length;
      const later = changes.filter((change) => change.generation > position.value);
      return { isComplete, isLatest: true, generation, changeId, changes: isComplete ? later : [] };
    },
  };
}

/** The one of this process. */
export const draftLog = createDraftLog();

/** Notes every write that can change what a preview shows, once it is committed. */
export const noteDraftChanges =
  (strapi: Core.Strapi): DocumentMiddleware =>
  async (context, next) => {
    const result = await next();
    if (contentTypeOf(context.uid) === undefined || !isWrite(context.action)) return result;
    const target = targetOf(context, result, defaultLocale);
    const change = {
      type: context.uid,
      entryId: target?.documentId ?? null,
      localeCode: null,
      action: context.action,
    };
    await noteDraftChange(strapi, change);
    return result;
  };

/** Notes a change once the transaction that makes it is committed. */
export async function noteDraftChange(strapi: Core.Strapi, change: DraftChange): Promise<void> {
  await strapi.db.transaction(async ({ onCommit }) => onCommit(() => draftLog.note(change)));
}
