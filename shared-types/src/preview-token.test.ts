import { hkdfSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterEach, expect, test, vi } from 'vitest';
import { createPreviewToken, previewLifetime, secondsLeft } from './preview-token.js';

const secret = 'a1'.repeat(32);
const key = new Uint8Array(hkdfSync('sha256', secret, '', 'lectern preview links', 32));
const tokenFor = (audience: string, lifetime: string, signingKey = key) =>
  new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(lifetime)
    .sign(signingKey);

afterEach(() => void vi.useRealTimers());

test('a token is good for ten minutes and no longer', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const token = await createPreviewToken(secret);
  expect(await secondsLeft(token, secret)).toBe(previewLifetime);
  vi.setSystemTime(Date.now() + (previewLifetime - 1) * 1000);
  expect(await secondsLeft(token, secret)).toBe(1);
  vi.setSystemTime(Date.now() + 1000);
  expect(await secondsLeft(token, secret)).toBeUndefined();
});

test('nothing else is taken: no other audience, key or algorithm, no longer lifetime, no noise', async () => {
  expect(await secondsLeft(await tokenFor('preview', '60s'), secret)).toBe(60);
  const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"aud":"preview","exp":9999999999}')}.`;
  for (const token of [
    await tokenFor('admin', '60s'),
    await tokenFor('preview', '60s', new TextEncoder().encode(secret)),
    await createPreviewToken('b2'.repeat(32)),
    unsigned.replaceAll('=', ''),
    '',
    'x.y.z',
  ])
    expect(await secondsLeft(token, secret), token).toBeUndefined();
  vi.useFakeTimers({ toFake: ['Date'] });
  const long = await tokenFor('preview', '1 year');
  vi.setSystemTime(Date.now() + (previewLifetime + 1) * 1000);
  expect(await secondsLeft(long, secret)).toBeUndefined();
});
