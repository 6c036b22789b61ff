import { mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { provideSecrets } from './secrets.ts';

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
