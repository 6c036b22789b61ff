import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createHttpClient } from './http-client.ts';

export interface NudgeRelay {
  /** When the messages of the CMS arrived, each right after a commit; by `performance.now()`. */
  times: readonly number[];
  close(): void;
}

/**
 * Stands between the CMS and the publisher and notes when each message arrives: the CMS sends it in
 * the callback of the commit, so that this is the commit plus a request on the loopback interface.
 */
export async function startNudgeRelay(port: number, publisherUrl: string): Promise<NudgeRelay> {
  const publisher = createHttpClient(publisherUrl, 16);
  const times: number[] = [];
  const server = createServer(async (request, response) => {
    if (request.url === '/hooks/content') times.push(performance.now());
    try {
      const { status, body } = await publisher.send(request.method ?? 'POST', request.url ?? '/', {
        headers: passedOn(request),
        body: await textOf(request),
      });
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    } catch {
      // The publisher is not there: the CMS is told so, and tries again as it always does.
      response.writeHead(502).end();
    }
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    times,
    close: () => {
      server.close();
      server.closeAllConnections();
      publisher.close();
    },
  };
}

const passedOn = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      /^(content-type|webhook-)/.test(name) && typeof value === 'string' ? [[name, value]] : [],
    ),
  );

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
