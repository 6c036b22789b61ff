import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  describeFaults,
  flag,
  folder,
  givenSettings,
  portNumber,
  serverAddress,
  signingKeys,
  wholeNumber,
} from '@lectern/shared-types/settings';
import { z } from 'zod';

const known = ['tobemodified', 'changeme', 'secret', 'password', 'default', 'example'];

const secret = z
  .string({ error: 'is not set' })
  .refine((value) => value.length >= 32, { error: 'is shorter than 32 characters' })
  .refine(
    (value) =>
      !known.some((word) => value.toLowerCase().startsWith(word)) && new Set(value).size >= 8,
    { error: 'is a default or guessable value' },
  );

/** Keys that sign cookies, separated by commas; the first signs, all are accepted. */
const cookieKeys = z.string({ error: 'is not set' }).transform((text, context) => {
  const keys = text.split(',').map((key) => key.trim());
  for (const [index, key] of keys.entries()) {
    const fault = secret.safeParse(key).error?.issues[0];
    if (fault === undefined) continue;
    const place = keys.length > 1 ? `has as key no. ${index + 1} what ` : '';
    const message = `${place}${fault.message}: make one with "openssl rand -base64 32", and separate several by commas.`;
    context.issues.push({ code: 'custom', input: text, message });
    return z.NEVER;
  }
  return keys;
});

/** Files that an address of PostgreSQL may name, as its own programs understand them. */
const files = ['sslrootcert', 'sslcert', 'sslkey'];

/** Whether every % in it begins the code of a character. */
const isDecodable = (address: string) => !/%(?![0-9a-f]{2})/i.test(address);

const databaseUrl = z
  .string()
  .trim()
  .superRefine((value, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    const form = 'a PostgreSQL address such as postgres://user:password@host:5432/database';
    const encoded =
      'In a password, write %23 for #, %2F for /, %3F for ?, %40 for @, and %25 for %';
    if (!/^postgres(ql)?:\/\//.test(value) || !URL.canParse(value) || !isDecodable(value))
      return refuse(`is not ${form}. ${encoded}`);
    const { searchParams, hash } = new URL(value);
    if (hash !== '') return refuse(`has a # in it, which ends an address. ${encoded}`);
    if (/search_path/.test(searchParams.get('options') ?? ''))
      refuse('sets search_path: leave that out, and set DATABASE_SCHEMA');
    for (const name of files) {
      const file = searchParams.get(name);
      if (file !== null && !existsSync(file))
        refuse(`names the file ${file} as ${name}, which is not there: correct its path`);
    }
  });

const schema = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  CMS_HOST: z.string().default('127.0.0.1'),
  CMS_PORT: portNumber.default(1337),
  TRUSTED_PROXIES: wholeNumber(0, 10).default(0),
  DATA_DIR: folder.default('.data'),
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_SCHEMA: z.string().default('public'),
  DATABASE_CONNECTIONS: wholeNumber(1, 1000).default(10),
  PUBLIC_SITE_URL: serverAddress.default('http://localhost:4321'),
  SEED_DEMO_CONTENT: flag.default(false),
  PUBLISHER_URL: serverAddress.optional(),
  PUBLISHER_KEYS: secret.pipe(signingKeys).optional(),
  PREVIEW_URL: serverAddress.default('http://localhost:4323'),
  HISTORY_VERSIONS: wholeNumber(0, 100_000).default(50),
  HISTORY_DAYS: wholeNumber(1, 36_500).default(365),
  APP_KEYS: cookieKeys,
  API_TOKEN_SALT: secret,
  ADMIN_JWT_SECRET: secret,
  TRANSFER_TOKEN_SALT: secret,
  ENCRYPTION_KEY: secret,
  SITE_TOKEN: secret,
  PREVIEW_TOKEN: secret,
});

/*
 * Before anything reads a time, and whatever the time zone of the machine is. PostgreSQL keeps times
 * without their zone, and its driver writes and reads them in that of this process: in another one
 * an hour of autumn is two hours, and a zone that is changed moves all times.
 */
process.env.TZ = 'UTC';

/** Settings of the CMS, read from the environment in this file alone. */
export type Environment = z.output<typeof schema>;

/**
 * Reads and checks the environment.
 * @throws Error that names every missing, short or default value; the CMS does not start then.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const parsed = schema.safeParse(givenSettings(variables));
  if (parsed.success) return parsed.data;
  throw new Error(
    `Could not start the CMS: its settings are not safe or not complete.\n${describeFaults(parsed.error)}\n` +
      'Start it with "npm start", which makes random secrets, or set these variables yourself ' +
      '("openssl rand -base64 32" makes a good secret).',
  );
}

export const environment = readEnvironment(process.env);

/** Folder for everything the CMS keeps: SQLite database, uploads, the first administrator. Absolute when `npm start` sets it. */
export const dataFolder = resolve(environment.DATA_DIR);

export const inData = (...parts: string[]) => join(dataFolder, ...parts);
