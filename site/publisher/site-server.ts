import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { lookup } from 'mrmime';
import Negotiator from 'negotiator';
import parseRange from 'range-parser';
import { isHashed } from './release-paths.ts';
import type { ReleaseFile } from './releases/file-table.ts';
import type { ObjectStore } from './releases/object-store.ts';
import { aboutText, type Release } from './releases/release.ts';
import { aboutFile } from './releases/site-tree.ts';

/** Serves the live release. Addresses are looked up in its table of files, never put together to a path. */
export interface SiteServer {
  server: Server;
  /**
   * Serves a release from the next request on.
   * @param older other releases, whose hashed assets pages that are still open may ask for
   */
  use(release: Release, older?: readonly Release[]): void;
}

/** What is sent for one file, the same for everybody. */
interface Answer {
  status: number;
  headers: Record<string, string>;
  etag: string;
  body: Buffer;
}

interface Served {
  live: Release;
  older: readonly Release[];
  redirects: ReadonlyMap<string, Release['redirects'][number]>;
  /** By address and encoding; goes with the release. */
  answers: Map<string, Answer>;
}

type Encoding = 'br' | 'gzip' | 'identity';
const suffixes = { br: '.br', gzip: '.gz', identity: '' } as const;

/** What the page's own policy cannot say, and what keeps browsers from guessing. */
const securityHeaders = {
  'content-security-policy': "frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export function createSiteServer(
  objects: ObjectStore,
  warn: (message: string) => void,
): SiteServer {
  let served: Served | undefined;
  const bodies = createBodyCache(objects);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...securityHeaders, allow: 'GET, HEAD' }).end();
      return;
    }
    if (served === undefined)
      return end(response, 503, 'The first release is being made. Try again in a few seconds.\n');
    const encoding = encodingFor(request.headers['accept-encoding'] ?? '');
    const key = `${encoding} ${request.url}`;
    const { answers } = served;
    const known = answers.get(key);
    if (known !== undefined) return send(request, response, known);

    const path = toPath(request.url ?? '/');
    if (path === undefined) return end(response, 400, 'This address cannot be read.\n');
    const target = redirectFor(served, path);
    if (target !== undefined) {
      const { status, location } = target;
      response.writeHead(status, { ...securityHeaders, location }).end();
      return;
    }
    const found = findFile(served, fileAt(path));
    const made = await toAnswer(found ?? { release: served.live, name: '404.html' }, encoding);
    if (made === undefined) return end(response, 404, 'Not found.\n');
    // Addresses that do not exist are without number; they are not remembered.
    if (found === undefined) return send(request, response, { ...made, ...missing(made) });
    answers.set(key, made);
    return send(request, response, made);
  };

  const toAnswer = async (
    { release, name }: { release: Release; name: string },
    wanted: Encoding,
  ): Promise<Answer | undefined> => {
    if (name === aboutFile) return ofBytes(name, Buffer.from(aboutText(release)), release.id);
    const encoding = release.files.has(name + suffixes[wanted]) ? wanted : 'identity';
    const file = release.files.get(name + suffixes[encoding]);
    if (file === undefined) return undefined;
    const plain = ofBytes(name, await bodies.read(file), file.hash.slice(0, 32));
    if (encoding !== 'identity') plain.headers['content-encoding'] = encoding;
    return plain;
  };

  const server = createServer(
    { connectionsCheckingInterval: 1_000, headersTimeout: 10_000, requestTimeout: 10_000 },
    (request, response) => {
      answer(request, response).catch((error: unknown) => {
        warn(`Could not serve ${request.url}: ${error instanceof Error ? error.message : error}`);
        if (!response.headersSent) end(response, 500, 'This page could not be read.\n');
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
      const redirects = new Map(live.redirects.map((item) => [withoutSlash(item.from), item]));
      served = { live, older, redirects, answers: new Map() };
    },
  };
}

function redirectFor({ live, redirects }: Served, path: string) {
  const redirect = redirects.get(withoutSlash(path));
  if (redirect !== undefined)
    return { status: redirect.isPermanent ? 301 : 302, location: redirect.to };
  const isFolder = !path.endsWith('/') && live.files.has(`${fileAt(path)}/index.html`);
  return isFolder ? { status: 301, location: `${encodeURI(path)}/` } : undefined;
}

/** Pages that are still open from an earlier release go on loading the assets that they name. */
function findFile({ live, older }: Served, name: string) {
  const isThere = ({ files }: Release) => files.has(name);
  const release = isHashed(name) ? [live, ...older].find(isThere) : live;
  if (name === aboutFile) return { release: live, name };
  return release !== undefined && isThere(release) ? { release, name } : undefined;
}

function ofBytes(name: string, body: Buffer, tag: string): Answer {
  const etag = `"${tag}"`;
  const headers: Record<string, string> = {
    ...securityHeaders,
    'content-type': contentType(name),
    'cache-control': isHashed(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    etag,
    'accept-ranges': 'bytes',
    'content-length': String(body.length),
  };
  return { status: 200, headers, etag, body };
}

const missing = ({ headers }: Answer) => ({
  status: 404,
  headers: { ...headers, 'cache-control': 'public, max-age=10' },
});

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, etag, body }: Answer,
): void {
  const isHead = request.method === 'HEAD';
  if (status === 200 && matches(request.headers['if-none-match'], etag)) {
    const { 'content-length': _, ...rest } = headers;
    response.writeHead(304, rest).end();
    return;
  }
  const part = status === 200 ? rangeOf(request, etag, body.length) : undefined;
  if (part === undefined) {
    response.writeHead(status, headers).end(isHead ? undefined : body);
    return;
  }
  if (part === 'unsatisfiable') {
    const range = { 'content-range': `bytes */${body.length}`, 'content-length': '0' };
    response.writeHead(416, { ...headers, ...range }).end();
    return;
  }
  const bytes = body.subarray(part.start, part.end + 1);
  const range = {
    'content-range': `bytes ${part.start}-${part.end}/${body.length}`,
    'content-length': String(bytes.length),
  };
  response.writeHead(206, { ...headers, ...range }).end(isHead ? undefined : bytes);
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

const withoutSlash = (path: string) => path.replace(/\/$/, '');
const fileAt = (path: string) => (path.endsWith('/') ? `${path}index.html` : path).slice(1);

const encodings = new Map<string, Encoding>();

/** The best that a browser takes. Few different headers are ever sent, so each is parsed once. */
function encodingFor(header: string): Encoding {
  const known = encodings.get(header);
  if (known !== undefined) return known;
  const accepted = new Negotiator({ headers: { 'accept-encoding': header } }).encodings();
  const encoding = (['br', 'gzip'] as const).find((each) => accepted.includes(each)) ?? 'identity';
  if (encodings.size < 1000) encodings.set(header, encoding);
  return encoding;
}

function rangeOf(request: IncomingMessage, etag: string, size: number) {
  const { range } = request.headers;
  const condition = request.headers['if-range'];
  if (range === undefined || (condition !== undefined && condition !== etag)) return undefined;
  const ranges = parseRange(size, range);
  if (ranges === -1) return 'unsatisfiable';
  // Several ranges at once may be answered with the whole, which is simpler and as correct.
  return ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1 ? undefined : ranges[0];
}

const matches = (header: string | undefined, etag: string) =>
  header !== undefined &&
  (header === '*' || header.split(',').some((value) => value.trim().replace(/^W\//, '') === etag));

function contentType(name: string): string {
  const type = lookup(name) ?? 'application/octet-stream';
  return /^text\/|json$|xml$|javascript$/.test(type) ? `${type}; charset=utf-8` : type;
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    ...securityHeaders,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(text);
}

const cachedBytes = 128 * 1024 * 1024;

/** Keeps the bodies that were asked for last in memory, by the hash of their content. */
function createBodyCache(objects: ObjectStore) {
  const bodies = new Map<string, Buffer>();
  let size = 0;
  return {
    read: async ({ hash }: ReleaseFile): Promise<Buffer> => {
      const known = bodies.get(hash);
      if (known !== undefined) return known;
      const body = await objects.read(hash);
      bodies.set(hash, body);
      size += body.length;
      for (const [oldest, bytes] of bodies) {
        if (size <= cachedBytes) break;
        bodies.delete(oldest);
        size -= bytes.length;
      }
      return body;
    },
  };
}
