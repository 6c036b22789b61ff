import type { Core } from '@strapi/strapi';
import type { ActionName, ScheduledAction } from './contract';

export const actionUid = 'api::schedule.scheduled-action';

/** An entry in one locale; none for a type without locales. */
export interface ScheduledEntry {
  type: string;
  entryId: string;
  localeCode: string | null;
}

/** An action as it is kept. */
export interface ActionRow extends ScheduledEntry {
  id: number;
  action: ActionName;
  dueAt: string;
  timeZone: string;
  state: ScheduledAction['state'];
  doneAt: string | null;
  reason: string | null;
  /** Keys of what visitors lose by it, as far as that was known and accepted when it was planned. */
  acceptedLosses: string[] | null;
  title: string | null;
  actorName: string;
}

type Changes = Partial<
  Record<'state' | 'reason' | 'timeZone' | 'actorName' | 'slot', string | null>
> & {
  dueAt?: Date;
  doneAt?: Date;
  actorId?: number | null;
  acceptedLosses?: string[];
};

/** From when on something counts as late, in milliseconds: before it was only being worked on. */
const late = 10_000;

/** Of each kind one can be planned for an entry: a unique index holds whatever two editors do at once. */
export const slotOf = ({ type, entryId, localeCode }: ScheduledEntry, action: ActionName) =>
  [type, entryId, localeCode ?? '', action].join(' ');

/**
 * Changes actions that are still as `where` says, by one statement: of two that try, the one that
 * comes second finds none, and on PostgreSQL waits until the first has committed or rolled back.
 * @returns how many were changed
 */
export async function changeActions(
  strapi: Core.Strapi,
  where: Partial<ScheduledEntry> & { id?: number; state: string; dueAt?: { $lte: Date } },
  changes: Changes,
): Promise<number> {
  const hasEnded = changes.state !== undefined && changes.state !== 'planned';
  const data = { ...changes, updatedAt: new Date(), ...(hasEnded ? { slot: null } : {}) };
  return (await strapi.db.query(actionUid).updateMany({ where, data })).count;
}

/** An action as the admin is told of it. */
export function toScheduledAction(row: ActionRow, now: Date): ScheduledAction {
  const { id, action, dueAt, timeZone, actorName, state, doneAt, reason } = row;
  const reached = state === 'planned' ? now : new Date(doneAt ?? dueAt);
  const lateness = reached.getTime() - Date.parse(dueAt);
  return {
    id,
    action,
    dueAt,
    timeZone,
    plannedBy: actorName,
    state,
    doneAt,
    reason,
    lateMilliseconds: lateness >= late ? lateness : null,
  };
}
