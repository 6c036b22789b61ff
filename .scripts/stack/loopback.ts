import { networkInterfaces } from 'node:os';

/** The address by which this machine reaches itself alone: not every machine has one of IPv4. */
export const loopback = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .some(({ address }) => address === '127.0.0.1')
  ? '127.0.0.1'
  : '::1';

/**
 * The address at which this machine reaches a server of its own. Never "localhost", which may be
 * another address than the one that is listened on.
 */
export function localUrl(port: number, host = loopback): string {
  const reachable = ['0.0.0.0', '::'].includes(host) ? loopback : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
