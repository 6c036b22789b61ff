import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { lookup } from 'mrmime';
import Negotiator from 'negotiator';
import parseRange from 'range-parser';
import type { Manifest, ReleaseFile, ReleaseStore } from './releases.ts';

/** Serves the live release. Addresses are looked up in its manifest, never put together to a path. */
export interface SiteServer {
  server: Server;
  /** Serves another release from the next request on. */
  use(manifest: Manifest): Promise<void>;
}

/** Own names only: `__proto__` is an address like any other. */
const has = ({ manifest }: Table, file: string) => Object.hasOwn(manifest.files, file);

interface Table {
  manifest: Manifest;
  folder: string;
  redirects: Map<string, { to: string; isPermanent: boolean }>;
}

const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;
const isImmutable = (path: string) => /^(_astro|media|share)\//.test(path);

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

export function createSiteServer(releases: ReleaseStore): SiteServer {
  let tables: Table[] = [];
  const bodies = createBodyCache();

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const [live] = tables;
    if (live === undefined)
      return end(response, 503, 'The first release is being made. Try again in a few seconds.\n');
    const path = toPath(request.url ?? '/');
    if (path === undefined) return end(response, 400, 'This address cannot be read.\n');

    const redirect = live.redirects.get(path.replace(/\/$/, ''));
    if (redirect !== undefined) {
      response.writeHead(redirect.isPermanent ? 301 : 302, { location: redirect.to }).end();
      return;
    }
    const file = fileAt(path);
    // Pages still open from an earlier release go on loading the assets that they name.
    const table = isImmutable(file) ? tables.find((each) => has(each, file)) : live;
    if (table === undefined || !has(table, file)) {
      if (has(live, `${file}/index.html`)) {
        response.writeHead(301, { location: `${encodeURI(path)}/` }).end();
        return;
      }
      await send(request, response, live, '404.html', 404);
      return;
    }
    await send(request, response, table, file, 200);
  };

  const send = async (
    request: IncomingMessage,
    response: ServerResponse,
    { manifest, folder }: Table,
    name: string,
    status: number,
  ): Promise<void> => {
    const [encoding, suffix] = negotiate(request, manifest, name);
    const file = manifest.files[name + suffix];
    if (file === undefined) return end(response, 404, 'Not found.\n');
    const etag = `"${file.hash.slice(0, 32)}"`;
    response.setHeader('content-type', contentType(name));
    response.setHeader('cache-control', cacheControl(name, status));
    response.setHeader('etag', etag);
    response.setHeader('vary', 'accept-encoding');
    if (encoding !== undefined) response.setHeader('content-encoding', encoding);
    if (status === 200 && matches(request.headers['if-none-match'], etag)) {
      response.writeHead(304).end();
      return;
    }
    const body = await bodies.read(join(folder, name + suffix), file);
    const part = status === 200 ? rangeOf(request, etag, body.length) : undefined;
    if (part === 'unsatisfiable') {
      response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
      return;
    }
    if (status === 200) response.setHeader('accept-ranges', 'bytes');
    const bytes = part ? body.subarray(part.start, part.end + 1) : body;
    if (part) response.setHeader('content-range', `bytes ${part.start}-${part.end}/${body.length}`);
    response.writeHead(part ? 206 : status, { 'content-length': bytes.length });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) end(response, 500, 'This page could not be read.\n');
      else response.destroy();
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;

  return {
    server,
    use: async (manifest) => {
      const older = (await releases.list()).filter((release) => release !== manifest.release);
      const tableOf = (each: Manifest): Table => ({
        manifest: each,
        folder: releases.folderOf(each.release),
        redirects: new Map(each.redirects.map((item) => [item.from.replace(/\/$/, ''), item])),
      });
      const known = new Map(tables.map((table) => [table.manifest.release, table]));
      const rest = older.toReversed().flatMap((release) => known.get(release) ?? []);
      tables = [tableOf(manifest), ...rest];
    },
  };
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

function negotiate(request: IncomingMessage, manifest: Manifest, name: string) {
  const accepted = new Negotiator(request).encodings();
  const found = encodings.find(
    ([encoding, suffix]) => accepted.includes(encoding) && manifest.files[name + suffix],
  );
  return found ?? ([undefined, ''] as const);
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

const cacheControl = (name: string, status: number) => {
  if (status === 404) return 'public, max-age=10';
  return isImmutable(name) ? 'public, max-age=31536000, immutable' : 'no-cache';
};

function contentType(name: string): string {
  const type = lookup(name) ?? 'application/octet-stream';
  return /^text\/|json$|xml$|javascript$/.test(type) ? `${type}; charset=utf-8` : type;
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(text);
}

const cachedBytes = 128 * 1024 * 1024;

/** Keeps the bodies that were asked for last in memory, by the hash of their content. */
function createBodyCache() {
  const bodies = new Map<string, Buffer>();
  let size = 0;
  return {
    read: async (path: string, { hash }: ReleaseFile): Promise<Buffer> => {
      const known = bodies.get(hash);
      if (known !== undefined) return known;
      const body = await readFile(path);
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
