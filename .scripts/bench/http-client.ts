import { Agent, type IncomingHttpHeaders, request } from 'node:http';

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface HttpClient {
  /** @throws Error when no complete answer came */
  send(method: string, path: string, options?: SendOptions): Promise<Reply>;
  close(): void;
}

interface SendOptions {
  headers?: Record<string, string>;
  body?: string;
}

/** Looking at all of 10,000 pages takes the longest. */
const deadline = 300_000;

/** A client on kept-alive connections that costs the machine little, unlike `fetch`. */
export function createHttpClient(origin: string, connections: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    send: (method, path, { headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const options = { method, agent, headers, signal: AbortSignal.timeout(deadline) };
        const outgoing = request(new URL(path, origin), options, (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            if (!incoming.complete) return reject(new Error('The answer was cut short.'));
            const { statusCode = 0, headers } = incoming;
            resolve({ status: statusCode, headers, body: Buffer.concat(chunks).toString('utf8') });
          });
        });
        outgoing.on('error', reject);
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
}
