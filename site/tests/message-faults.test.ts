import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Webhook } from 'standardwebhooks';
import { expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { freePort } from '../../cms/tests/harness/free-port.ts';
import { graphql } from '../../cms/tests/harness/graphql.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
const oldKey = 'o'.repeat(40);
const newKey = 'n'.repeat(40);

/** A publisher on ports of its own: the CMS's messages do not reach it. */
async function startPublisher(settings: Record<string, string> = {}): Promise<TestPublisher> {
  const publisher = await createPublisher(
    { ...cms, publisherPort: await freePort(), publisherKey: newKey },
    { settings },
  );
  onTestFinished(async () => {
    await publisher.kill('SIGTERM');
    await publisher.remove();
  });
  await publisher.start();
  await publisher.until(({ state }) => state === 'idle');
  return publisher;
}

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/** Sends a message and returns the status of the answer; 0 when the connection was ended. */
function post(
  { controlUrl }: TestPublisher,
  body: Uint8Array | string,
  headers: Record<string, string>,
): Promise<number> {
  return new Promise((resolve) => {
    const message = request(`${controlUrl}/hooks/content`, { method: 'POST', headers, agent });
    message.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    message.on('error', () => resolve(0));
    message.end(body);
  });
}

function signed(id: string, body = '{}', key = newKey, time = new Date()): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(time.getTime() / 1000)),
    'webhook-signature': new Webhook(key).sign(id, time, body),
  };
}

const memoryOf = async (publisher: TestPublisher) =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${publisher.pid()}/status`, 'utf8'))?.[1]);

async function cpuSeconds(publisher: TestPublisher): Promise<number> {
  const stat = await readFile(`/proc/${publisher.pid()}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Calls `send` at a steady rate for some seconds. */
