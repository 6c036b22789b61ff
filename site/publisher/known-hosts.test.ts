import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { createHostCheck } from './known-hosts.ts';

const isKnown = createHostCheck(['http://publisher:4322', undefined, 'https://Preview.example/']);
const asked = (host: string | undefined, localAddress = '10.0.0.7') =>
  isKnown({ headers: { host }, socket: { localAddress } } as unknown as IncomingMessage);

test.each([
  'localhost',
  'localhost:4322',
  'LOCALHOST:1',
  '127.0.0.1:4322',
  '[::1]:4322',
  'publisher:4322',
  'publisher',
  'preview.example',
  '10.0.0.7:4322',
])('59: %s is known', (host) => {
  expect(asked(host)).toBe(true);
});

test.each([
  'evil.example',
  'evil.example:4322',
  'localhost.evil.example',
  'localhost@evil.example',
  'evil.example#localhost',
  'publisher.evil.example',
  '10.0.0.8',
  'a b',
  '',
  undefined,
])('59: %s is not', (host) => {
  expect(asked(host)).toBe(false);
});

test('59: an address of version 6 is known by itself', () => {
  expect(asked('[fd00::7]:4322', 'fd00::7')).toBe(true);
  expect(asked('10.0.0.7:4322', '::ffff:10.0.0.7')).toBe(true);
});
