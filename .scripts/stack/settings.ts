import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
// From its source: it is needed before anything is built.
import {
  describeFaults,
  flag,
  folder,
  givenSettings,
  portNumber,
  serverAddress,
} from '../../shared-types/src/settings.ts';
import { localUrl, loopback } from './loopback.ts';
import { provideSecrets } from './secrets.ts';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Settings of the whole stack, with the environment that its processes receive. */
export interface Settings {
  cmsPort: number;
  sitePort: number;
  publisherPort: number;
  previewPort: number;
  /** Absolute path. */
  dataFolder: string;
  /** Where the CMS is found. */
  cmsUrl: string;
  /** Where the one that is started here answers, if it is. */
  ownCmsUrl: string;
  /** Where people's browsers find the admin. */
  adminUrl: string;
  siteUrl: string;
  environment: NodeJS.ProcessEnv;
}

const schema = z.object({
  CMS_PORT: portNumber.default(1337),
  SITE_PORT: portNumber.default(4321),
  PUBLISHER_PORT: portNumber.default(4322),
  PREVIEW_PORT: portNumber.default(4323),
  CMS_HOST: z.string().default(loopback),
  PUBLISHER_HOST: z.string().default(loopback),
  CMS_URL: serverAddress.optional(),
  PUBLIC_SITE_URL: serverAddress.optional(),
  PUBLISHER_URL: serverAddress.optional(),
  PREVIEW_URL: serverAddress.optional(),
  ADMIN_URL: serverAddress.optional(),
  LIVE_URL: serverAddress.optional(),
  SEED_DEMO_CONTENT: flag.default(true),
  DATA_DIR: folder.default('.data'),
});

/**
 * Reads the settings from the environment, filling in defaults and local secrets.
 * @throws Error that names every setting that cannot be honoured, and says what to do about it
 */
export async function readSettings(variables: NodeJS.ProcessEnv = process.env): Promise<Settings> {
  const given = parse(variables);
  const { CMS_PORT, SITE_PORT, PUBLISHER_PORT, PREVIEW_PORT } = given;
  const dataFolder = resolve(root, given.DATA_DIR);
  const ownCmsUrl = localUrl(CMS_PORT, given.CMS_HOST);
  const cmsUrl = given.CMS_URL ?? ownCmsUrl;
  const adminUrl = given.ADMIN_URL ?? given.CMS_URL ?? `http://localhost:${CMS_PORT}`;
  const siteUrl = given.PUBLIC_SITE_URL ?? `http://localhost:${SITE_PORT}`;
  const secrets = await provideSecrets(dataFolder, givenSettings(variables));
  return {
    cmsPort: CMS_PORT,
    sitePort: SITE_PORT,
    publisherPort: PUBLISHER_PORT,
    previewPort: PREVIEW_PORT,
    dataFolder,
    cmsUrl,
    ownCmsUrl,
    adminUrl,
    siteUrl,
    environment: {
      ...variables,
      ...secrets,
      NODE_ENV: 'production',
      CMS_HOST: given.CMS_HOST,
      CMS_PORT: String(CMS_PORT),
      CMS_URL: cmsUrl,
      ADMIN_URL: adminUrl,
      SITE_PORT: String(SITE_PORT),
      PUBLIC_SITE_URL: siteUrl,
      LIVE_URL: given.LIVE_URL ?? localUrl(SITE_PORT),
      PUBLISHER_HOST: given.PUBLISHER_HOST,
      PUBLISHER_PORT: String(PUBLISHER_PORT),
      PUBLISHER_URL: given.PUBLISHER_URL ?? localUrl(PUBLISHER_PORT, given.PUBLISHER_HOST),
      PREVIEW_PORT: String(PREVIEW_PORT),
      PREVIEW_URL: given.PREVIEW_URL ?? `http://localhost:${PREVIEW_PORT}`,
      SEED_DEMO_CONTENT: String(given.SEED_DEMO_CONTENT),
      DATA_DIR: dataFolder,
      // With one arena a thread, glibc keeps half a gigabyte that the publisher has given back.
      MALLOC_ARENA_MAX: '2',
      STRAPI_TELEMETRY_DISABLED: 'true',
      ASTRO_TELEMETRY_DISABLED: 'true',
    },
  };
}

function parse(variables: NodeJS.ProcessEnv): z.output<typeof schema> {
  const parsed = schema.safeParse(givenSettings(variables));
  if (!parsed.success)
    throw new Error(
      `Could not start: not all settings can be honoured.\n${describeFaults(parsed.error)}`,
    );
  const { CMS_PORT, SITE_PORT, PUBLISHER_PORT, PREVIEW_PORT } = parsed.data;
  const ports = Object.entries({ CMS_PORT, SITE_PORT, PUBLISHER_PORT, PREVIEW_PORT });
  for (const [index, [name, port]] of ports.entries()) {
    const [twin] = ports.slice(0, index).find(([, other]) => other === port) ?? [];
    if (twin !== undefined)
      throw new Error(
        `Could not start: ${twin} and ${name} are both ${port}. Choose another port for one of them.`,
      );
  }
  return parsed.data;
}
