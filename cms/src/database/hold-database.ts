import { setTimeout } from 'node:timers/promises';
import { takeProcessLock } from '@lectern/shared-types/process-lock';
import type { Core } from '@strapi/strapi';
import { dataFolder, inData } from '../environment';
import { applicationName, sharedName } from './application-name';

const besideCms = 'database.besideCms';

/** Tells, before it is loaded, that this leaves tables as they are, and so may run beside a CMS. */
export const runBesideCms = (strapi: Core.Strapi): void => void strapi.config.set(besideCms, true);

export const isBesideCms = (strapi: Core.Strapi): boolean => strapi.config.get(besideCms, false);

/** Longer than one takes to end whose starter was killed, in milliseconds. */
const patience = 20_000;

/**
 * Keeps other processes from spoiling what this one does with the database. A second CMS on a SQLite
 * database would change tables, count and publish beside it. On PostgreSQL several may serve one
 * database, all with the same tokens: each writes those that it was given into it when it starts.
 * @throws Error that names the process that has the database, if that is known, and says what to do
 */
export async function holdDatabase(strapi: Core.Strapi): Promise<void> {
  if (strapi.db.dialect.client === 'sqlite') await lockDatabase(strapi);
  else await refuseOtherTokens(strapi);
}

async function lockDatabase({ db, log }: Core.Strapi): Promise<void> {
  const release = await takeProcessLock(inData('cms.lock'), {
    patience,
    onWait: (holder) =>
      log.info(`Waiting for ${holder}, which uses the database in ${dataFolder}.`),
    refusal: (holder) =>
      `Could not start the CMS: ${holder} uses the SQLite database in ${dataFolder}, and only one may. Stop it first (Ctrl-C in the terminal of "npm start" or "npm run dev"), or set DATA_DIR to another folder; on PostgreSQL (DATABASE_URL) several may run with the same secrets.`,
  });
  const destroy = db.destroy.bind(db);
  db.destroy = async () => {
    await destroy();
    release();
  };
}

interface Other {
  address: string | null;
  since: string;
}

async function refuseOtherTokens({ db, log }: Core.Strapi): Promise<void> {
  const ask = async (): Promise<Other | undefined> => {
    const { rows } = await db.connection.raw(
      `SELECT client_addr::text AS "address", to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"') AS "since"
       FROM pg_stat_activity
       WHERE datname = current_database() AND starts_with(application_name, :sharedName)
         AND application_name <> :applicationName
       ORDER BY backend_start LIMIT 1`,
      { sharedName, applicationName },
    );
    return rows[0];
  };
  const deadline = Date.now() + patience;
  let other = await ask();
  if (other) log.info('Waiting for another CMS on this database, which has other secrets.');
  while (other && Date.now() < deadline) {
    await setTimeout(200);
    other = await ask();
  }
  if (other)
    throw new Error(
      `Could not start the CMS: another one, at ${other.address ?? 'this machine'} since ${other.since}, uses this database with other secrets, and its site would get nothing any more. Start both with the same SITE_TOKEN, PREVIEW_TOKEN and API_TOKEN_SALT (they are in the file secrets.env of its DATA_DIR), stop it first, or set DATABASE_URL to another database.`,
    );
}
