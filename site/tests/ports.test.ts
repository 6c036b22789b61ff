import { connect } from 'node:net';
import { createPreviewToken } from '@lectern/shared-types/preview-token';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { freePort } from '../../cms/tests/harness/free-port.ts';
import { type Answer, exchange } from '../checks/exchange.ts';
import { openPreview, previewSettings } from './preview-client.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

/* The ports of the publisher that are not public. */

const cms = inject('cms');
let publisher: TestPublisher;
let controlPort: number;
let previewPort: number;
let previewUrl: string;

beforeAll(async () => {
  controlPort = await freePort();
  previewPort = await freePort();
  previewUrl = `http://127.0.0.1:${previewPort}`;
  publisher = await createPublisher(
    { ...cms, publisherPort: controlPort },
    {
      settings: {
        ...previewSettings(cms),
        PREVIEW_PORT: String(previewPort),
        PREVIEW_URL: 'http://preview.example',
        PUBLISHER_URL: 'http://publisher:4322',
      },
    },
  );
  await publisher.start();
  await publisher.until(({ state }) => state === 'idle');
});
afterAll(async () => {
  await publisher.kill('SIGTERM');
  await publisher.remove();
});

const ask = (port: number, line: string, ...headers: string[]): Promise<Answer> =>
  exchange(port, { ask: line, with: headers, status: 0, body: null });
const post = (path: string, body: string, ...headers: string[]) =>
  fetch(publisher.controlUrl + path, {
    method: 'POST',
    body,
    headers: {
      'x-lectern-key': cms.publisherKey,
      ...Object.fromEntries(headers.map((line) => line.split(': '))),
    },
  });

test.each(['evil.example:4322', 'localhost.evil.example', '10.9.8.7', ''])(
  '59: under the name "%s" neither status nor previews can be read',
  async (host) => {
    for (const [port, setting] of [
      [controlPort, 'PUBLISHER_URL'],
      [previewPort, 'PREVIEW_URL'],
    ] as const)
      for (const line of ['GET /status', 'GET /', 'GET /robots.txt', 'POST /rollback']) {
        const answer = await ask(port, line, `Host: ${host}`);
        expect([line, answer.status]).toEqual([line, 421]);
        expect(answer.body.toString()).toContain(setting);
      }
  },
);

test.each(['localhost:4322', '127.0.0.1', '[::1]:1', 'publisher:4322'])(
  '59: the status can be read under the name %s',
  async (host) => {
    expect((await ask(controlPort, 'GET /status', `Host: ${host}`)).status).toBe(200);
  },
);

test('59: previews can be seen under the name that editors are given', async () => {
  const answer = await ask(previewPort, 'GET /robots.txt', 'Host: preview.example');
  expect(answer.status).toBe(200);
});

test.each([
  '/.//evil.example/',
  '//evil.example/',
  '/\\evil.example',
  '/..//evil.example',
  '/%2e//evil.example',
  '/./..///evil.example',
  'https://evil.example/',
  '/\t/evil.example',
])('59: a link to a preview of %s leads to no other host', async (path) => {
  const token = await createPreviewToken(cms.previewToken);
  const url = new URL('/', previewUrl);
  url.searchParams.set('token', token);
  url.searchParams.set('path', path);
  const { opened } = await openPreview(url.href);
  const target = new URL(opened.headers.get('location') ?? '', 'http://preview.example');
  expect([opened.status, target.host]).toEqual([303, 'preview.example']);
});

test('59: a preview of a redirect to another host says where it leads, and stays', async () => {
  const admin = await loginAsAdmin(cms);
  const to = 'https://elsewhere.example/?<x>';
  const { data } = await admin.create('Redirect', { from: '/leaves/', to, permanent: true });
  const token = await createPreviewToken(cms.previewToken);
  const preview = await openPreview(`${previewUrl}/?token=${token}&path=/leaves/`);
  const answer = await preview.get('/leaves/');
  expect([answer.status, answer.headers.get('location')]).toEqual([200, null]);
  expect(await answer.text()).toContain('https://elsewhere.example/?&#60;x&#62;');
  await admin.remove('Redirect', data.documentId);
});

test.each([
  ['', 400],
  ['{', 400],
  ['null', 400],
  ['[]', 400],
  ['{}', 400],
  ['{"release":null}', 400],
  ['{"release":7}', 400],
  ['{"release":""}', 400],
  ['{"resume":false}', 400],
  ['{"release":"00000001-g1","resume":true}', 400],
  [JSON.stringify({ release: 'x'.repeat(70_000) }), 413],
  ['x'.repeat(70_000), 413],
])('59: a rollback of %j is refused, and changes nothing', async (body, status) => {
  const { release } = await publisher.status();
  await post('/rollback', JSON.stringify({ release }));
  const answer = await post('/rollback', body);
  expect(answer.status).toBe(status);
  const { error } = (await answer.json()) as { error: string };
  expect(error).toMatch(status === 413 ? /larger than 64 kB\. Send less/ : /"resume": true/);
  expect((await publisher.status()).state).toBe('pinned');
});

test('59: what is to be resumed has to be said', async () => {
  expect((await post('/rollback', '{"resume":true}')).status).toBe(200);
  await publisher.until(({ state }) => state === 'idle');
});

test.each(['/check', '/hooks/strapi', '/hooks/content'])(
  '59: %s answers what is too large with a sentence',
  async (path) => {
    const answer = await post(path, 'x'.repeat(70_000));
    expect(answer.status).toBe(413);
    expect(((await answer.json()) as { error: string }).error).toContain('Send less');
  },
);

test('59: a token that is none, or too long, is answered', async () => {
  const renew = async (body: string) =>
    (await fetch(`${previewUrl}/token`, { method: 'POST', body })).status;
  expect([await renew('x'), await renew('x'.repeat(70_000)), await renew('')]).toEqual([
    401, 413, 401,
  ]);
});

test.each(['//', '/%', '//evil.example/%', 'x', '/\x01'])(
  '59: a target such as %j ends neither port',
  async (target) => {
    for (const port of [controlPort, previewPort])
      expect((await ask(port, `GET ${target}`, 'Host: localhost')).status).toBeGreaterThanOrEqual(
        400,
      );
  },
);

test('58: connections that nobody uses outlast those of a balancer, on every port', async () => {
  for (const port of [controlPort, previewPort, Number(new URL(publisher.siteUrl).port)]) {
    const socket = connect(port, '127.0.0.1');
    const first = new Promise<string>((resolve) =>
      socket.once('data', (data) => resolve(String(data))),
    );
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    // What the server promises, and holds: Node.js would end it after five seconds by itself.
    expect(Number(/^keep-alive: timeout=(\d+)/im.exec(await first)?.[1])).toBeGreaterThan(60);
    socket.destroy();
  }
});
