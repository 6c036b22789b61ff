import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ObjectStore } from '../releases/object-store.ts';
import { aboutText, type Release } from '../releases/release.ts';
import { aboutFile } from '../releases/site-tree.ts';
import { sendFile, sendRedirect, sendText } from './answer.ts';
import { createBodyCache } from './body-cache.ts';
import { findAnswer, type Served } from './find-answer.ts';
import { createHttpServer, refuse } from './http-server.ts';
import { readTarget } from './read-target.ts';
import { type FindAgain, readVariant } from './read-variant.ts';

/**
 * Serves the live release, by its table of files: no path is ever put together. What it answers is
 * what Caddy answers with the site's Caddyfile.
 */
export interface SiteServer {
  server: Server;
  /**
   * Serves a release from the next request on.
   * @param older other releases, whose hashed assets pages that are still open may ask for
   */
  use(release: Release, older?: readonly Release[]): void;
}

export function createSiteServer(
  objects: Pick<ObjectStore, 'read'>,
  warn: (message: string) => void,
  findAgain: FindAgain = async () => undefined,
): SiteServer {
  let served: Served | undefined;
  const bodies = createBodyCache(objects);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = readTarget(request.url ?? '');
    // What a proxy is asked to connect to is no address at all.
    if (target === undefined && request.method !== 'CONNECT') return refuse(response, 400);
    if (target === undefined || (request.method !== 'GET' && request.method !== 'HEAD'))
      return sendText(request, response, 405, '405 Method Not Allowed', { allow: 'GET, HEAD' });
    if (served === undefined)
      return sendText(
        request,
        response,
        503,
        'The first release is being made. Try again in a few seconds.',
        { 'retry-after': '5' },
      );
    const found = findAnswer(served, target);
    if (found.kind === 'moved') return sendRedirect(response, 301, found.path + target.query);
    if (found.kind === 'redirect') {
      const { body } = await readFile({ release: served.live, name: found.name }, '');
      const location = toLocation(body.toString('utf8'), target.query);
      return sendRedirect(response, found.isPermanent ? 301 : 302, location);
    }
    const isMissing = found.kind === 'missing';
    const file = isMissing ? { release: served.live, name: '404.html' } : found;
    const variant = await readFile(file, request.headers['accept-encoding'] ?? '');
    return sendFile(request, response, { name: file.name, isMissing, ...variant });
  };

  const readFile = async (
    { release, name }: { release: Release; name: string },
    accepted: string,
  ) =>
    name === aboutFile
      ? { body: Buffer.from(aboutText(release)), encoding: undefined }
      : readVariant(bodies, release, name, accepted, findAgain);

  const server = createHttpServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      warn(`Could not serve ${request.url}: ${error instanceof Error ? error.message : error}`);
      if (response.headersSent) response.destroy();
      else sendText(request, response, 500, '500 Internal Server Error');
    });
  });

  return {
    server,
    use: (
      live,
      older = served === undefined ? [] : [served.live, ...served.older].slice(0, 20),
    ) => {
      served = { live, older };
    },
  };
}

/** Where a redirect's file leads, with the query that a visitor brings along. */
function toLocation(text: string, query: string): string {
  const [target = '', anchor = ''] = text.split('\n');
  return target + (target.includes('?') ? query.replace('?', '&') : query) + anchor;
}
