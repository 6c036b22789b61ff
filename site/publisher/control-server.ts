import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { z } from 'zod';
import { unknownHost } from './known-hosts.ts';
import type { Metrics } from './metrics.ts';
import type { Publisher } from './publisher.ts';
import { keepAliveTimeout } from './serving/http-server.ts';
import { streamStatus } from './stream-status.ts';

interface ControlOptions {
  publisher: Publisher;
  metrics: Metrics;
  /** Keys that may sign messages: the new one first, an old one while it is replaced. */
  keys: readonly string[];
  /** Routes beside those of the publisher itself, by method and path; `/*` stands for what follows. */
  routes: Record<string, ControlRoute>;
  isKnownHost(request: IncomingMessage): boolean;
  warn: (message: string) => void;
}

export type ControlRoute = (request: IncomingMessage, response: ServerResponse) => unknown;

const largestBody = 64 * 1024;
const rememberedIds = 10_000;

const rollback = z.union([
  z.strictObject({ release: z.string().min(1).max(100) }),
  z.strictObject({ resume: z.literal(true) }),
]);

const removals = z.strictObject({ id: z.string().min(1).max(100) });

/** The publisher's own port, for the CMS and for whoever runs it; not for the public. */
export function createControlServer({
  publisher,
  metrics,
  keys,
  routes: others,
  isKnownHost,
  warn,
}: ControlOptions): Server {
  const seen = new Set<string>();
  const verifiers = keys.map((key) => new Webhook(key));

  const routes: Record<string, ControlRoute> = {
    ...others,
    'POST /hooks/content': async (request, response) => {
      const body = await readBody(request);
      if (body === undefined) return reply(response, 413, { error: tooLarge });
      const refusal = findRefusal(body, request, verifiers);
      if (refusal !== undefined) {
        metrics.countRefusal();
        warn(`A message was refused: ${refusal}.`);
        return reply(response, 401, { error: 'The signature, or its time, is not right.' });
      }
      const id = String(request.headers['webhook-id']);
      if (!seen.has(id)) publisher.wake();
      seen.add(id);
      if (seen.size > rememberedIds)
        for (const oldest of [...seen].slice(0, 1000)) seen.delete(oldest);
      return reply(response, 202, { accepted: true });
    },
    'POST /rollback': async (request, response) => {
      if (!hasKey(request, keys)) return reply(response, 401, { error: wrongKey });
      const body = await readBody(request);
      if (body === undefined) return reply(response, 413, { error: tooLarge });
      const { data: wanted } = rollback.safeParse(parseJson(body));
      if (wanted === undefined)
        return reply(response, 400, {
          error:
            'Could not tell what to do. Send {"release": "00000012-g34"} to roll back to a release, or {"resume": true} to follow the CMS again.',
        });
      try {
        if ('release' in wanted) await publisher.rollBack(wanted.release);
        else await publisher.resume();
      } catch (error) {
        return reply(response, 409, {
          error: error instanceof Error ? error.message : 'It failed.',
        });
      }
      return reply(response, 200, publisher.status());
    },
    'POST /removals': async (request, response) => {
      if (!hasKey(request, keys)) return reply(response, 401, { error: wrongKey });
      const body = await readBody(request);
      if (body === undefined) return reply(response, 413, { error: tooLarge });
      const { data: seen } = removals.safeParse(parseJson(body));
      if (seen === undefined)
        return reply(response, 400, {
          error:
            'Could not tell which removals are confirmed. Send {"id": "…"} as the status has it.',
        });
      try {
        await publisher.confirmRemovals(seen.id);
      } catch (error) {
        return reply(response, 409, {
          error: error instanceof Error ? error.message : 'It failed.',
        });
      }
      return reply(response, 202, { accepted: true });
    },
    'POST /hooks/strapi': async (request, response) => {
      if (!hasKey(request, keys)) return reply(response, 401, { error: wrongKey });
      if ((await readBody(request)) === undefined) return reply(response, 413, { error: tooLarge });
      publisher.wake();
      return reply(response, 202, { accepted: true });
    },
    'GET /status': (request, response) => {
      if (!request.headers.accept?.includes('text/event-stream'))
        return reply(response, 200, publisher.status());
      return streamStatus(response, publisher);
    },
    'GET /healthz': (_, response) => reply(response, 200, { alive: true }),
    'GET /readyz': (_, response) => {
      const { release, releaseTime, failure } = publisher.status();
      const isReady = release !== null && failure === null;
      return reply(response, isReady ? 200 : 503, {
        release,
        releaseAgeSeconds: releaseTime && Math.round((Date.now() - Date.parse(releaseTime)) / 1000),
        isCmsReachable: failure?.reason !== 'unreachable',
        failure,
      });
    },
    'GET /metrics': async (_, response) => {
      response.writeHead(200, { 'content-type': metrics.contentType }).end(await metrics.text());
    },
  };

  const server = createServer(
    {
      connectionsCheckingInterval: 1_000,
      headersTimeout: 5_000,
      requestTimeout: 8_000,
      keepAliveTimeout,
    },
    async (request, response) => {
      const name = `${request.method} ${request.url?.replace(/\?.*/s, '')}`;
      const route = routes[name] ?? routes[name.replace(/(?<= \/[^/]+\/).*/, '*')];
      try {
        if (!isKnownHost(request)) reply(response, 421, { error: unknownHost('PUBLISHER_URL') });
        else if (route === undefined) reply(response, 404, { error: 'There is nothing here.' });
        else await route(request, response);
      } catch (error) {
        // A caller that has gone away, or one whose message cannot be read.
        warn(`A request was dropped: ${error instanceof Error ? error.message : error}`);
        response.destroy();
      }
    },
  );
  return server;
}

export const tooLarge = `The message is larger than ${largestBody / 1024} kB. Send less at once.`;
export const wrongKey = 'The header x-lectern-key is not right.';

/** For callers that cannot sign: Strapi's own webhooks, and the commands of whoever runs this. */
export function hasKey(request: IncomingMessage, keys: readonly string[]): boolean {
  const given = Buffer.from(String(request.headers['x-lectern-key'] ?? ''));
  return keys.some((key) => {
    const expected = Buffer.from(key);
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
}

/** Why a message is not believed; undefined when one of the keys has signed it. */
function findRefusal(
  body: string,
  request: IncomingMessage,
  verifiers: readonly Webhook[],
): string | undefined {
  const headers = Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [
      name,
      String(request.headers[name] ?? ''),
    ]),
  );
  const reasons = new Set<string>();
  for (const verifier of verifiers) {
    try {
      verifier.verify(body, headers);
      return undefined;
    } catch (error) {
      // The library says by throwing that this key did not sign the message, or not lately, or that
      // what it signed is not JSON.
      if (!(error instanceof WebhookVerificationError || error instanceof SyntaxError)) throw error;
      reasons.add(error.message);
    }
  }
  return [...reasons].join('; ');
}

/** What a text holds, or undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The text of a request, or undefined as soon as it is larger than a message can be. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(`${JSON.stringify(body)}\n`);
}
