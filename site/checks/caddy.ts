import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../cms/tests/harness/free-port.ts';

const caddyfile = join(import.meta.dirname, '..', 'Caddyfile');

/**
 * Starts Caddy with the site's Caddyfile, on a port and a folder of its own.
 * @param folder of the publisher's releases
 */
export async function startCaddy(folder: string): Promise<{ port: number; stop(): Promise<void> }> {
  const port = await freePort();
  const home = await mkdtemp(join(tmpdir(), 'lectern-caddy-'));
  const text = await readFile(caddyfile, 'utf8');
  const own = text
    .replace(/^:8080 \{/m, `:${port} {\n\tbind 127.0.0.1`)
    .replace('/srv/publisher/site/', `${folder}/`);
  if (own.includes(':8080') || own.includes('/srv/')) throw new Error('The Caddyfile has changed.');
  const file = join(home, 'Caddyfile');
  await writeFile(file, own);
  const child = spawn(
    process.env.CADDY_PATH ?? 'caddy',
    ['run', '--adapter', 'caddyfile', '--config', file],
    {
      env: { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let output = '';
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const ended = once(child, 'exit');
  const isServing = () =>
    fetch(`http://127.0.0.1:${port}/release.json`).then(
      () => true,
      () => false,
    );
  while (!(await isServing())) {
    if (child.exitCode !== null) throw new Error(`Caddy has ended:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    port,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}
