import type { EntryLink } from '../live-status/contract';

/* What visitors would lose by an action, as the CMS tells before it is done. */

/** Actions by which visitors can lose something. */
export type LosingAction = 'publish' | 'unpublish' | 'delete';

export interface Loss {
  /** Names this loss and no other. */
  key: string;
  /** A sentence that says what is lost, and where. */
  text: string;
  /** The entry on which it is lost, for whoever may read it. */
  entry?: EntryLink;
  /** Whether a link on the live site would lead nowhere. */
  isDeadLink: boolean;
}

/** In `details.losses` of a refusal; whoever knows it and goes on sends `token` in the header below. */
export interface Losses {
  /** Names all of these losses and the action. */
  token: string;
  action: LosingAction | 'replace';
  /** What it is done to, as in "Plan "Pro" (en)". */
  subject: string;
  losses: Loss[];
}

/** Header of a request whose losses are known and accepted, with their token. */
export const acceptHeader = 'x-lectern-accept-losses';
