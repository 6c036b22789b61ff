import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { localUrl, loopback } from './loopback.ts';
import { readSettings, root } from './settings.ts';

const readWith = async (variables: Record<string, string>) =>
  readSettings({ DATA_DIR: await mkdtemp(join(tmpdir(), 'lectern-settings-')), ...variables });

test('78: all settings that cannot be honoured are named at once', async () => {
  await expect(
    readWith({
      SITE_PORT: 'web',
      PUBLIC_SITE_URL: 'https://example.org/school/',
      ADMIN_URL: 'http://localhost:1337/admin',
      SEED_DEMO_CONTENT: 'maybe',
    }),
  ).rejects.toThrow(
    [
      'Could not start: not all settings can be honoured.',
      '  SITE_PORT is "web": set it to a port, a number from 1 to 65535.',
      '  PUBLIC_SITE_URL ends with "/school/": leave that out, only https://example.org would be used.',
      '  ADMIN_URL ends with "/admin": leave that out, only http://localhost:1337 would be used.',
      '  SEED_DEMO_CONTENT is "maybe": set it to "true" or "false".',
    ].join('\n'),
  );
});

test('78: one port for two servers is refused', async () => {
  await expect(readWith({ SITE_PORT: '1337' })).rejects.toThrow(
    'Could not start: CMS_PORT and SITE_PORT are both 1337. Choose another port for one of them.',
  );
});

test('78: demo content that is not wanted is not seeded', async () => {
  const { environment } = await readWith({ SEED_DEMO_CONTENT: 'false' });
  expect(environment.SEED_DEMO_CONTENT).toBe('false');
});

test('74: what a shell sets for itself changes nothing', async () => {
  const { environment, cmsUrl } = await readWith({ HOST: 'my-laptop.local', PORT: '3000' });
  expect(environment).toMatchObject({ CMS_HOST: loopback, CMS_PORT: '1337' });
  expect(cmsUrl).toBe(localUrl(1337));
});

test('74: a data folder is relative to the project, and may have any name', async () => {
  const name = join('.data', 'settings of a test, 100% #1 (é)');
  onTestFinished(() => rm(join(root, name), { recursive: true, force: true }));
  const { dataFolder } = await readSettings({ DATA_DIR: name });
  expect(dataFolder).toBe(join(root, name));
});

test('74: an address without IPv4 is written as an address', () => {
  expect(localUrl(1337, '::1')).toBe('http://[::1]:1337');
  expect(localUrl(1337, '0.0.0.0')).toBe(`http://${loopback}:1337`);
});
