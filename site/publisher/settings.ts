import { resolve } from 'node:path';
import { z } from 'zod';

const port = (fallback: number) =>
  z.coerce.number({ error: 'is not a port' }).int().min(1).max(65_535).default(fallback);
const key = z.string().min(32, { error: 'is shorter than 32 characters' });

const schema = z.object({
  CMS_URL: z.url({ error: 'must be the address of the CMS' }).default('http://localhost:1337'),
  SITE_TOKEN: key,
  PUBLISHER_KEYS: key,
  PUBLIC_SITE_URL: z.url().default('http://localhost:4321'),
  SITE_PORT: port(4321),
  PUBLISHER_PORT: port(4322),
  DATA_DIR: z.string().default('.data'),
  RELEASES_KEPT: z.coerce.number().int().min(2).default(10),
  LARGEST_LOSS: z.coerce.number().min(0).max(1).default(0.5),
});

export interface PublisherSettings {
  cmsUrl: string;
  siteToken: string;
  keys: string[];
  siteUrl: string;
  sitePort: number;
  controlPort: number;
  folder: string;
  releasesKept: number;
  largestLoss: number;
}

/** @throws Error naming every setting that is missing or wrong */
export function readPublisherSettings(variables: NodeJS.ProcessEnv): PublisherSettings {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')} ${message}`);
    throw new Error(
      `Could not start the publisher: its settings are not complete.\n${faults.join('\n')}`,
    );
  }
  const settings = parsed.data;
  return {
    cmsUrl: settings.CMS_URL,
    siteToken: settings.SITE_TOKEN,
    keys: settings.PUBLISHER_KEYS.split(','),
    siteUrl: settings.PUBLIC_SITE_URL,
    sitePort: settings.SITE_PORT,
    controlPort: settings.PUBLISHER_PORT,
    folder: resolve(settings.DATA_DIR, 'site'),
    releasesKept: settings.RELEASES_KEPT,
    largestLoss: settings.LARGEST_LOSS,
  };
}
