import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { lookup } from 'mrmime';
import sirv from 'sirv';
import { localeOf } from '../../src/content/routes.ts';
import { createHostCheck, unknownHost } from '../known-hosts.ts';
import { keepAliveTimeout } from '../serving/http-server.ts';
import { readTarget } from '../serving/read-target.ts';
import { type Access, createAccess } from './access.ts';
import { createDecoration, type SentPage, type Shown } from './decorate-page.ts';
import type { DraftPages } from './draft-pages.ts';
import { words } from './words.ts';

interface PreviewServerOptions {
  drafts: DraftPages;
  /** The value of PREVIEW_TOKEN. */
  secret: string;
  /** Address of the previews, as browsers see it. */
  url: string;
  adminUrl: string;
  /** Scripts, styles and fonts of the site. */
  assetsFolder: string;
  /** Copies of the images that drafts show. */
  mediaFolder: string;
  warn: (message: string) => void;
}

const headers = {
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'cache-control': 'no-store',
  // The first address holds a token: no page that is linked to may learn it.
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'x-content-type-options': 'nosniff',
};
const largestToken = 4096;

/** Shows drafts to whoever comes from the admin, apart from everything that visitors can reach. */
export function createPreviewServer(options: PreviewServerOptions): Server {
  const { drafts, secret, url, assetsFolder, mediaFolder, warn } = options;
  const access: Access = createAccess(secret, url);
  const isKnownHost = createHostCheck([url]);
  const { decorate, explain } = createDecoration(options.adminUrl);
  const serveAsset = sirv(assetsFolder, { etag: true });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isKnownHost(request)) return sendText(response, 421, unknownHost('PREVIEW_URL'));
    const target = readTarget(request.url ?? '');
    if (target === undefined) return sendText(response, 400, 'This address cannot be read.');
    const { path } = target;
    const searchParams = new URLSearchParams(target.query);
    if (request.method === 'POST' && path === '/token') return renew(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    if (path === '/robots.txt') return sendText(response, 200, 'User-agent: *\nDisallow: /\n');
    // The code of the site, which holds no content, is the same for everybody.
    if (/^\/(_astro\/|favicon\.svg$)/.test(path))
      return serveAsset(request, response, () => sendStatus(response, 404));
    const token = path === '/' ? searchParams.get('token') : null;
    if (token !== null) return open(response, token, toPath(searchParams.get('path')));
    const shown = { path, locale: localeOf(path), isExpired: false, faults: [] };
    if (!(await access.isAdmitted(request))) return sendExpired(response, shown);
    if (path.startsWith('/media/')) return sendImage(response, path.slice('/media/'.length));
    return sendPage(response, path, shown);
  };

  const open = async (response: ServerResponse, token: string, path: string): Promise<void> => {
    const cookie = await access.admit(token);
    if (cookie === undefined)
      return sendExpired(response, { path, locale: localeOf(path), isExpired: true, faults: [] });
    response.writeHead(303, { 'set-cookie': cookie, location: path }).end();
  };

  /** A preview that is open goes on working: the admin sends a new token before the old one runs out. */
  const renew = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let token = '';
    for await (const chunk of request) {
      token += chunk;
      if (token.length > largestToken) {
        response.setHeader('connection', 'close');
        return sendText(response, 413, 'This is longer than a token can be.');
      }
    }
    const cookie = await access.admit(token);
    if (cookie === undefined) return sendStatus(response, 401);
    response.writeHead(204, { 'set-cookie': cookie }).end();
  };

  const sendPage = async (response: ServerResponse, address: string, shown: Shown) => {
    const { brokenTitle, faultyTitle, faultyText, noSite } = words[shown.locale];
    try {
      const page = await drafts.render(address);
      if (page.kind === 'redirect' && page.location.startsWith('/'))
        return void response.writeHead(302, { location: toPath(page.location) }).end();
      if (page.kind === 'redirect')
        // Not from here: whoever made the draft would choose where its readers end up.
        return send(response, 200, explain(words[shown.locale].leavesTitle, page.location, shown));
      const { path, locale, faults } = page;
      const now: Shown = { path, locale, faults, isExpired: false };
      if (page.kind === 'page') return send(response, page.status, decorate(page.html, now));
      const text = faults.length > 0 ? faultyText : noSite;
      return send(response, 200, explain(faultyTitle, text, now));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      warn(`Could not preview ${address}: ${text}`);
      return send(response, 503, explain(brokenTitle, text, shown));
    }
  };

  const sendExpired = (response: ServerResponse, shown: Shown) => {
    const { expiredTitle, expiredText } = words[shown.locale];
    return send(response, 401, explain(expiredTitle, expiredText, { ...shown, isExpired: true }));
  };

  const sendImage = async (response: ServerResponse, name: string): Promise<void> => {
    const isName = /^[0-9a-f]+\.[a-z]+$/.test(name);
    const bytes = isName
      ? await readFile(join(mediaFolder, name)).catch(() => undefined)
      : undefined;
    if (bytes === undefined) return sendStatus(response, 404);
    response.writeHead(200, { 'content-type': lookup(name) ?? 'application/octet-stream' });
    response.end(bytes);
  };

  return createServer(
    {
      connectionsCheckingInterval: 1_000,
      headersTimeout: 10_000,
      requestTimeout: 10_000,
      keepAliveTimeout,
    },
    (request, response) => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      answer(request, response).catch((error: unknown) => {
        warn(
          `Could not answer ${request.method}: ${error instanceof Error ? error.message : error}`,
        );
        response.destroy();
      });
    },
  );
}

/** A path of this server, whatever the address asks for: never another host. */
function toPath(asked: string | null): string {
  const base = 'http://preview.invalid';
  if (asked === null || !asked.startsWith('/') || !URL.canParse(asked, base)) return '/';
  const target = new URL(asked, base);
  // What begins with two slashes, as `/.//host` does once it is tidied, is another host to browsers.
  const isOwn = target.origin === base && !target.pathname.startsWith('//');
  return isOwn ? target.pathname + target.search + target.hash : '/';
}

function send(response: ServerResponse, status: number, { html, policy }: SentPage): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
  });
  response.end(html);
}

const sendText = (response: ServerResponse, status: number, text: string) =>
  void response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);

const sendStatus = (response: ServerResponse, status: number) =>
  void response.writeHead(status).end();
