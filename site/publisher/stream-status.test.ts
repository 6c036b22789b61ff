import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { PublisherStatus } from '@lectern/shared-types';
import { expect, onTestFinished, test } from 'vitest';
import { streamStatus } from './stream-status.ts';

/** A status that nobody could keep thousands of in memory. */
const statusOf = (number: number) =>
  ({ state: 'idle', release: `${number} ${'x'.repeat(100_000)}` }) as PublisherStatus;

/** The stream behind a real socket that is read when the test says so. */
async function follow() {
  let current = statusOf(0);
  let listener: (status: PublisherStatus) => void = () => {};
  let isOver = false;
  let waiting = () => 0;
  const server = createServer((_, response) => {
    waiting = () => response.writableLength;
    streamStatus(response, {
      status: () => current,
      subscribe: (each) => {
        listener = each;
        return () => {
          isOver = true;
        };
      },
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  let text = '';
  socket.setEncoding('utf8');
  socket.write('GET /status HTTP/1.1\r\nhost: publisher\r\naccept: text/event-stream\r\n\r\n');
  const numbers = () =>
    [...text.matchAll(/"release":"(\d+) /g)].map(([, number]) => Number(number));
  socket.on('data', (part) => {
    text += part;
  });
  await expect.poll(numbers).toEqual([0]);
  return {
    socket,
    numbers,
    waiting: () => waiting(),
    isOver: () => isOver,
    say: (number: number) => {
      current = statusOf(number);
      listener(current);
    },
  };
}

test('101: who reads slowly gets the newest status next, and costs no memory meanwhile', async () => {
  const { socket, numbers, say, waiting } = await follow();
  socket.pause();
  for (let number = 1; number <= 2_000; number += 1) {
    say(number);
    if (number % 50 === 0) await new Promise(setImmediate);
  }
  expect(waiting()).toBeLessThan(1_000_000);
  socket.resume();
  await expect.poll(() => numbers().at(-1)).toBe(2_000);
  expect(numbers().length).toBeLessThan(200);
});

test('101: a status that is as it was is not sent again', async () => {
  const { numbers, say } = await follow();
  for (const number of [0, 0, 1, 1, 1, 2]) say(number);
  await expect.poll(numbers).toEqual([0, 1, 2]);
});

test('101: who goes away is not told any more', async () => {
  const { socket, isOver } = await follow();
  socket.destroy();
  await expect.poll(isOver).toBe(true);
});
