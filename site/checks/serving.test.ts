import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compressWell } from '../publisher/compress.ts';
import type { Release } from '../publisher/releases/release.ts';
import type { ReleaseStore } from '../publisher/releases/release-store.ts';
import { createSiteServer } from '../publisher/serving/site-server.ts';
import { startCaddy } from './caddy.ts';
import { releaseDemoSite } from './demo-release.ts';
import { type Answer, exchange } from './exchange.ts';
import { type Exchange, redirects, requests } from './requests.ts';
import { sendMany } from './send-many.ts';

let folder: string;
let releases: ReleaseStore;
let release: Release;
const ports = { 'the publisher': 0, Caddy: 0 };
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-served-'));
  await chmod(folder, 0o755);
  const made = await releaseDemoSite(
    folder,
    redirects.map(([from, to, permanent]) => ({ from, to, permanent })),
  );
  ({ releases, release } = made);
  const { server, use } = createSiteServer(releases.objects, (message) => console.error(message));
  use(release);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const caddy = await startCaddy(folder);
  ports['the publisher'] = (server.address() as AddressInfo).port;
  ports.Caddy = caddy.port;
  closing.push(caddy.stop, made.close, async () => void server.close());
});
afterAll(async () => {
  for (const close of closing) await close();
  await rm(folder, { recursive: true, force: true });
});

