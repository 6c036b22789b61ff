import { join } from 'node:path';
import { type Core, createStrapi } from '@strapi/strapi';

/** Runs `work` with a loaded CMS that serves nobody, and closes it afterwards. */
export async function withStrapi<Result>(
  work: (strapi: Core.Strapi) => Result | Promise<Result>,
): Promise<Result> {
  const appDir = join(__dirname, '..', '..', '..');
  const strapi = await createStrapi({ appDir, distDir: join(appDir, 'dist') }).load();
  try {
    return await work(strapi);
  } finally {
    await strapi.destroy();
  }
}
