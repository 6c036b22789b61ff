import { once } from 'node:events';
import { createServer } from 'node:net';

/** Ports that nothing listens on at the moment, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    // Without an address, as the site itself listens: taken on IPv4 or on IPv6 is taken.
    server.listen({ port: 0, exclusive: true });
    await once(server, 'listening');
    const address = server.address();
    if (typeof address === 'object' && address !== null) ports.push(address.port);
  }
  for (const server of servers) {
    server.close();
    await once(server, 'close');
  }
  return ports;
}
