import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { actingUser } from '../../access/acting-user';
import { nameOfUser } from '../../access/user-name';
import { isToldToRepeat } from '../../documents/repeat-transactions';
import { environment } from '../../environment';
import { actingName } from './acting-name';
import { createNudge } from './nudge-publisher';

const generationUid = 'api::publishing.generation';
const changeUid = 'api::publishing.content-change';

const nudgePublisher = createNudge(environment);

export interface ContentChange {
  /** Strapi uid of what changed. */
  type: string;
  entryId: string | null;
  /** Null when the change covers every locale. */
  localeCode: string | null;
  action: string;
  /** How the entry or image calls itself; null when nobody can tell. */
  title: string | null;
}

/** A change as it is kept. Those that older versions have recorded have neither time nor title. */
export interface RecordedChange extends ContentChange {
  generation: number;
  changeId: string;
  /** When it was committed, ISO 8601. */
  time: string | null;
  /** Name of the user of the admin who made it; null for the CMS itself. */
  actor: string | null;
  /** When the live site was first seen to show it, ISO 8601; null until then. */
  liveAt: string | null;
}

/** What a change was counted as. */
export type CountedChange = Pick<RecordedChange, 'generation' | 'actor'> & { time: Date };

type Listener = () => void;
const listeners = new Set<Listener>();

/** Calls back after every change that this process has committed; returns how to stop that. */
export function onContentChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export interface ContentGeneration {
  /** Number of changes so far. */
  value: number;
  /** Random id of the latest change: tells a restored database from the one that was read before. */
  changeId: string;
}

/**
 * Counts one change, in the transaction that makes it: either both are committed or neither.
 * The row lock on the one counter makes the order of numbers the order of commits.
 * @throws ApplicationError that the editor reads; the change is then rolled back
 */
export async function recordChange(
  strapi: Core.Strapi,
  change: ContentChange,
): Promise<CountedChange> {
  return strapi.db.transaction(async ({ trx, onCommit }) => {
    const counted = await countOne(strapi, trx, change).catch(refuseUncounted(strapi));
    onCommit(() => {
      nudgePublisher(counted.generation, (message) => strapi.log.warn(message));
      for (const listener of listeners) listener();
      if (counted.generation % trimmedEvery === 0)
        trimChanges(strapi).catch((cause: unknown) => strapi.log.error(cause));
    });
    return counted;
  });
}

/** @throws ApplicationError that the editor reads, unless the database tells to try again */
const refuseUncounted = (strapi: Core.Strapi) => (cause: unknown) => {
  if (isToldToRepeat(cause)) throw cause;
  strapi.log.error(cause);
  throw new errors.ApplicationError(
    'Could not count this change for the site, so nothing was changed. Try again; if it stays so, ask whoever runs the CMS to look into its log.',
  );
};

/**
 * Makes every write of content wait for the one before, at its start: whoever takes this lock first
 * cannot wait for another writer while holding what that one waits for. SQLite has one writer anyway.
 * @throws ApplicationError that the editor reads
 */
export async function lockGeneration(strapi: Core.Strapi): Promise<void> {
  if (strapi.db.dialect.client !== 'postgres') return;
  const table = strapi.db.metadata.get(generationUid).tableName;
  await strapi.db
    .transaction(({ trx }) => trx(table).select('id').forUpdate())
    .catch(refuseUncounted(strapi));
}

async function countOne(
  strapi: Core.Strapi,
  trx: Core.Strapi['db']['connection'],
  change: ContentChange,
): Promise<CountedChange> {
  const table = strapi.db.metadata.get(generationUid).tableName;
  // Read by the statement that counts: a bulk action interleaves several changes in one transaction.
  const rows: { value: number }[] = await trx(table).increment('value', 1).returning('value');
  const [row, ...others] = rows;
  if (row === undefined || others.length > 0)
    throw new Error(
      `Could not count a content change: ${table} has ${rows.length} rows instead of one. Restart the CMS, which repairs it.`,
    );
  const counted = { generation: row.value, time: new Date(), actor: actorOf(strapi) };
  // createMany, since create would read back what it has written.
  await strapi.db.query(changeUid).createMany({
    data: [{ ...change, ...counted, changeId: randomUUID() }],
  });
  return counted;
}

