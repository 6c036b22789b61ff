import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { fetchImage } from './fetch-image.ts';

const megabyte = 1024 * 1024;

/** The address of an image at a server that answers like this. */
async function imageAt(answer: RequestListener): Promise<URL> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/image`);
}
const imageOf = (format: 'png' | 'webp' | 'jpeg' | 'gif') =>
  sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
    .toFormat(format)
    .toBuffer();
const fetchAs = (address: URL, mime: string) =>
  fetchImage(address, mime, new AbortController().signal);

test('81: an image that is what it is said to be is fetched', async () => {
  const png = await imageOf('png');
  const address = await imageAt((_, response) => void response.end(png));
  expect(Buffer.from((await fetchAs(address, 'image/png')).bytes)).toEqual(png);
});

test('81: an image of more than 25 MB is let go of before it has come whole', async () => {
  let isLetGo = false;
  const address = await imageAt((_, response) => {
    // Without an end.
    const send = () => response.write(Buffer.alloc(megabyte));
    response.on('drain', send);
    response.on('close', () => {
      isLetGo = true;
    });
    send();
  });
  await expect(fetchAs(address, 'image/png')).rejects.toThrow(/\/image is larger than 25 MB$/);
  await expect.poll(() => isLetGo).toBe(true);
});

test.each([
  ['image/png', 'webp'],
  ['image/jpeg', 'png'],
  ['image/webp', 'jpeg'],
  ['image/png', 'gif'],
] as const)('81: an image that is said to be %s and is %s is refused', async (mime, format) => {
  const bytes = await imageOf(format);
  const address = await imageAt((_, response) => void response.end(bytes));
  await expect(fetchAs(address, mime)).rejects.toThrow(`is said to be ${mime} and is ${format}`);
});
