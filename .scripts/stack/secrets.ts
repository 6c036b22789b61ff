import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
// From its source: it is needed before anything is built.
import { keepPrivate } from '../../shared-types/src/private-folder.ts';

/** The secrets that the CMS and the publisher need. */
export const secretNames = [
  'APP_KEYS',
  'API_TOKEN_SALT',
  'ADMIN_JWT_SECRET',
  'TRANSFER_TOKEN_SALT',
  'ENCRYPTION_KEY',
  'SITE_TOKEN',
  'PREVIEW_TOKEN',
  'PUBLISHER_KEYS',
] as const;

/**
 * Returns the secrets of this installation: those of the environment, else those kept in
 * `secrets.env` in the data folder, where missing ones are made once.
 * The folder is kept closed to everybody but its owner.
 */
export async function provideSecrets(
  dataFolder: string,
  variables: NodeJS.ProcessEnv,
  names: readonly string[] = secretNames,
): Promise<Record<string, string>> {
  const file = join(dataFolder, 'secrets.env');
  keepPrivate(dataFolder);
  const kept = parseEnv(await readFile(file, 'utf8').catch(ifMissing));
  const missing = names.filter((name) => !variables[name] && !kept[name]);
  if (missing.length > 0) {
    for (const name of missing) kept[name] = randomBytes(32).toString('hex');
    const lines = Object.entries(kept).map(([name, value]) => `${name}=${value}\n`);
    await writeFile(file, lines.join(''), { mode: 0o600 });
  }
  return Object.fromEntries(names.map((name) => [name, variables[name] || kept[name] || '']));
}

function ifMissing(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}