/** In whose name something is done, else the user of the admin whose request is at work. */
export function actorOf(strapi: Core.Strapi): string | null {
  const name = actingName();
  if (name !== undefined) return name;
  return nameOfUser(actingUser(strapi));
}

/** The current generation, as a reader compares it before and after it reads content. */
export async function readGeneration(strapi: Core.Strapi): Promise<ContentGeneration> {
  const row = await strapi.db.query(generationUid).findOne({ where: {} });
  return { value: row.value, changeId: await changeIdAt(strapi, row.value) };
}

/** Stands for the id of a change that the log does not hold. */
export const noChange = 'none';

/** Id of the change that led to a generation. */
export async function changeIdAt(strapi: Core.Strapi, generation: number): Promise<string> {
  const change = await strapi.db.query(changeUid).findOne({ where: { generation } });
  return change?.changeId ?? noChange;
}

/** Tells a publisher that has waited for this CMS that it answers again. */
export function announceStart(strapi: Core.Strapi): void {
  strapi.server.httpServer.once('listening', async () => {
    const warn = (message: string) => strapi.log.warn(message);
    try {
      nudgePublisher((await readGeneration(strapi)).value, warn);
    } catch (error) {
      warn(`Could not tell the publisher that the CMS has started: ${error}`);
    }
  });
}

/** The latest changes, kept for readers that follow step by step; whoever is further behind reads everything. */
const keptChanges = 10_000;
const trimmedEvery = 1_000;
/** Changes of one answer: few enough for others to get their turn in between. */
const largestStep = 100;

export interface ChangesSince {
  /** False when the log does not hold every change since. */
  isComplete: boolean;
  /** False when more follow than one answer holds. */
  isLatest: boolean;
  /** Id of the latest change. */
  changeId: string;
  changes: RecordedChange[];
}

/** What has changed after a generation, oldest first, or the first of it. */
export async function readChangesSince(
  strapi: Core.Strapi,
  { value, changeId }: ContentGeneration,
): Promise<ChangesSince> {
  const incomplete = { isComplete: false, isLatest: true, changeId, changes: [] };
  if ((await changeIdAt(strapi, value)) !== changeId) return incomplete;
  const changes: ChangesSince['changes'] = await strapi.db.query(changeUid).findMany({
    where: { generation: { $gt: value } },
    orderBy: { generation: 'asc' },
    limit: largestStep + 1,
  });
  // Trimming leaves the last change of an entry, and takes others on both sides of it.
  const isGapless = changes.every(({ generation }, index) => generation === value + index + 1);
  if (!isGapless) return incomplete;
  const step = changes.slice(0, largestStep);
  return {
    isComplete: true,
    isLatest: step.length === changes.length,
    changeId: step.at(-1)?.changeId ?? changeId,
    changes: step,
  };
}

/**
 * Forgets changes that are too old to be followed. The last one of an entry stays until the entry is
 * deleted: it tells what became of the entry.
 */
export async function trimChanges(strapi: Core.Strapi): Promise<void> {
  const { value } = await readGeneration(strapi);
  const { connection, metadata } = strapi.db;
  const changes = metadata.get(changeUid).tableName;
  const later = connection(`${changes} as later`)
    .whereRaw('later.entry_id = ??.entry_id and later.type = ??.type', [changes, changes])
    .whereRaw('later.generation > ??.generation', [changes])
    .whereRaw('(later.locale_code is null or later.locale_code = ??.locale_code)', [changes]);
  await connection(changes)
    .where('generation', '<', value - keptChanges)
    .where((change) =>
      change.whereNull('entry_id').orWhere('action', 'delete').orWhereExists(later),
    )
    .delete();
}

/** Makes sure that there is exactly one counter row. */
export async function ensureGeneration(strapi: Core.Strapi): Promise<void> {
  const rows: { id: number; value: number }[] = await strapi.db
    .query(generationUid)
    .findMany({ orderBy: { value: 'desc' } });
  const [kept, ...surplus] = rows;
  if (kept === undefined) await strapi.db.query(generationUid).create({ data: { value: 0 } });
  for (const { id } of surplus) await strapi.db.query(generationUid).delete({ where: { id } });
}
