import { join } from 'node:path';
import { freePorts } from './free-ports.ts';
import { createHttpClient } from './http-client.ts';
import { type Load, putLoad, versionOf } from './load.ts';
import { otherServers, withServer } from './other-servers.ts';
import type { BenchStack } from './stack.ts';
import type { TargetPage } from './targets.ts';

interface Served extends Load {
  server: string;
  encoding: string;
}

/** Requests a second of the publisher's own server, and of others with the same files. */
export async function measureServing(
  { settings }: BenchStack,
  { path }: TargetPage,
  seconds: number,
): Promise<{ served: Served[]; missing: string[] }> {
  if ((await versionOf('wrk')) === undefined) return { served: [], missing: ['wrk'] };
  const served: Served[] = [];
  const missing: string[] = [];
  const load = async (server: string, origin: string, encoding: string) => {
    await checkEncoding(origin, path, encoding);
    served.push({ server, encoding, ...(await putLoad(`${origin}${path}`, encoding, seconds)) });
  };
  for (const encoding of ['br', 'gzip'])
    await load('Publisher', `http://127.0.0.1:${settings.sitePort}`, encoding);
  const folder = join(settings.dataFolder, 'site', 'current');
  for (const [name, server] of Object.entries(otherServers)) {
    if ((await versionOf(server.program)) === undefined) {
      missing.push(name);
      continue;
    }
    const [port = 0] = await freePorts(1);
    await withServer(server, folder, port, async (origin) => {
      for (const encoding of server.encodings) await load(name, origin, encoding);
    });
  }
  return { served, missing };
}

/** @throws Error when the server does not send the page in the encoding that is to be measured */
async function checkEncoding(origin: string, path: string, encoding: string): Promise<void> {
  const client = createHttpClient(origin, 1);
  const { status, headers } = await client.send('GET', path, {
    headers: { 'accept-encoding': encoding },
  });
  client.close();
  if (status !== 200 || headers['content-encoding'] !== encoding)
    throw new Error(
      `${origin} answered ${status} with ${headers['content-encoding'] ?? 'no encoding'} instead of ${encoding}.`,
    );
}