async function flood(
  perSecond: number,
  seconds: number,
  send: (index: number) => Promise<unknown>,
) {
  const answers: Promise<unknown>[] = [];
  for (let tick = 0; tick < seconds * 20; tick += 1) {
    for (let index = 0; index < perSecond / 20; index += 1)
      answers.push(send(tick * (perSecond / 20) + index));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return Promise.all(answers);
}

async function publishAnswer(admin: AdminClient, faq: string, text: string): Promise<void> {
  const { error } = await admin.publish('Faq', faq, { answer: text });
  expect(error).toBeUndefined();
}

/** A FAQ of its own, since other tests read the demo content. */
const someFaq = (admin: AdminClient) => admin.createPublished('Faq', samples.faq);

const generationOf = async () =>
  (await graphql(cms, '{ contentGeneration { value } }')).data.contentGeneration.value as number;

test('fault 3: during a rotation the old and the new key are accepted, after it only the new one', async () => {
  const publisher = await startPublisher({ PUBLISHER_KEYS: `${newKey},${oldKey}` });
  expect(await post(publisher, '{}', signed('1', '{}', oldKey))).toBe(202);
  expect(await post(publisher, '{}', signed('2', '{}', newKey))).toBe(202);
  await publisher.kill('SIGTERM');
  await publisher.start({ PUBLISHER_KEYS: newKey });
  expect(await post(publisher, '{}', signed('3', '{}', oldKey))).toBe(401);
  expect(await post(publisher, '{}', signed('4', '{}', newKey))).toBe(202);
});

test('fault 4: a body of 100 MB, and one that would unfold to it, are refused at 64 kB in flat memory', async () => {
  const publisher = await startPublisher();
  const before = await memoryOf(publisher);
  const large = Buffer.alloc(100 * 1024 * 1024, 'x');
  expect([413, 0]).toContain(await post(publisher, large, signed('large')));
  const bomb = gzipSync(large);
  const headers = { ...signed('bomb'), 'content-encoding': 'gzip' };
  expect([401, 413, 0]).toContain(await post(publisher, bomb, headers));
  expect((await memoryOf(publisher)) - before).toBeLessThan(50_000);
  expect(await post(publisher, '{}', signed('after'))).toBe(202);
});

test('fault 5: a thousand connections that dawdle are dropped; status answers meanwhile', async () => {
  const publisher = await startPublisher();
  const { hostname, port } = new URL(publisher.controlUrl);
  let open = 0;
  let connected = 0;
  const sockets = Array.from({ length: 1000 }, (_, index): Socket => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('connect', () => {
      open += 1;
      connected += 1;
      // Half of them never end their head, half never their body.
      const head = 'POST /hooks/content HTTP/1.1\r\nHost: x\r\n';
      socket.write(index % 2 ? head : `${head}Content-Length: 1000\r\n\r\n{`);
    });
    socket.on('close', () => {
      open -= 1;
    });
    socket.on('error', () => undefined);
    socket.resume();
    return socket;
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  await expect.poll(() => connected).toBe(1000);
  expect((await publisher.status()).state).toBe('idle');
  await expect.poll(() => open).toBe(0);
});

test('fault 6: a thousand signed messages a second lead to few runs, and the last publish is live', async () => {
  const publisher = await startPublisher({ POLL_SECONDS: '60' });
  const admin = await loginAsAdmin(cms);
  const faq = await someFaq(admin);
  await post(publisher, '{}', signed('first'));
  const created = await generationOf();
  const { runs: earlier } = await publisher.until(
    ({ state, liveGeneration }) => state === 'idle' && liveGeneration === created,
  );
  const seconds = 3;
  const sending = flood(1000, seconds, (index) => post(publisher, '{}', signed(`flood-${index}`)));
  for (let index = 0; index < 5; index += 1) await publishAnswer(admin, faq, `Flooded ${index}.`);
  const statuses = await sending;
  expect(new Set(statuses)).toEqual(new Set([202]));
  await post(publisher, '{}', signed('last'));
  const generation = await generationOf();
  const { runs } = await publisher.until(
    ({ state, liveGeneration }) => state === 'idle' && liveGeneration === generation,
  );
  // No more than there were publishes, however many messages there were.
  expect(runs.length - earlier.length).toBeLessThanOrEqual(5);
});

test('fault 7: under a thousand unsigned messages a second a genuine one still works', async () => {
  const publisher = await startPublisher({ POLL_SECONDS: '60' });
  const admin = await loginAsAdmin(cms);
  const faq = await someFaq(admin);
  const spent = await cpuSeconds(publisher);
  const seconds = 3;
  const sending = flood(1000, seconds, () => post(publisher, '{"type":"nonsense"}', {}));
  await publishAnswer(admin, faq, 'Published in a storm.');
  expect(await post(publisher, '{}', signed('genuine'))).toBe(202);
  const generation = await generationOf();
  await publisher.until(({ liveGeneration }) => liveGeneration === generation);
  expect(new Set(await sending)).toEqual(new Set([401]));
  expect((await cpuSeconds(publisher)) - spent).toBeLessThan(seconds * 1.5);
});

test('fault 9: when no message ever arrives, a publish is live within the poll interval', async () => {
  const publisher = await startPublisher({ POLL_SECONDS: '3' });
  const admin = await loginAsAdmin(cms);
  await publishAnswer(admin, await someFaq(admin), 'Nobody was told.');
  const generation = await generationOf();
  await publisher.until(({ liveGeneration }) => liveGeneration === generation);
});

test('fault 34: messages of a CMS whose clock is a day off are refused, loudly, and its publishes go live all the same', async () => {
  const publisher = await startPublisher({ POLL_SECONDS: '2' });
  const admin = await loginAsAdmin(cms);
  const yesterday = new Date(Date.now() - 24 * 3_600_000);
  await publishAnswer(admin, await someFaq(admin), 'Published yesterday, it says.');
  expect(await post(publisher, '{}', signed('old', '{}', newKey, yesterday))).toBe(401);
  await expect.poll(() => publisher.output()).toMatch(/A message was refused: .*too old/i);
  const metrics = await (await fetch(`${publisher.controlUrl}/metrics`)).text();
  expect(metrics).toContain('lectern_messages_refused_total 1');
  const generation = await generationOf();
  await publisher.until(({ liveGeneration }) => liveGeneration === generation);
});
