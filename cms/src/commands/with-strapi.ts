import { join } from 'node:path';
import { type Core, createStrapi } from '@strapi/strapi';
import { runBesideCms } from '../database/hold-database';

type Work<Result> = (strapi: Core.Strapi) => Result | Promise<Result>;

/** Runs `work` with a loaded CMS that serves nobody, and closes it afterwards. */
export async function withStrapi<Result>(work: Work<Result>): Promise<Result> {
  const strapi = await create().load();
  try {
    return await work(strapi);
  } finally {
    await strapi.destroy();
  }
}

/**
 * Runs `work` with the settings, services and database of the CMS alone: nothing is brought to what
 * the code expects, so that a CMS may serve the same database meanwhile. There are no models yet.
 */
export async function withDatabase<Result>(work: Work<Result>): Promise<Result> {
  const strapi = create();
  runBesideCms(strapi);
  await strapi.register();
  try {
    return await work(strapi);
  } finally {
    await strapi.db.destroy();
  }
}

function create(): Core.Strapi {
  const appDir = join(__dirname, '..', '..', '..');
  return createStrapi({ appDir, distDir: join(appDir, 'dist') });
}
