import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isHashed, redirectFileOf } from '../release-paths.ts';
import type { ObjectStore } from '../releases/object-store.ts';
import { aboutText, type Release } from '../releases/release.ts';
import { aboutFile } from '../releases/site-tree.ts';
import { type Answer, asMissing, sendAnswer, sendHeaders, sendText, toAnswer } from './answer.ts';
import { createBodyCache } from './body-cache.ts';
import { type Encoding, encodingFor } from './negotiate.ts';

/** Serves the live release. Addresses are looked up in its table of files, never put together to a path. */
export interface SiteServer {
  server: Server;
  /**
   * Serves a release from the next request on.
   * @param older other releases, whose hashed assets pages that are still open may ask for
   */
  use(release: Release, older?: readonly Release[]): void;
}

interface Served {
  live: Release;
  older: readonly Release[];
  /** By address and encoding; goes with the release. */
  answers: Map<string, Answer>;
}

const suffixes = { br: '.br', gzip: '.gz', identity: '' } as const;

export function createSiteServer(
  objects: ObjectStore,
  warn: (message: string) => void,
): SiteServer {
  let served: Served | undefined;
  const bodies = createBodyCache(objects);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return sendHeaders(response, 405, { allow: 'GET, HEAD' });
    if (served === undefined)
      return sendText(
        response,
        503,
        'The first release is being made. Try again in a few seconds.\n',
      );
    const encoding = encodingFor(request.headers['accept-encoding'] ?? '');
    const key = `${encoding} ${request.url}`;
    const { answers } = served;
    const known = answers.get(key);
    if (known !== undefined) return sendAnswer(request, response, known);

    const path = toPath(request.url ?? '/');
    if (path === undefined) return sendText(response, 400, 'This address cannot be read.\n');
    const found = findFile(served, fileAt(path));
    const target = found ? undefined : await redirectFor(served.live, path);
    if (target !== undefined)
      return sendHeaders(response, target.status, { location: target.location });
    const made = await readFile(found ?? { release: served.live, name: '404.html' }, encoding);
    if (made === undefined) return sendText(response, 404, 'Not found.\n');
    // Addresses that do not exist are without number; they are not remembered.
    if (found === undefined) return sendAnswer(request, response, asMissing(made));
    answers.set(key, made);
    return sendAnswer(request, response, made);
  };

  const readFile = async (
    { release, name }: { release: Release; name: string },
    wanted: Encoding,
  ): Promise<Answer | undefined> => {
    if (name === aboutFile) return toAnswer(name, Buffer.from(aboutText(release)), release.id);
    const encoding = release.files.has(name + suffixes[wanted]) ? wanted : 'identity';
    const file = release.files.get(name + suffixes[encoding]);
    if (file === undefined) return undefined;
    return toAnswer(name, await bodies.read(file), file.hash.slice(0, 32), encoding);
  };

  const redirectFor = async ({ files }: Release, path: string) => {
    if (!path.endsWith('/') && files.has(`${fileAt(path)}/index.html`))
      return { status: 301, location: `${encodeURI(path)}/` };
    for (const isPermanent of [true, false]) {
      const file = files.get(redirectFileOf(path, isPermanent));
      if (file === undefined) continue;
      const [target, anchor] = (await bodies.read(file)).toString().split('\n');
      return { status: isPermanent ? 301 : 302, location: `${target}${anchor}` };
    }
    return undefined;
  };

  const server = createServer(
    { connectionsCheckingInterval: 1_000, headersTimeout: 10_000, requestTimeout: 10_000 },
    (request, response) => {
      answer(request, response).catch((error: unknown) => {
        warn(`Could not serve ${request.url}: ${error instanceof Error ? error.message : error}`);
        if (!response.headersSent) sendText(response, 500, 'This page could not be read.\n');
        else response.destroy();
      });
    },
  );

  return {
    server,
    use: (
      live,
      older = served === undefined ? [] : [served.live, ...served.older].slice(0, 20),
    ) => {
      served = { live, older, answers: new Map() };
    },
  };
}

/** Pages that are still open from an earlier release go on loading the assets that they name. */
function findFile({ live, older }: Served, name: string) {
  const isThere = ({ files }: Release) => files.has(name);
  const release = isHashed(name) ? [live, ...older].find(isThere) : live;
  if (name === aboutFile) return { release: live, name };
  return release !== undefined && isThere(release) ? { release, name } : undefined;
}

/** The decoded path, or undefined for one that no honest client asks for. */
function toPath(url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.replace(/[?#].*$/, ''));
    return /[\0\\]/.test(path) ? undefined : path;
  } catch {
    return undefined;
  }
}

const fileAt = (path: string) => (path.endsWith('/') ? `${path}index.html` : path).slice(1);
