/* What the server of the CMS tells its admin about the history. Times are ISO 8601. */

/** One version of an entry in one locale, as lists show it. */
export interface VersionSummary {
  id: number;
  generation: number;
  /** Whether it is an entry as it was published, or as it was when it was deleted. */
  action: 'publish' | 'delete';
  title: string | null;
  /** Who did it; null when it was the CMS itself. */
  actor: string | null;
  /** Who saved its text last; null when it was the CMS itself, or is not known. */
  writer: string | null;
  time: string;
  /** When the live site was first seen to show it; null when it never was. */
  liveAt: string | null;
  /** The release in which it was seen. */
  release: string | null;
}

export interface EntryHistory {
  /** Newest first. */
  versions: VersionSummary[];
  mayRestore: boolean;
}

/** One line of a form, as text that can be compared. */
export interface ReadableField {
  /** Its path in the form, such as `callToAction.label`. */
  path: string;
  /** Labels of the form that lead to it. */
  label: string;
  text: string;
}

/** What cannot be restored, or stays as it is, and why. */
export interface LeftOut {
  label: string;
  reason: string;
}

export interface ReadableVersion {
  fields: ReadableField[];
  /** What restoring it would leave out; empty for the draft itself. */
  leftOut: LeftOut[];
}

/** What somebody else has saved beside what a save that was refused would have made of it. */
export interface DraftComparison {
  theirs: ReadableField[];
  /** Null when it cannot be told, since it is against the rules. */
  mine: ReadableField[] | null;
}

/** What became of a restored version. */
export interface Restored {
  documentId: string;
  leftOut: LeftOut[];
}

/** Why nothing can be said of an entry that is not there any more. */
export const wasDeleted =
  'The entry was deleted. It can be brought back under “Deleted entries” in the menu.';

/** An entry that was deleted and can be brought back. */
export interface DeletedEntry {
  uid: string;
  kind: string;
  documentId: string;
  title: string | null;
  locales: string[];
  actor: string | null;
  time: string;
  mayBringBack: boolean;
}
