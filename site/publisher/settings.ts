import { resolve } from 'node:path';
import {
  describeFaults,
  folder,
  givenSettings,
  portNumber,
  seconds,
  serverAddress,
  share,
  signingKeys,
  wholeNumber,
} from '@lectern/shared-types/settings';
import { z } from 'zod';

const key = z.string({ error: 'is not set' }).min(32, { error: 'is shorter than 32 characters' });

const schema = z.object({
  CMS_URL: serverAddress.default('http://localhost:1337'),
  SITE_TOKEN: key,
  PUBLISHER_KEYS: key.pipe(signingKeys),
  PUBLIC_SITE_URL: serverAddress.default('http://localhost:4321'),
  SITE_PORT: portNumber.default(4321),
  PUBLISHER_HOST: z.string().default('127.0.0.1'),
  PUBLISHER_PORT: portNumber.default(4322),
  PUBLISHER_URL: serverAddress.optional(),
  PREVIEW_TOKEN: key.optional(),
  PREVIEW_PORT: portNumber.default(4323),
  PREVIEW_URL: serverAddress.optional(),
  ADMIN_URL: serverAddress.optional(),
  LIVE_URL: serverAddress.optional(),
  DATA_DIR: folder.default('.data'),
  RELEASES_KEPT: wholeNumber(2, 1000).default(10),
  LARGEST_LOSS: share.default(0.5),
  POLL_SECONDS: seconds(60).default(30),
  READ_SECONDS: seconds().default(30),
  READ_ALL_SECONDS: seconds().default(3600),
  VERIFY_SECONDS: seconds().default(600),
});

/** Where drafts are shown. */
export interface PreviewSettings {
  /** The key by which drafts are read, and from which that of the links is made. */
  token: string;
  port: number;
  /** Address under which a browser reaches the previews. */
  url: string;
  /** Address of the admin, which alone may show previews in a frame. */
  adminUrl: string;
  /** Folder for copies of images, apart from everything that is released. */
  folder: string;
}

export interface PublisherSettings {
  cmsUrl: string;
  siteToken: string;
  /** Keys that may sign messages. */
  keys: string[];
  siteUrl: string;
  sitePort: number;
  controlHost: string;
  controlPort: number;
  /** Address under which the CMS reaches the publisher, if it is told another than this machine's. */
  controlUrl: string | undefined;
  /** None without a key for drafts: there are no previews then, and no checks before a publish. */
  preview: PreviewSettings | undefined;
  /** Where the live site is asked which release it shows. */
  liveUrl: string;
  /** Folder for everything that is kept, possibly together with what the CMS keeps. */
  dataFolder: string;
  folder: string;
  releasesKept: number;
  largestLoss: number;
  /** Longest between two looks at the CMS without a message, in milliseconds. */
  pollInterval: number;
  /** Longest that one answer of the CMS may take, in milliseconds. */
  readDeadline: number;
  /** Between two readings of everything, whatever the CMS says has changed, in milliseconds. */
  readAllInterval: number;
  /** Between two checks of the live files, in milliseconds. */
  verifyInterval: number;
}

/** @throws Error naming every setting that is missing or wrong */
export function readPublisherSettings(variables: NodeJS.ProcessEnv): PublisherSettings {
  const parsed = schema.safeParse(givenSettings(variables));
  if (!parsed.success)
    throw new Error(
      `Could not start the publisher: its settings are not complete.\n${describeFaults(parsed.error)}`,
    );
  const settings = parsed.data;
  return {
    cmsUrl: settings.CMS_URL,
    siteToken: settings.SITE_TOKEN,
    keys: settings.PUBLISHER_KEYS,
    siteUrl: settings.PUBLIC_SITE_URL,
    sitePort: settings.SITE_PORT,
    controlHost: settings.PUBLISHER_HOST,
    controlPort: settings.PUBLISHER_PORT,
    controlUrl: settings.PUBLISHER_URL,
    preview: settings.PREVIEW_TOKEN
      ? {
          token: settings.PREVIEW_TOKEN,
          port: settings.PREVIEW_PORT,
          url: settings.PREVIEW_URL ?? `http://localhost:${settings.PREVIEW_PORT}`,
          adminUrl: settings.ADMIN_URL ?? settings.CMS_URL,
          folder: resolve(settings.DATA_DIR, 'preview'),
        }
      : undefined,
    liveUrl: settings.LIVE_URL ?? `http://127.0.0.1:${settings.SITE_PORT}`,
    dataFolder: resolve(settings.DATA_DIR),
    folder: resolve(settings.DATA_DIR, 'site'),
    releasesKept: settings.RELEASES_KEPT,
    largestLoss: settings.LARGEST_LOSS,
    pollInterval: settings.POLL_SECONDS * 1000,
    readDeadline: settings.READ_SECONDS * 1000,
    readAllInterval: settings.READ_ALL_SECONDS * 1000,
    verifyInterval: settings.VERIFY_SECONDS * 1000,
  };
}
