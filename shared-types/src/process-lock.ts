import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

/** What to do while another process holds a lock. */
export interface LockWaiting {
  /** Longest to wait, in milliseconds. */
  patience: number;
  /** Called once with the process that is waited for, as in "process 42". */
  onWait?(holder: string): void;
  /** What is said when that holds it still. */
  refusal(holder: string): string;
  signal?: AbortSignal;
}

/** What nobody refers to would be closed while its process goes on. */
const held = new Set<DatabaseSync>();

/**
 * Takes the lock of a file until it is released or this process ends, however it ends: the lock is the
 * system's, through SQLite, so that nothing has to be cleared away after a process that was killed.
 * @returns what releases it
 * @throws Error with the refusal
 */
export async function takeProcessLock(
  file: string,
  { patience, onWait, refusal, signal }: LockWaiting,
): Promise<() => void> {
  const deadline = performance.now() + patience;
  let lock = tryLock(file);
  if (lock === undefined) onWait?.(readHolder(file));
  while (lock === undefined) {
    if (performance.now() > deadline) throw new Error(refusal(readHolder(file)));
    await pause(100, undefined, { signal });
    lock = tryLock(file);
  }
  const database = lock;
  nameHolder(file);
  held.add(database);
  return () => {
    held.delete(database);
    database.close();
  };
}

const isBusy = 5;

/** An open transaction on the file; undefined when another process has one. */
function tryLock(file: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    // Nothing is written, so that it can be taken on a full disk, too.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database?.close();
    if ((error as { errcode?: number }).errcode === isBusy) return undefined;
    throw new Error(
      `Could not lock ${file}: ${error instanceof Error ? error.message : error}. Look whether its disk works and knows locks, or set DATA_DIR to a folder on another one.`,
      { cause: error },
    );
  }
}

const holderOf = (file: string) => `${file}.pid`;

/** Leaves the holder without a name where the disk has no room for one: the lock holds all the same. */
function nameHolder(file: string): void {
  try {
    writeFileSync(holderOf(file), String(process.pid));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

/** Of a process that has only just taken the lock it may say nothing yet. */
function readHolder(file: string): string {
  const holder = holderOf(file);
  const pid = existsSync(holder) ? readFileSync(holder, 'utf8') : '';
  return pid === '' ? 'another process' : `process ${pid}`;
}
