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
    // What comes before a connection is ready is kept until the process is told, which comes once.
    let begun = Buffer.alloc(0);
    const begin = (bytes: Buffer) => {
      begun = Buffer.concat([begun, bytes]);
      const at = begun.indexOf(processFollows) + processFollows.length;
      const isTold = at >= processFollows.length && begun.length >= at + 4;
      if (isTold) begun.writeUInt32BE(1, at);
      else if (begun.length > 0 && !begun.includes(processFollows)) {
        client.write(begun);
        begun = Buffer.alloc(0);
      }
      if (!isTold) return;
      database.off('data', begin);
      client.write(begun);
      database.pipe(client);
    };
    database.on('data', begin);
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
