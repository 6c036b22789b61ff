import type { DraftComparison } from '../../history/contract';

/** What the server says when somebody else has saved the entry meanwhile. */
export interface Conflict extends Partial<DraftComparison> {
  documentId: string;
  title: string;
  /** Who saved it last; null when it was the CMS itself. */
  savedBy: string | null;
  /** ISO 8601. */
  savedAt: string;
}

/** What somebody decides: do it all the same, see the other version, or neither yet. */
export type Choice = 'mine' | 'theirs' | 'neither';

type Ask = (conflict: Conflict) => Promise<Choice>;

let ask: Ask | undefined;

/** Says where conflicts are decided; returns how to end that. */
export function decideConflicts(by: Ask): () => void {
  ask = by;
  return () => {
    if (ask === by) ask = undefined;
  };
}

/** Settles once it is decided; undefined where nobody can be asked. */
export const askAbout = (conflict: Conflict): Promise<Choice> | undefined => ask?.(conflict);
