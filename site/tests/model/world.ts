import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentTypes } from '@lectern/shared-types';
import { type AdminClient, loginAsAdmin } from '../../../cms/tests/harness/admin-client.ts';
import { backUpDatabase, restoreDatabase } from '../../../cms/tests/harness/exchange-database.ts';
import { startPostgres } from '../../../cms/tests/harness/postgres.ts';
import { runSql } from '../../../cms/tests/harness/run-sql.ts';
import { startTestCms, type TestCms } from '../../../cms/tests/harness/test-cms.ts';
import { createPublisher, type TestPublisher } from '../publisher-harness.ts';

/** A CMS on a database of its own, a publisher, and what can happen to both of them. */
export interface World {
  cms: TestCms;
  admin: AdminClient;
  publisher: TestPublisher;
  /** Document id of the settings of the site. */
  siteId: string;
  /** Names of all steps so far. */
  history: string[];
  sql(statement: string): Promise<Record<string, unknown>[]>;
  /** Stops the CMS, keeps a copy of its database, and starts it again. */
  copyDatabase(): Promise<void>;
  /** Stops the CMS, brings the copy back, and starts it again. */
  restoreDatabase(): Promise<void>;
  /** Takes the files of uploads away from the CMS, or gives them back. */
  moveUploads(isAway: boolean): Promise<void>;
  /** Uploads while they are away: what was uploaded before is not there for a moment either. */
  uploadBesideAway<Result>(upload: () => Promise<Result>): Promise<Result>;
  /** Deletes an object of the live release, chosen by a number, or all that there is of its file. */
  loseObject(choice: number, isEverywhere: boolean): Promise<void>;
  /** Deletes the copies of images that the publisher keeps. */
  loseImageCache(): Promise<void>;
  /** @param hours that its clock is off */
  setClock(hours: number): Promise<void>;
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
  const clock = join(publisher.folder, 'clock');
  const setClock = (hours: number) => writeFile(clock, String(hours * 3_600_000));
  const startPublisher = async (hours: number) => {
    await setClock(hours);
    await publisher.start({
      CLOCK_FILE: clock,
      NODE_OPTIONS: `--import ${join(import.meta.dirname, '../../../cms/tests/preload/clock-to-set.mjs')}`,
    });
  };
  await startPublisher(0);
  await publisher.caughtUp();

  const exchange = async (...statements: string[]) => {
    await cms.kill();
    const maintenance = postgres?.url.replace(/lectern$/, 'postgres');
    for (const statement of statements) await runSql(cms.dataFolder, maintenance, statement);
    await cms.restart();
  };
  const uploads = join(cms.dataFolder, 'public', 'uploads');
  const admin = await loginAsAdmin(cms);
  const path = `/content-manager/single-types/${contentTypes.Site.uid}?locale=en`;
  const site = await admin.request('GET', path);
  return {
    cms,
    admin,
    publisher,
    siteId: site.data.documentId,
    history: [],
    sql: (statement) => runSql(cms.dataFolder, postgres?.url, statement),
    copyDatabase: () =>
      postgres
        ? exchange('DROP DATABASE IF EXISTS backup', 'CREATE DATABASE backup TEMPLATE lectern')
        : backUpDatabase(cms),
    restoreDatabase: () =>
      postgres
        ? exchange('DROP DATABASE lectern WITH (FORCE)', 'CREATE DATABASE lectern TEMPLATE backup')
        : restoreDatabase(cms),
    moveUploads: (isAway) =>
      isAway ? rename(uploads, `${uploads}.away`) : rename(`${uploads}.away`, uploads),
    uploadBesideAway: async (upload) => {
      // A CMS that has started since has made the folder anew.
      await mkdir(uploads, { recursive: true });
      const result = await upload();
      for (const name of await readdir(uploads))
        await rename(join(uploads, name), join(`${uploads}.away`, name));
      return result;
    },
    loseObject: async (choice, isEverywhere) => {
      const { objects, read, currentRelease } = publisher.releases;
      const { files } = await read((await currentRelease()) ?? '');
      const paths = files.paths();
      const path = paths[choice % paths.length] ?? '';
      await rm(objects.pathOf(files.get(path)?.hash ?? ''));
      const trees = join(publisher.folder, 'site', 'trees');
      const folders = (await readdir(trees)).filter((name) => !name.endsWith('.json'));
      for (const name of isEverywhere ? folders : [])
        await rm(join(trees, name, path), { force: true });
    },
    loseImageCache: () =>
      rm(join(publisher.folder, 'site', 'media-cache'), { recursive: true, force: true }),
    setClock,
    startPublisher,
    stop: async () => {
      await publisher.kill('SIGTERM');
      await publisher.remove();
      await cms.stop();
      await postgres?.stop();
    },
  };
}
