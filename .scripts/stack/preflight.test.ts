import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkPreconditions } from './preflight.ts';
import { readSettings } from './settings.ts';

const settingsWith = async (variables: Record<string, string>) =>
  readSettings({ DATA_DIR: await mkdtemp(join(tmpdir(), 'lectern-preflight-')), ...variables });

test('a taken port is one sentence with the setting to change', async () => {
  const server = createServer().listen(0);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const settings = await settingsWith({ CMS_PORT: String(port) });
  await expect(checkPreconditions(settings)).rejects.toThrow(
    `Port ${port} is taken by another program: stop that program, or choose another port, for example CMS_PORT=${port + 1} npm start.`,
  );
});

test('78: an address that is not of this machine is refused by the name of its setting', async () => {
  const settings = await settingsWith({ CMS_HOST: '192.0.2.1' });
  await expect(checkPreconditions(settings)).rejects.toThrow(
    'CMS_HOST is "192.0.2.1", which is no address of this machine (EADDRNOTAVAIL): leave it out',
  );
});
