import type { IncomingMessage } from 'node:http';
import { createPreviewToken } from '@lectern/shared-types/preview-token';
import { expect, test } from 'vitest';
import { createAccess } from './access.ts';

const secret = 'c3'.repeat(32);
const requestWith = (cookie: string) => ({ headers: { cookie } }) as IncomingMessage;

test('over HTTPS the cookie works in a frame of another site, there alone, and is sent over HTTPS alone', async () => {
  const access = createAccess(secret, 'https://preview.example.org');
  const cookie = (await access.admit(await createPreviewToken(secret))) ?? '';
  expect(cookie).toMatch(
    /^__Host-lectern-preview=[^;]+; Path=\/; Max-Age=(?:600|59\d); HttpOnly; Secure; SameSite=None; Partitioned$/,
  );
  const [pair = ''] = cookie.split(';');
  expect(await access.isAdmitted(requestWith(`theme=dark; ${pair}; other=1`))).toBe(true);
  // A cookie of the name that is used without HTTPS is not taken.
  expect(await access.isAdmitted(requestWith(pair.replace('__Host-', '')))).toBe(false);
});

test('without HTTPS, as on one machine, the cookie is of the same site', async () => {
  const access = createAccess(secret, 'http://localhost:4323');
  const cookie = await access.admit(await createPreviewToken(secret));
  expect(cookie).toMatch(
    /^lectern-preview=[^;]+; Path=\/; Max-Age=(?:600|59\d); HttpOnly; SameSite=Lax$/,
  );
});

test('no token, no cookie', async () => {
  const access = createAccess(secret, 'http://localhost:4323');
  expect(await access.admit('')).toBeUndefined();
  expect(await access.isAdmitted({ headers: {} } as IncomingMessage)).toBe(false);
});