const security = {
  'content-security-policy': "frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  xml: 'text/xml; charset=utf-8',
  json: 'application/json; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};

/** Names in the table that are made of content, such as that of a script. */
function resolve(text: string): string {
  const find = (pattern: RegExp) => release.files.paths().find((name) => pattern.test(name)) ?? '';
  return text
    .replace('_astro/{script}', find(/^_astro\/[^/]+\.js$/))
    .replace('_astro/fonts/{font}', find(/^_astro\/fonts\/[^/]+\.woff2$/));
}

async function bytesOf(name: string): Promise<Buffer> {
  if (name !== 'release.json') return releases.readFile(release, name);
  const { id, generation, contentHash, codeVersion, time } = release;
  const about = { release: id, generation, contentHash, codeVersion, time };
  return Buffer.from(`${JSON.stringify(about)}\n`);
}

/** What an answer has to be, to the last header. */
async function expected({ ask, status, body, location, isRefused }: Exchange) {
  const bytes =
    body === null
      ? Buffer.of()
      : 'file' in body
        ? await bytesOf(resolve(body.file))
        : Buffer.from(body.text);
  const text = 'text/plain; charset=utf-8';
  const headers: Record<string, string> = isRefused ? {} : { ...security };
  if (!isRefused) headers['content-length'] = String(bytes.length);
  if (location !== undefined) Object.assign(headers, { location, 'cache-control': 'no-cache' });
  else if (body !== null && 'file' in body) {
    const [name = '', encoding] = resolve(body.file).split(/\.(br|gz)$/);
    const isHashed = name.startsWith('_astro/');
    headers['content-type'] = types[name.split('.').at(-1) ?? ''] ?? '';
    headers.vary = 'Accept-Encoding';
    headers['cache-control'] = isHashed ? 'public, max-age=31536000, immutable' : 'no-cache';
    if (status === 404) headers['cache-control'] = 'public, max-age=10';
    if (encoding !== undefined) headers['content-encoding'] = encoding === 'gz' ? 'gzip' : 'br';
  } else if (body !== null) headers['content-type'] = text;
  if (status === 405) Object.assign(headers, { allow: 'GET, HEAD', 'cache-control': 'no-store' });
  return { status, headers, body: ask.startsWith('HEAD ') ? '' : bytes.toString('base64') };
}

/** Names of the server, and what is about the connection. */
const ignored = ['server', 'date', 'connection', 'keep-alive', 'transfer-encoding'];

function toComparable({ status, headers, body }: Answer, { isRefused }: Exchange) {
  const own = Object.entries(headers).filter(
    ([name]) => !ignored.includes(name) && !(isRefused && name === 'content-length'),
  );
  return { status, headers: Object.fromEntries(own), body: body.toString('base64') };
}

const shorten = (text: string) => (text.length > 90 ? `${text.slice(0, 90)}…` : text);
const nameOf = ({ ask, with: lines = [], version, withoutHost }: Exchange) =>
  [
    ask,
    ...lines.slice(0, 2),
    ...(version ? [`HTTP/${version}`] : []),
    ...(withoutHost ? ['no Host'] : []),
  ]
    .map((part) => shorten(JSON.stringify(part).slice(1, -1)))
    .join(', ');

describe.each(['the publisher', 'Caddy'] as const)('57: %s', (server) => {
  test.each(requests.map((request) => [nameOf(request), request] as const))(
    'answers %s',
    async (_, request) => {
      const asked = { ...request, ask: resolve(request.ask) };
      const answer = await exchange(ports[server], asked);
      expect(toComparable(answer, request)).toEqual(await expected(request));
    },
  );
});

describe('56: memory does not follow', () => {
  let child: ChildProcess;
  let port: number;
  beforeAll(async () => {
    child = fork(join(import.meta.dirname, 'serve-release.ts'), [folder], {
      execArgv: ['--expose-gc'],
    });
    [port] = (await once(child, 'message')) as [number];
  });
  afterAll(() => void child.kill());

  const usedMemory = async (): Promise<number> => {
    const told = once(child, 'message');
    child.send('');
    return (await told)[0];
  };

  const long = 'x'.repeat(8_000);
  test.each<[string, number, Parameters<typeof sendMany>[2]]>([
    ['queries', 50_000, (index) => ({ target: `/?q=${index}` })],
    ['long queries', 2_000, (index) => ({ target: `/robots.txt?${long}${index}` })],
    ['addresses of nothing', 50_000, (index) => ({ target: `/not-there/${index}/` })],
    ['queries of redirects', 50_000, (index) => ({ target: `/python-backend/?q=${index}` })],
    [
      'what is taken for an encoding',
      2_000,
      (index) => ({ target: '/', headers: [`Accept-Encoding: ${long}${index}, br`] }),
    ],
  ])('the variety of %s', async (_, count, toRequest) => {
    await sendMany(port, 1_000, toRequest);
    const before = await usedMemory();
    await sendMany(port, count, toRequest);
    // A tenth of what the requests alone come to.
    const sent = count * toRequest(count).target.length;
    expect((await usedMemory()) - before).toBeLessThan(Math.max(1_000_000, sent / 10));
  });
});

test('100: while releases are switched, every answer is one of them, whole', async () => {
  const name = 'python-fundamentals/index.html';
  const other = Buffer.concat([
    await releases.readFile(release, name),
    Buffer.from('<!-- other -->'),
  ]);
  const variant = (await compressWell(other))['.br'];
  const files = new Map([
    [name, releases.objects.put(other)],
    [`${name}.br`, releases.objects.put(variant)],
  ]);
  const second = await releases.create(release, { ...release, files });
  const known = new Set(
    [other, variant, ...(await Promise.all([name, `${name}.br`].map(bytesOf)))].map((bytes) =>
      Buffer.from(bytes).toString('base64'),
    ),
  );
  const wrong: string[] = [];
  let answers = 0;
  const visit = async (encoding: string) => {
    while (answers < 3_000) {
      answers += 1;
      const ask = { ask: 'GET /python-fundamentals/', with: [`Accept-Encoding: ${encoding}`] };
      const { status, headers, body } = await exchange(ports.Caddy, {
        ...ask,
        status: 200,
        body: null,
      });
      const isWhole = Number(headers['content-length']) === body.length;
      if (status !== 200 || !isWhole || !known.has(body.toString('base64')) || 'etag' in headers)
        wrong.push(`${status}, ${body.length} of ${headers['content-length']} bytes`);
    }
  };
  const visits = Promise.all(['br', 'br', 'identity', 'br'].map(visit));
  for (let switches = 0; answers < 3_000; switches += 1)
    await releases.switchTo(switches % 2 === 0 ? second : release);
  await visits;
  await releases.switchTo(release);
  expect(wrong).toEqual([]);
});
