import type { UncheckedEntry } from '@lectern/shared-types';
import type { CountedChange } from '../api/publishing/content-generation';
import type { DocumentContext } from './document-middleware';

/** What the middlewares around one action have read and counted, for those further out. */
interface Written {
  /** The versions that the action has written, with everything in them. */
  entries?: readonly UncheckedEntry[];
  /** Which entries the drafts list that were just published: by locale and field, in order. */
  listed?: ReadonlyMap<string, Readonly<Record<string, string[]>>>;
  /** The change that it was counted as; absent for one that visitors cannot see. */
  change?: CountedChange;
  /** Whether a save has left everything as it was. */
  isUnchanged?: true;
}

const written = new WeakMap<DocumentContext, Written>();

export const writtenBy = (context: DocumentContext): Written => written.get(context) ?? {};

export function noteWritten(context: DocumentContext, facts: Written): void {
  written.set(context, { ...written.get(context), ...facts });
}
