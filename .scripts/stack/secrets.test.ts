import { mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { provideSecrets, toLine } from './secrets.ts';

test('secrets are made once, differ, and are readable to the owner alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-secrets-'));
  const first = await provideSecrets(folder, {});
  const second = await provideSecrets(folder, {});
  expect(second).toEqual(first);
  const values = Object.values(first);
  expect(new Set(values).size).toBe(values.length);
  expect(values.every((value) => value.length >= 32)).toBe(true);
  expect((await stat(join(folder, 'secrets.env'))).mode & 0o777).toBe(0o600);
});

test('the environment wins over what is kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-secrets-'));
  const { SITE_TOKEN } = await provideSecrets(folder, { SITE_TOKEN: 'from the environment' });
  expect(SITE_TOKEN).toBe('from the environment');
});

test('further secrets can be asked for by name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-secrets-'));
  const first = await provideSecrets(folder, {}, ['SITE_TOKEN', 'PGPASSWORD']);
  expect(Object.keys(first)).toEqual(['SITE_TOKEN', 'PGPASSWORD']);
  expect(await provideSecrets(folder, {}, ['PGPASSWORD'])).toEqual({
    PGPASSWORD: first.PGPASSWORD,
  });
});

test.each<[string, (text: string) => string | Buffer]>([
  ['lines that end as on Windows', (text) => text.replaceAll('\n', '\r\n')],
  ['a byte order mark', (text) => `\ufeff${text}`],
  ['both', (text) => `\ufeff${text.replaceAll('\n', '\r\n')}`],
  ['UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
])('74: secrets that an editor has saved with %s are the same', async (_, edit) => {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-secrets-'));
  const file = join(folder, 'secrets.env');
  const first = await provideSecrets(folder, {});
  await writeFile(file, edit(await readFile(file, 'utf8')));
  expect(await provideSecrets(folder, {})).toEqual(first);
  expect({ ...parseEnv(await readFile(file, 'utf8')) }).toEqual(first);
});

test('blanks and line ends around a secret are not handed on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-secrets-'));
  await writeFile(join(folder, 'secrets.env'), 'PREVIEW_TOKEN="two "\n');
  expect(await provideSecrets(folder, { SITE_TOKEN: 'one\r' })).toMatchObject({
    SITE_TOKEN: 'one',
    PREVIEW_TOKEN: 'two',
  });
});

test('74: secrets that are written with quotes and comments stay as they are when one is added', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-secrets-'));
  const file = join(folder, 'secrets.env');
  const quoted = 'a#b "c" d'.repeat(5);
  await writeFile(file, `# Ours\nAPP_KEYS='${quoted}'\nAPI_TOKEN_SALT="one\\ntwo"`);
  const first = await provideSecrets(folder, {});
  expect(first).toMatchObject({ APP_KEYS: quoted, API_TOKEN_SALT: 'one\ntwo' });
  expect(await provideSecrets(folder, {})).toEqual(first);
  expect(await readFile(file, 'utf8')).toMatch(/^# Ours\nAPP_KEYS='/);
});

test.each<[string, (file: string) => Promise<unknown>, string]>([
  ['is a folder', (file) => mkdir(file), 'Make it a file of your own that you may read'],
  ['is no text', (file) => writeFile(file, Buffer.from([0x41, 0x3d, 0xe9])), 'Save it as UTF-8'],
])('74: a file of secrets that %s is named, with what to do', async (_, make, remedy) => {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-secrets-'));
  const file = join(folder, 'secrets.env');
  await make(file);
  await expect(provideSecrets(folder, {})).rejects.toThrow(
    new RegExp(`^Could not read the secrets in ${file}: .*${remedy}, or bring it back`),
  );
});

test.each(['plain', 'a#b c', `it's`, 'say "so"', `it's "so"`, '$HOME', '\\n'])(
  'the secret %s is read as it was written',
  (secret) => {
    expect(parseEnv(toLine('SITE_TOKEN', secret))).toEqual({ SITE_TOKEN: secret });
  },
);
