import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/*
 * What is no proper request is answered before anybody looks at what it asks for: with the texts of
 * Caddy, so that nothing tells which of the two serves.
 */

/** How long a connection is kept that nobody uses, in milliseconds: longer than by a balancer in front. */
export const keepAliveTimeout = 120_000;

/** Bytes of a request's first line and headers together. */
const maxHeaderSize = 32 * 1024;

export function createHttpServer(answer: RequestListener): Server {
  const listener: RequestListener = (request, response) => {
    if (request.method === 'OPTIONS' && request.url === '*')
      return void response.writeHead(200, { 'content-length': 0 }).end();
    if (request.httpVersionMajor !== 1) return refuse(response, 505);
    const hosts = request.headersDistinct.host ?? [];
    if (hosts.length > 1) return refuse(response, 400);
    if (/[^\x21-\x7e]|[/\\"<>^`{|}]/.test(hosts[0] ?? ''))
      return refuse(response, 400, 'malformed Host header');
    if (hosts.length === 0 && request.httpVersion !== '1.0')
      return refuse(response, 400, 'missing required Host header');
    return answer(request, response);
  };
  const server = createServer(
    {
      connectionsCheckingInterval: 1_000,
      headersTimeout: 10_000,
      requestTimeout: 10_000,
      keepAliveTimeout,
      maxHeaderSize,
      requireHostHeader: false,
    },
    listener,
  );
  // Nobody reads a body that is announced this way.
  server.on('checkContinue', listener);
  server.on('checkExpectation', (_, response: ServerResponse) =>
    response.writeHead(417, { connection: 'close', 'content-length': 0 }).end(),
  );
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    const response = new ServerResponse(request);
    response.assignSocket(socket);
    response.shouldKeepAlive = false;
    response.once('finish', () => socket.end());
    listener(request, response);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
    const text = refusals[error.code ?? ''] ?? toText(400);
    socket.end(
      `HTTP/1.1 ${text}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${text}`,
    );
  });
  return server;
}

const toText = (status: number, cause?: string) =>
  [`${status} ${STATUS_CODES[status]}`, ...(cause === undefined ? [] : [cause])].join(': ');

/** What is said where the parser gives up, by its code. */
const refusals: Record<string, string> = {
  HPE_HEADER_OVERFLOW: toText(431),
  ERR_HTTP_REQUEST_TIMEOUT: toText(408),
  HPE_INVALID_VERSION: toText(505),
};

/** Ends a request that cannot be understood, and its connection. */
export function refuse(response: ServerResponse, status: number, cause?: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
    .end(toText(status, cause));
}
