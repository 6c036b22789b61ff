import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** How PostgreSQL begins to tell which of its processes works for a connection. */
const processFollows = Buffer.from([...Buffer.from('K'), 0, 0, 0, 12]);

/**
 * Stands before PostgreSQL, and has in common with poolers that the process that it tells of is not
 * the one that works.
 */
export async function startPooler(
  address: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const { hostname, port } = new URL(address);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        database.destroy();
      });
    }
    client.pipe(database);
    database.on('data', (bytes) => {
      const at = bytes.indexOf(processFollows);
      if (at >= 0) bytes.writeUInt32BE(1, at + processFollows.length);
      client.write(bytes);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(address);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
