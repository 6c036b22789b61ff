import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
// From its source: it is needed before anything is built.
import { checkAccess, keepPrivate } from '../../shared-types/src/private-folder.ts';

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
  checkAccess(file);
  const bytes = await readKept(file);
  const text = decode(file, bytes);
  const kept = parseEnv(text);
  const missing = names.filter((name) => !variables[name] && !kept[name]);
  // With what an editor has put before the first name, Node.js would not find that in the file.
  if (missing.length > 0 || !bytes.equals(Buffer.from(text))) {
    for (const name of missing) kept[name] = randomBytes(32).toString('hex');
    const added = missing.map((name) => `${name}=${kept[name]}\n`);
    // What is there stays as it is written, quotes and comments as well.
    const former = text === '' || text.endsWith('\n') ? text : `${text}\n`;
    // In one step, so that a loss of power leaves no half of it.
    await writeFile(`${file}.new`, former + added.join(''), { mode: 0o600, flush: true });
    await rename(`${file}.new`, file);
  }
  return Object.fromEntries(
    names.map((name) => [name, (variables[name] || kept[name] || '').trim()]),
  );
}

/** A secret as a line of a file that Node.js reads it from, whatever signs are in it. */
export function toLine(name: string, value: string): string {
  const quote = ["'", '`', '"'].find((sign) => !value.includes(sign));
  if (quote === undefined)
    throw new Error(
      `Could not write ${name}: it has all kinds of quotes in it. Leave one of them out.`,
    );
  return `${name}=${quote}${value}${quote}\n`;
}

function readKept(file: string): Promise<Buffer> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw new Error(
      `Could not read the secrets in ${file}: ${error.message}. Make it a file of your own that you may read, or bring it back from a backup.`,
      { cause: error },
    );
  });
}

/** The text of a file, without the mark that some editors put before it. */
function decode(file: string, bytes: Buffer): string {
  const isWide = bytes.subarray(0, 2).equals(Buffer.from([0xff, 0xfe]));
  try {
    return new TextDecoder(isWide ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Error(
      `Could not read the secrets in ${file}: it is not text in UTF-8. Save it as UTF-8, or bring it back from a backup.`,
      { cause },
    );
  }
}
