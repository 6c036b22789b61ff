import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
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
  cmsUrl: string;
  siteUrl: string;
  environment: NodeJS.ProcessEnv;
}

/**
 * Reads the settings from the environment, filling in defaults and local secrets.
 * @throws Error in one sentence for a port that is none or a data folder that cannot be written
 */
export async function readSettings(variables: NodeJS.ProcessEnv = process.env): Promise<Settings> {
  const cmsPort = portOf('CMS_PORT', variables.CMS_PORT, 1337);
  const sitePort = portOf('SITE_PORT', variables.SITE_PORT, 4321);
  const publisherPort = portOf('PUBLISHER_PORT', variables.PUBLISHER_PORT, 4322);
  const previewPort = portOf('PREVIEW_PORT', variables.PREVIEW_PORT, 4323);
  const dataFolder = resolve(root, variables.DATA_DIR || '.data');
  const cmsUrl = variables.CMS_URL || `http://localhost:${cmsPort}`;
  const siteUrl = variables.PUBLIC_SITE_URL || `http://localhost:${sitePort}`;
  const secrets = await provideSecrets(dataFolder, variables);
  return {
    cmsPort,
    sitePort,
    publisherPort,
    previewPort,
    dataFolder,
    cmsUrl,
    siteUrl,
    environment: {
      ...variables,
      ...secrets,
      NODE_ENV: 'production',
      CMS_PORT: String(cmsPort),
      SITE_PORT: String(sitePort),
      PUBLISHER_PORT: String(publisherPort),
      PUBLISHER_URL: variables.PUBLISHER_URL || `http://127.0.0.1:${publisherPort}`,
      PREVIEW_PORT: String(previewPort),
      PREVIEW_URL: variables.PREVIEW_URL || `http://localhost:${previewPort}`,
      ADMIN_URL: variables.ADMIN_URL || cmsUrl,
      DATA_DIR: dataFolder,
      CMS_URL: cmsUrl,
      PUBLIC_SITE_URL: siteUrl,
      SEED_DEMO_CONTENT: variables.SEED_DEMO_CONTENT || 'true',
      // With one arena a thread, glibc keeps half a gigabyte that the publisher has given back.
      MALLOC_ARENA_MAX: '2',
      STRAPI_TELEMETRY_DISABLED: 'true',
      ASTRO_TELEMETRY_DISABLED: 'true',
    },
  };
}

function portOf(name: string, value: string | undefined, fallback: number): number {
  const port = value ? Number(value) : fallback;
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(
    `${name} is "${value}", which is not a port. Set it to a number from 1 to 65535.`,
  );
}
