import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createUser, startSession } from './harness/admin-client.ts';
import { startTestCms, type TestCms } from './harness/test-cms.ts';

const [owner, stranger, other] = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
const tls = { 'x-forwarded-proto': 'https' };
let cms: TestCms;
let proxy: Server;

beforeAll(async () => {
  cms = await startTestCms(undefined, { TRUSTED_PROXIES: '1' });
  await startSession(cms);
  proxy = createServer(forward).listen(0, '0.0.0.0');
  await once(proxy, 'listening');
});
afterAll(async () => {
  proxy.close();
  await cms.stop();
});

/** What every proxy does: passes a request on, and adds the address that it came from. */
function forward(asked: IncomingMessage, answer: ServerResponse) {
  const before = asked.headers['x-forwarded-for'];
  const from = asked.socket.remoteAddress ?? '';
  const headers = {
    ...asked.headers,
    'x-forwarded-for': [before, from].filter(Boolean).join(', '),
  };
  const passed = httpRequest(
    `${cms.url}${asked.url}`,
    { method: asked.method, headers },
    (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    },
  );
  asked.pipe(passed);
}

/** Logs in through the proxy from an address of this machine. */
async function logIn(
  localAddress: string,
  account: { email: string; password: string },
  headers: Record<string, string> = {},
) {
  const { port } = proxy.address() as AddressInfo;
  const sent = httpRequest({
    host: '127.0.0.1',
    port,
    path: '/admin/login',
    method: 'POST',
    localAddress,
    headers: { 'content-type': 'application/json', ...headers },
  });
  sent.end(JSON.stringify(account));
  const [response]: [IncomingMessage] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  const cookie = response.headers['set-cookie']?.join('\n') ?? '';
  return { status: response.statusCode, cookie };
}

const wrong = (email: string) => ({ email, password: 'Not-the-password-1' });

async function tryUntilRefused(
  email: string,
  headersOf: (round: number) => Record<string, string> = () => ({}),
): Promise<number[]> {
  const statuses: number[] = [];
  for (let round = 0; round < 7; round += 1)
    statuses.push((await logIn(stranger, wrong(email), headersOf(round))).status ?? 0);
  return statuses;
}

test('54: wrong passwords from elsewhere keep the owner of an account from nothing', async () => {
  const user = await createUser(cms, 'strapi-editor');
  expect(await tryUntilRefused(user.email)).toEqual([400, 400, 400, 400, 400, 429, 429]);
  expect((await logIn(owner, user)).status).toBe(200);
  expect((await logIn(other, wrong(user.email))).status).toBe(400);
});

test('54: whoever names other addresses is counted by their own all the same', async () => {
  const user = await createUser(cms, 'strapi-editor');
  const statuses = await tryUntilRefused(user.email, (round) => ({
    'x-forwarded-for': round % 2 === 0 ? owner : `10.0.0.${round}`,
  }));
  expect(statuses).toEqual([400, 400, 400, 400, 400, 429, 429]);
  expect((await logIn(owner, user)).status).toBe(200);
});

test('54: cookies are for TLS alone where the proxy speaks it, and work where it does not', async () => {
  const user = await createUser(cms, 'strapi-editor');
  const overTls = await logIn(owner, user, tls);
  expect([overTls.status, overTls.cookie]).toEqual([200, expect.stringMatching(/; secure/i)]);
  const plain = await logIn(owner, user, { 'x-forwarded-proto': 'http' });
  expect([plain.status, plain.cookie]).toEqual([200, expect.stringMatching(/; httponly/i)]);
  expect(plain.cookie).not.toMatch(/; secure/i);
});

test('54: without the setting nobody can claim an address or TLS, and the log says what to set', async () => {
  await cms.restart({ TRUSTED_PROXIES: '0' });
  const user = await createUser(cms, 'strapi-editor');
  const told = () => cms.output().split('Set TRUSTED_PROXIES to the number').length - 1;
  expect(told()).toBe(0);
  const claimed = await logIn(owner, user, { ...tls, 'x-forwarded-for': '10.0.0.1' });
  expect([claimed.status, claimed.cookie]).toEqual([200, expect.not.stringMatching(/; secure/i)]);
  expect(await tryUntilRefused(user.email)).toContain(429);
  expect(told()).toBe(1);
});
