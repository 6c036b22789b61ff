import { once } from 'node:events';
import { Agent, createServer, request as startRequest } from 'node:http';

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
  const agent = new Agent({ keepAlive: true });
  const times: number[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/hooks/content') times.push(performance.now());
    const { method, headers } = request;
    const passedOn = startRequest(
      new URL(request.url ?? '/', publisherUrl),
      { ...(method ? { method } : {}), headers, agent },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    passedOn.on('error', () => {
      // The publisher is not there: the CMS is told so, and tries again as it always does.
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    });
    response.on('close', () => passedOn.destroy());
    request.pipe(passedOn);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    times,
    close: () => {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}
