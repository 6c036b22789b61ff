import type { IncomingMessage, ServerResponse } from 'node:http';
import { lookup } from 'mrmime';
import { isHashed } from '../release-paths.ts';
import { type Encoding, isKnown, rangeOf } from './negotiate.ts';

/** What is sent for one file, the same for everybody. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  etag: string;
  body: Buffer;
}

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

/** @param tag differs whenever the body does */
export function toAnswer(
  name: string,
  body: Buffer,
  tag: string,
  encoding: Encoding = 'identity',
): Answer {
  const etag = `"${tag}"`;
  const headers: Record<string, string> = {
    ...securityHeaders,
    'content-type': contentType(name),
    'cache-control': isHashed(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    etag,
    'accept-ranges': 'bytes',
    'content-length': String(body.length),
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
  };
  return { status: 200, headers, etag, body };
}

/** The same for an address at which there is nothing. */
export const asMissing = (answer: Answer): Answer => ({
  ...answer,
  status: 404,
  headers: { ...answer.headers, 'cache-control': 'public, max-age=10' },
});

function contentType(name: string): string {
  const type = lookup(name) ?? 'application/octet-stream';
  return /^text\/|json$|xml$|javascript$/.test(type) ? `${type}; charset=utf-8` : type;
}

/** Sends an answer: all of it, the part that is asked for, or that the browser has it already. */
export function sendAnswer(
  { method, headers: asked }: IncomingMessage,
  response: ServerResponse,
  { status, headers, etag, body }: Answer,
): void {
  const isHead = method === 'HEAD';
  if (status === 200 && isKnown(asked, etag)) {
    const { 'content-length': _, ...rest } = headers;
    response.writeHead(304, rest).end();
    return;
  }
  const part = status === 200 ? rangeOf(asked, etag, body.length) : undefined;
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

/** Ends a request without a body, with what the headers say. */
export function sendHeaders(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
): void {
  response.writeHead(status, { ...securityHeaders, ...headers }).end();
}

/** Answers with a sentence that nobody keeps. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    ...securityHeaders,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(text);
}
