import type { IncomingMessage, ServerResponse } from 'node:http';
import { lookup } from 'mrmime';
import { isHashed } from '../release-paths.ts';
import type { Encoding } from './negotiate.ts';

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

/** A file that is sent whole, with nothing that says which version of it: it may be another a moment later. */
interface FileAnswer {
  name: string;
  body: Buffer;
  encoding: Encoding | undefined;
  /** Whether it is sent instead of what is not there. */
  isMissing: boolean;
}

export function sendFile(
  { method }: IncomingMessage,
  response: ServerResponse,
  { name, body, encoding, isMissing }: FileAnswer,
): void {
  response.writeHead(isMissing ? 404 : 200, {
    ...securityHeaders,
    'content-type': contentType(name),
    'cache-control': cacheControl(name, isMissing),
    vary: 'Accept-Encoding',
    'content-length': body.length,
    ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
  });
  response.end(method === 'HEAD' ? undefined : body);
}

function cacheControl(name: string, isMissing: boolean): string {
  if (isMissing) return 'public, max-age=10';
  return isHashed(name) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

function contentType(name: string): string {
  const type = lookup(name) ?? 'application/octet-stream';
  return /^text\/|json$|xml$|javascript$/.test(type) && type !== 'image/svg+xml'
    ? `${type}; charset=utf-8`
    : type;
}

/** Sends visitors on; asked for anew each time, so that also what is permanent can be taken back. */
export function sendRedirect(response: ServerResponse, status: 301 | 302, location: string): void {
  response.writeHead(status, {
    ...securityHeaders,
    'cache-control': 'no-cache',
    'content-length': 0,
    location,
  });
  response.end();
}

/** Answers with a sentence that nobody keeps. */
export function sendText(
  { method }: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    ...securityHeaders,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(method === 'HEAD' ? undefined : text);
}
