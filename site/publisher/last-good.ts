import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { ContentType } from '@lectern/shared-types';
import type { View } from '../src/content/content.ts';
import { findStorageFault } from './storage-fault.ts';

/**
 * The last version of every published entry with which the site was right, by entry key. It outlasts
 * the process: an entry that has become faulty is shown by it, whenever that is noticed.
 */
export interface LastGood {
  /** False until the views of everything that is live are here: what lacks may still be shown. */
  isComplete(): boolean;
  get(key: string): View<ContentType> | undefined;
  keys(): Set<string>;
  /** Those of some views that are not the ones that are kept. */
  differing(views: ReadonlyMap<string, View<ContentType>>): Set<string>;
  /** Takes over what has gone live; null for an entry that has gone. */
  keep(changes: ReadonlyMap<string, View<ContentType> | null>, isComplete: boolean): Promise<void>;
  /** Something else that outlasts the process. */
  fact(name: string): string | undefined;
  setFact(name: string, value: string): void;
  close(): void;
}

/** Rows that are written between two looks at what else there is to do. */
const rowsAtOnce = 250;

/**
 * A loss of power may cost the last changes, but never the file: what lacks then is compared with the
 * content anew.
 */
const setUp = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS views (key TEXT PRIMARY KEY, view TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
`;

/** Opened when it is needed first, so that nothing that is served waits for a disk to have room. */
export function openLastGood(file: string, warn: (message: string) => void): LastGood {
  let opened: ReturnType<typeof prepare> | undefined;
  const use = () => {
    opened ??= prepare(open(file, warn));
    return opened;
  };

  return {
    isComplete: () => use().fact.get('complete') !== undefined,
    get: (key) => {
      const row = use().select.get(key);
      return row === undefined ? undefined : JSON.parse(String(row.view));
    },
    keys: () =>
      new Set(
        use()
          .selectKeys.all()
          .map(({ key }) => String(key)),
      ),
    differing: (views) => {
      const differing = new Set(views.keys());
      for (const { key, view } of use().selectAll.iterate())
        if (JSON.stringify(views.get(String(key))) === view) differing.delete(String(key));
      return differing;
    },
    keep: async (changes, isComplete) => {
      const { database, put, remove, putFact } = use();
      database.exec('BEGIN IMMEDIATE');
      try {
        let rows = 0;
        for (const [key, view] of changes) {
          if (view === null) remove.run(key);
          else put.run(key, JSON.stringify(view));
          rows += 1;
          if (rows % rowsAtOnce === 0) await setImmediate();
        }
        if (isComplete) putFact.run('complete', new Date().toISOString());
        database.exec('COMMIT');
      } catch (error) {
        // Of a full disk SQLite has rolled back by itself.
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    fact: (name) => {
      const row = use().fact.get(name);
      return row === undefined ? undefined : String(row.value);
    },
    setFact: (name, value) => void use().putFact.run(name, value),
    close: () => opened?.database.close(),
  };
}

const prepare = (database: DatabaseSync) => ({
  database,
  select: database.prepare('SELECT view FROM views WHERE key = ?'),
  selectAll: database.prepare('SELECT key, view FROM views'),
  selectKeys: database.prepare('SELECT key FROM views'),
  put: database.prepare(
    'INSERT INTO views VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET view = excluded.view',
  ),
  remove: database.prepare('DELETE FROM views WHERE key = ?'),
  fact: database.prepare('SELECT value FROM facts WHERE name = ?'),
  putFact: database.prepare(
    'INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  ),
});

/** One that is damaged is put aside: the site is better off without than not started. */
function open(file: string, warn: (message: string) => void): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  try {
    return read(file);
  } catch (error) {
    // A full disk, or one that can only be read, damages nothing.
    if (findStorageFault(error) !== undefined) throw error;
    const aside = `${file}.damaged-${Date.now()}`;
    warn(
      `Could not read ${file}: ${error instanceof Error ? error.message : error}. It was put aside as ${aside}; faulty entries keep their pages as they are instead.`,
    );
    for (const part of ['', '-wal', '-shm'])
      if (existsSync(file + part)) renameSync(file + part, aside + part);
    return read(file);
  }
}

function read(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    database.exec(setUp);
    const [row] = database.prepare('PRAGMA quick_check(1)').all();
    if (row?.quick_check !== 'ok') throw new Error(String(row?.quick_check));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
