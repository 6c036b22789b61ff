import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClient } from './http-client.ts';
import { pause } from './live-text.ts';

interface OtherServer {
  /** Encodings of which it can send files that were compressed beforehand. */
  encodings: readonly string[];
  program: string;
  configuration(site: string, port: number, scratch: string): string;
  args(configuration: string, scratch: string): string[];
}

/** What else serves a folder of prepared files, as its manual has it. */
export const otherServers: Record<string, OtherServer> = {
  Caddy: {
    encodings: ['br', 'gzip'],
    program: 'caddy',
    configuration: (site, port) => `{
  admin off
  auto_https off
}
http://127.0.0.1:${port} {
  bind 127.0.0.1
  root * ${site}
  file_server {
    precompressed br gzip
  }
}
`,
    args: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
  },
  nginx: {
    // Debian's has no brotli_static.
    encodings: ['gzip'],
    program: 'nginx',
    configuration: (site, port, scratch) => `
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes auto;
pid ${scratch}/nginx.pid;
error_log ${scratch}/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path ${scratch}/body;
  proxy_temp_path ${scratch}/proxy;
  fastcgi_temp_path ${scratch}/fastcgi;
  uwsgi_temp_path ${scratch}/uwsgi;
  scgi_temp_path ${scratch}/scgi;
  types { text/html html; }
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000;
  server {
    listen 127.0.0.1:${port};
    root ${site};
    gzip_static on;
  }
}
`,
    args: (file, scratch) => ['-p', scratch, '-c', file],
  },
};

/** Serves a folder with one of them while `work` runs. */
export async function withServer<Result>(
  { program, configuration, args }: OtherServer,
  site: string,
  port: number,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const scratch = await mkdtemp(join(tmpdir(), 'lectern-bench-server-'));
  const file = join(scratch, 'configuration');
  await writeFile(file, configuration(site, port, scratch));
  const child = spawn(program, args(file, scratch), {
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, HOME: scratch, XDG_CONFIG_HOME: scratch, XDG_DATA_HOME: scratch },
  });
  const ended = once(child, 'exit');
  // However the bench itself ends.
  const kill = () => void child.kill('SIGTERM');
  process.once('exit', kill);
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitUntilServed(url, program);
    return await work(url);
  } finally {
    process.off('exit', kill);
    kill();
    await ended;
    await rm(scratch, { recursive: true, force: true });
  }
}

async function waitUntilServed(url: string, program: string): Promise<void> {
  const client = createHttpClient(url, 1);
  try {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const reply = await client.send('GET', '/').catch(() => undefined);
      if (reply?.status === 200) return;
      await pause(50);
    }
  } finally {
    client.close();
  }
  throw new Error(`${program} did not serve the site in 5 s.`);
}
