import { existsSync } from 'node:fs';
import { chmod, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AdminClient,
  createUser,
  loginAs,
  loginAsAdmin,
  startSession,
} from './harness/admin-client.ts';
import { type OwnCms, startOwnCms } from './harness/own-cms.ts';
import { firstAdministrator } from './harness/test-cms.ts';

let cms: OwnCms;
let admin: AdminClient;

beforeAll(async () => {
  cms = await startOwnCms();
  await startSession(cms);
  admin = await loginAsAdmin(cms);
});
afterAll(() => cms.stop());

interface Account {
  email: string;
  password: string;
}

const logIn = (account: Account) =>
  fetch(`${cms.url}/admin/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  });

const file = () => join(cms.dataFolder, 'first-admin.json');
const sql = (statement: string) => cms.sql(statement);
const passwordIn = (output: string) => /Password\s+(\S+)/.exec(output)?.[1] ?? '';

describe('55: the file with the first password', () => {
  test('stays while that password holds, whatever else is changed and however often it starts', async () => {
    const changed = await admin.request('PUT', '/admin/users/me', { firstname: 'Owner' });
    expect(changed.status).toBe(200);
    await cms.restart();
    expect(existsSync(file())).toBe(true);
    expect((await logIn(await firstAdministrator(cms))).status).toBe(200);
  });

  test('goes once the password is changed in the profile', async () => {
    const first = await firstAdministrator(cms);
    const change = { currentPassword: first.password, password: 'Another-password-1' };
    expect((await admin.request('PUT', '/admin/users/me', change)).status).toBe(200);
    await startSession(cms, { email: first.email, password: change.password });
    await expect.poll(() => existsSync(file())).toBe(false);
  });

  test('goes at the next start when the password was changed behind the back of the CMS', async () => {
    await writeFile(
      file(),
      JSON.stringify({ email: 'admin@lectern.localhost', password: 'Not-this-one-1' }),
    );
    await cms.restart();
    expect(existsSync(file())).toBe(false);
  });

  test('goes with the user that it is about', async () => {
    const other = await createUser(cms, 'strapi-editor');
    await writeFile(file(), JSON.stringify(other));
    const rows = await sql(`select id from admin_users where email = '${other.email}'`);
    const owner = await loginAsAdmin(cms);
    expect((await owner.request('DELETE', `/admin/users/${rows[0]?.id}`)).status).toBe(200);
    await expect.poll(() => existsSync(file())).toBe(false);
  });
});

describe('55: a forgotten password is replaced without mail', () => {
  test('while the CMS runs: the new one opens the account, the former one and its sessions do not', async () => {
    const user = await createUser(cms, 'strapi-editor');
    const session = await logIn(user);
    expect(session.status).toBe(200);
    const cookie = session.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');
    const renew = () =>
      fetch(`${cms.url}/admin/access-token`, { method: 'POST', headers: { cookie } });
    expect((await renew()).status).toBe(200);
    await sql(
      `update admin_users set blocked = ${cms.databaseUrl ? 'true' : 1} where email = '${user.email}'`,
    );
    const { code, output } = await cms.run('reset-password', [user.email.toUpperCase()]);
    expect([code, output]).toEqual([0, expect.stringContaining(user.email)]);
    expect((await renew()).status).toBe(401);
    expect((await logIn(user)).status).toBe(400);
    expect((await logIn({ ...user, password: passwordIn(output) })).status).toBe(200);
  });

  test('of the first administrator, with a file that says the former one', async () => {
    await writeFile(
      file(),
      JSON.stringify({ email: 'admin@lectern.localhost', password: 'Another-password-1' }),
    );
    const { output } = await cms.run('reset-password', ['admin@lectern.localhost']);
    expect(existsSync(file())).toBe(false);
    const owner = { email: 'admin@lectern.localhost', password: passwordIn(output) };
    await startSession(cms, owner);
  });

  test('nobody asks for a mail that is never sent', async () => {
    for (const [path, body] of [
      ['/admin/forgot-password', { email: 'admin@lectern.localhost' }],
      ['/admin/reset-password', { resetPasswordToken: 'x', password: 'Another-password-2' }],
    ] as const) {
      const answer = await fetch(cms.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect([path, answer.status, await answer.text()]).toEqual([
        path,
        403,
        expect.stringContaining(
          'Could not replace the password: this CMS sends no mail. Ask an administrator for a new one, or whoever runs the CMS to do what its README says under “replace a forgotten password”.',
        ),
      ]);
    }
  });

  test('an address that nobody has is refused, and those that somebody has are named', async () => {
    const { code, output } = await cms.run('reset-password', ['nobody@example.org']);
    expect(code).toBe(1);
    expect(output).toContain(
      'Could not reset a password: nobody logs in as nobody@example.org. Name one of these:',
    );
    expect(output).toContain('  admin@lectern.localhost');
    expect((await cms.run('reset-password')).output).toContain('no e-mail address was named');
  });
});

test('55: the data folder is closed to others at every start, whatever it was', async () => {
  const mode = async () => (await stat(cms.dataFolder)).mode & 0o777;
  expect(await mode()).toBe(0o700);
  await chmod(cms.dataFolder, 0o777);
  await cms.restart();
  expect(await mode()).toBe(0o700);
});

test('the present password is guessed as slowly as at a login', async () => {
  const client = await loginAs(cms, 'strapi-author');
  const statuses: number[] = [];
  for (let guess = 0; guess < 7; guess += 1) {
    const change = { currentPassword: `Wrong-${guess}`, password: 'Another-password-3' };
    const email = `${guess}@example.org`;
    statuses.push((await client.request('PUT', '/admin/users/me', { ...change, email })).status);
  }
  expect(statuses).toEqual([400, 400, 400, 400, 400, 429, 429]);
  expect((await client.request('PUT', '/admin/users/me', { firstname: 'Still' })).status).toBe(200);
});
