import { once } from 'node:events';
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createNudge } from './nudge-publisher';

const key = 'a1'.repeat(20);

/** A publisher that notes what it is told; `statusOf` decides how it answers each message. */
async function listen(statusOf: (message: number) => number, milliseconds = 0) {
  const told: number[] = [];
  const ids: string[] = [];
  let connections = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  const server = createServer(async (request, response) => {
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = request.headers as Record<string, string>;
    const message = new Webhook(key).verify(Buffer.concat(chunks), headers);
    ids.push(String(headers['webhook-id']));
    told.push(Reflect.get(Object(message), 'generation'));
    if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
    atOnce -= 1;
    response.writeHead(statusOf(told.length)).end('noted');
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = Object(server.address());
  const startNudge = () =>
    createNudge({ PUBLISHER_URL: `http://127.0.0.1:${port}`, PUBLISHER_KEYS: [key] });
  return {
    told,
    ids,
    nudge: startNudge(),
    startNudge,
    connections: () => connections,
    mostAtOnce: () => mostAtOnce,
  };
}

const noWarning = (message: string) => expect.fail(message);

test('fifty changes of one transaction are one message, with the newest generation', async () => {
  const { told, nudge } = await listen(() => 202);
  for (let generation = 1; generation <= 50; generation += 1) nudge(generation, noWarning);
  await expect.poll(() => told).toEqual([50]);
});

test('a thousand changes in a row use hardly a connection, one message at a time, and end with the last', async () => {
  const { told, nudge, connections, mostAtOnce } = await listen(() => 202, 5);
  for (let generation = 1; generation <= 1000; generation += 1) {
    nudge(generation, noWarning);
    if (generation % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await expect.poll(() => told.at(-1)).toBe(1000);
  expect(told.length).toBeLessThan(200);
  expect(connections()).toBeLessThanOrEqual(3);
  expect(mostAtOnce()).toBe(1);
});

test('a message that is refused is sent again, and at once when there is something newer', async () => {
  const { told, nudge } = await listen((message) => (message < 3 ? 503 : 202));
  // Pauses end when the test says so.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const until = async (expected: number[]) => {
    while (told.length < expected.length) await new Promise(setImmediate);
    expect(told).toEqual(expected);
  };
  const untilPauses = async (count: number) => {
    while (vi.getTimerCount() < count) await new Promise(setImmediate);
  };
  nudge(1, noWarning);
  await untilPauses(1);
  nudge(2, noWarning);
  await until([1, 2]);
  await untilPauses(2);
  await vi.runAllTimersAsync();
  await until([1, 2, 2]);
});

test('90: a CMS that has started again, or was brought back, is heard at a generation that was told before', async () => {
  const { told, ids, nudge, startNudge } = await listen(() => 202);
  nudge(7, noWarning);
  await expect.poll(() => told).toEqual([7]);
  startNudge()(7, noWarning);
  await expect.poll(() => told).toEqual([7, 7]);
  expect(new Set(ids).size).toBe(2);
});

test('90: a generation below one that was told before is told, too', async () => {
  const { told, nudge } = await listen(() => 202);
  nudge(7, noWarning);
  await expect.poll(() => told).toEqual([7]);
  nudge(3, noWarning);
  await expect.poll(() => told).toEqual([7, 3]);
});

test('90: a message that is sent again keeps its id', async () => {
  const { told, ids, nudge } = await listen((message) => (message < 2 ? 503 : 202));
  nudge(7, noWarning);
  await expect.poll(() => told).toEqual([7, 7]);
  expect(new Set(ids).size).toBe(1);
});
