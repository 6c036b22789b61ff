import { cp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AdminClient, loginAsAdmin } from '../../../cms/tests/harness/admin-client.ts';
import { startPostgres } from '../../../cms/tests/harness/postgres.ts';
import { runSql } from '../../../cms/tests/harness/run-sql.ts';
import { startTestCms, type TestCms } from '../../../cms/tests/harness/test-cms.ts';
import { createPublisher, type TestPublisher } from '../publisher-harness.ts';

/** A CMS on a database of its own, a publisher, and what can happen to both of them. */
export interface World {
  cms: TestCms;
  admin: AdminClient;
  publisher: TestPublisher;
  /** Names of all steps so far. */
  history: string[];
  sql(statement: string): Promise<Record<string, unknown>[]>;
  /** Stops the CMS, keeps a copy of its database, and starts it again. */
  copyDatabase(): Promise<void>;
  /** Stops the CMS, brings the copy back, and starts it again. */
  restoreDatabase(): Promise<void>;
  /** Takes the files of uploads away from the CMS, or gives them back. */
  moveUploads(isAway: boolean): Promise<void>;
  /** Deletes the copies of images that the publisher keeps. */
  loseImageCache(): Promise<void>;
  /** @param hours that its clock is off */
  startPublisher(hours: number): Promise<void>;
  stop(): Promise<void>;
}

export async function createWorld(database: 'sqlite' | 'postgres'): Promise<World> {
  const postgres = database === 'postgres' ? await startPostgres() : undefined;
  const cms = await startTestCms(postgres?.url);
  const publisher = await createPublisher(cms, {
    settings: {
      POLL_SECONDS: '1',
      READ_ALL_SECONDS: '3',
      VERIFY_SECONDS: '2',
      RELEASES_KEPT: '30',
      // Of three pages two may well be taken off at once.
      LARGEST_LOSS: '1',
    },
  });
  await publisher.start();
  await publisher.caughtUp();

  const between = async (action: () => Promise<unknown>) => {
    await cms.kill();
    await action();
    await cms.restart();
  };
  const maintenance = (statement: string) =>
    runSql(cms.dataFolder, postgres?.url.replace(/lectern$/, 'postgres'), statement);
  const copyOfFile = async (from: string, to: string) => {
    for (const end of ['', '-wal', '-shm']) await rm(to + end, { force: true });
    for (const end of ['', '-wal'])
      await cp(from + end, to + end).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
  };
  const clock = join(publisher.folder, 'clock');
  const file = join(cms.dataFolder, 'cms.db');
  const uploads = join(cms.dataFolder, 'public', 'uploads');
  return {
    cms,
    admin: await loginAsAdmin(cms),
    publisher,
    history: [],
    sql: (statement) => runSql(cms.dataFolder, postgres?.url, statement),
    copyDatabase: () =>
      between(async () => {
        if (postgres === undefined) return copyOfFile(file, `${file}.backup`);
        await maintenance('DROP DATABASE IF EXISTS backup');
        await maintenance('CREATE DATABASE backup TEMPLATE lectern');
      }),
    restoreDatabase: () =>
      between(async () => {
        if (postgres === undefined) return copyOfFile(`${file}.backup`, file);
        await maintenance('DROP DATABASE lectern WITH (FORCE)');
        await maintenance('CREATE DATABASE lectern TEMPLATE backup');
      }),
    moveUploads: (isAway) =>
      isAway ? rename(uploads, `${uploads}.away`) : rename(`${uploads}.away`, uploads),
    loseImageCache: () =>
      rm(join(publisher.folder, 'site', 'media-cache'), { recursive: true, force: true }),
    startPublisher: async (hours) => {
      await writeFile(clock, String(hours * 3_600_000));
      await publisher.start({
        CLOCK_FILE: clock,
        NODE_OPTIONS: `--import ${join(import.meta.dirname, '../../../cms/tests/preload/clock-to-set.mjs')}`,
      });
    },
    stop: async () => {
      await publisher.kill('SIGTERM');
      await publisher.remove();
      await cms.stop();
      await postgres?.stop();
    },
  };
}
