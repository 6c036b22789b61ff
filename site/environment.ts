import { describeFaults, givenSettings, serverAddress } from '@lectern/shared-types/settings';
import { z } from 'zod';

const schema = z.object({
  CMS_URL: serverAddress.default('http://localhost:1337'),
  SITE_TOKEN: z
    .string({ error: 'must be the token by which the site reads the CMS' })
    .min(32, { error: 'is shorter than 32 characters' }),
  PUBLIC_SITE_URL: serverAddress.default('http://localhost:4321'),
});

/** Settings of the site, read from the environment in this file alone. */
export interface Environment {
  cmsUrl: string;
  siteToken: string;
  publicSiteUrl: string;
  /** Builds the code alone, without reading the CMS: `SITE_BUILD=code`. */
  isCodeOnly: boolean;
}

/** @throws Error naming every setting that is missing or wrong */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const isCodeOnly = variables.SITE_BUILD === 'code';
  const parsed = (isCodeOnly ? schema.partial({ SITE_TOKEN: true }) : schema).safeParse(
    givenSettings(variables),
  );
  if (parsed.success) {
    const { CMS_URL, SITE_TOKEN = '', PUBLIC_SITE_URL } = parsed.data;
    return { cmsUrl: CMS_URL, siteToken: SITE_TOKEN, publicSiteUrl: PUBLIC_SITE_URL, isCodeOnly };
  }
  throw new Error(
    `Could not build the site: its settings are not complete.\n${describeFaults(parsed.error)}\n` +
      'Set them in the environment; "npm start" keeps a local token in .data/secrets.env.',
  );
}
