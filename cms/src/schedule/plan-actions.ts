import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { ActionName } from './contract';
import {
  type ActionRow,
  actionUid,
  changeActions,
  type ScheduledEntry,
  slotOf,
} from './scheduled-actions';

export interface Plan {
  dueAt: Date;
  timeZone: string;
  actorId: number;
  actorName: string;
  title: string;
  /** Keys of what is known to be lost by it. */
  acceptedLosses: string[];
}

const verbs: Record<ActionName, string> = { publish: 'publishing', unpublish: 'unpublishing' };

/** @throws ValidationError when one of this kind is planned already, or another at the same time */
export async function planAction(
  strapi: Core.Strapi,
  entry: ScheduledEntry,
  action: ActionName,
  plan: Plan,
): Promise<void> {
  const planned = await plannedOf(strapi, entry);
  if (planned.some((row) => row.action === action))
    throw new errors.ValidationError(
      `Could not plan this: ${verbs[action]} is planned for this entry already. Change that plan, or cancel it.`,
    );
  refuseSameTime(planned, plan);
  const slot = slotOf(entry, action);
  await strapi.db
    .query(actionUid)
    .createMany({ data: [{ ...entry, ...plan, action, state: 'planned', slot }] });
}

/** @throws ValidationError when it is not planned any more */
export async function findPlanned(
  strapi: Core.Strapi,
  entry: ScheduledEntry,
  id: number,
): Promise<ActionRow> {
  const row = (await plannedOf(strapi, entry)).find((each) => each.id === id);
  if (row === undefined) throw over();
  return row;
}

/** @throws ValidationError when it is not planned any more, or another for the same time */
export async function changeAction(
  strapi: Core.Strapi,
  entry: ScheduledEntry,
  id: number,
  plan: Plan,
): Promise<void> {
  const others = (await plannedOf(strapi, entry)).filter((row) => row.id !== id);
  refuseSameTime(others, plan);
  const { title: _, ...changes } = plan;
  const where = { ...entry, id, state: 'planned' };
  if ((await changeActions(strapi, where, { ...changes, reason: null })) === 0) throw over();
}

/**
 * Cancels what is planned, or dismisses what has failed.
 * @throws ValidationError when it is neither any more
 */
export async function cancelAction(
  strapi: Core.Strapi,
  entry: ScheduledEntry,
  id: number,
): Promise<void> {
  for (const state of ['planned', 'failed'])
    if ((await changeActions(strapi, { ...entry, id, state }, { state: 'cancelled' })) > 0) return;
  throw over();
}

/** What is planned for an entry, by time. */
export function plannedOf(strapi: Core.Strapi, entry: ScheduledEntry): Promise<ActionRow[]> {
  return strapi.db.query(actionUid).findMany({
    where: { ...entry, state: 'planned' },
    orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
  });
}

function refuseSameTime(planned: ActionRow[], { dueAt }: Plan): void {
  const same = planned.find((row) => Date.parse(row.dueAt) === dueAt.getTime());
  if (same !== undefined)
    throw new errors.ValidationError(
      `Could not plan this: ${verbs[same.action]} is planned for the same time. Choose another time, or cancel the other plan.`,
    );
}

const over = () =>
  new errors.ValidationError(
    'Could not change this plan: it was carried out or cancelled meanwhile. Look at what became of it, and plan anew.',
  );
