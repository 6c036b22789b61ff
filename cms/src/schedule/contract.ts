import type { EntryLink } from '../live-status/contract';

/* What the server of the CMS tells its admin about what is planned. Times are ISO 8601. */

export type ActionName = 'publish' | 'unpublish';

/** Something that is done, or was to be done, to an entry at a time. */
export interface ScheduledAction {
  id: number;
  action: ActionName;
  dueAt: string;
  /** IANA name of the time zone in which the time was chosen. */
  timeZone: string;
  /** Name of the user who has planned it or changed it last. */
  plannedBy: string;
  state: 'planned' | 'done' | 'failed' | 'cancelled';
  /** When it was done or has failed. */
  doneAt: string | null;
  /** Why it has failed, could not be done yet, or came to nothing. */
  reason: string | null;
  /** How long after its time it was done, or has been waiting; null unless it is late. */
  lateMilliseconds: number | null;
}

/** What is planned for an entry in one locale. */
export interface EntrySchedule {
  /** Names this state; a request with `?after=` this is answered when there is another one. */
  revision: string;
  /** Whether the user who asks may plan, change and cancel. */
  mayPlan: boolean;
  /** By time; at most one of each kind. */
  planned: ScheduledAction[];
  /** What came of the latest that was due; null when nothing was, or it was dismissed. */
  last: ScheduledAction | null;
}

/** An action with the entry that it is about. */
export interface EntryAction extends ScheduledAction {
  title: string;
  /** What kind of entry it is, in plain words. */
  kind: string;
  link: EntryLink;
}

/** What is planned for the whole site, of the types that the user who asks may read. */
export interface SiteSchedule {
  revision: string;
  /** Not done, and nothing has happened to the entry since; latest first, at most twenty. */
  failed: EntryAction[];
  /** Late: those that still wait, and those done within the last seven days; at most twenty. */
  late: EntryAction[];
  /** The next ones, at most a hundred. */
  planned: EntryAction[];
  /** When all that is planned is due, also what is not among these hundred, by time. */
  plannedTimes: string[];
}

/** What the admin sends to plan or change an action. */
export interface ChosenTime {
  /** `2026-03-29T09:00` on a clock in the time zone. */
  wallTime: string;
  timeZone: string;
  /** When the draft was saved that was seen, ISO 8601; another one is not planned. */
  seen?: string | undefined;
  /** Which of two moments is meant, where the clock shows the time twice: `+02:00`. */
  offset?: string;
}
