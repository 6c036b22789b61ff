import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contentTypes } from '@lectern/shared-types';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import type { EntrySchedule } from '../src/schedule/contract.ts';
import { type AdminClient, loginAsAdmin } from './harness/admin-client.ts';
import { freePort } from './harness/free-port.ts';
import { graphql } from './harness/graphql.ts';
import { startPooler } from './harness/pooler.ts';
import { startPostgres } from './harness/postgres.ts';
import { runSql } from './harness/run-sql.ts';
import { pngImage, samples } from './harness/samples.ts';
import {
  cmsEnvironment,
  endOf,
  randomTokens,
  spawnCms,
  startTestCms,
  type TestCms,
} from './harness/test-cms.ts';

async function start(url: string, settings: Record<string, string> = {}): Promise<TestCms> {
  const cms = await startTestCms(url, { SEED_DEMO_CONTENT: 'false', ...settings });
  onTestFinished(() => cms.stop());
  return cms;
}

async function postgresWith(settings: string[] = []) {
  const postgres = await startPostgres(settings);
  onTestFinished(() => postgres.stop());
  return postgres;
}

/** What a CMS says that does not start. */
async function startInVain(url: string, settings: Record<string, string> = {}): Promise<string> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'lectern-cms-'));
  onTestFinished(() => rm(dataFolder, { recursive: true, force: true }));
  const port = await freePort();
  const child = spawnCms({
    ...cmsEnvironment(dataFolder, port),
    DATABASE_URL: url,
    ...settings,
  });
  onTestFinished(() => void child.kill());
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  expect(await endOf(child, port)).toBe(1);
  return output;
}

/** Publishes several entries; `publish` does it again, all at once. */
async function publishSeveral(cms: TestCms) {
  const admin = await loginAsAdmin(cms);
  const ids: string[] = [];
  for (let count = 0; count < 4; count += 1)
    ids.push(await admin.createPublished('Faq', samples.faq));
  return { admin, ids, publish: () => Promise.all(ids.map((id) => admin.publish('Faq', id))) };
}

async function expectToWork(cms: TestCms): Promise<void> {
  const admin = await loginAsAdmin(cms);
  await admin.createPublished('Faq', { ...samples.faq, question: 'Does it work?' });
  const { data } = await graphql(cms, '{ faqs(locale: "en") { question } }');
  expect(data.faqs).toContainEqual({ question: 'Does it work?' });
}

const changed = (url: string, change: (url: URL) => void): string => {
  const other = new URL(url);
  change(other);
  return other.href;
};

describe.runIf(inject('cms').database === 'postgres')('PostgreSQL', () => {
  test('77: a schema of its own holds everything, at the second start, too', async () => {
    const postgres = await postgresWith();
    const sql = (statement: string) => runSql('', postgres.url, statement);
    await sql('CREATE SCHEMA "web content"');
    const cms = await start(postgres.url, { DATABASE_SCHEMA: 'web content' });
    await expectToWork(cms);
    await cms.restart();
    await expectToWork(cms);
    expect(
      await sql(
        "SELECT DISTINCT schemaname FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
      ),
    ).toEqual([{ schemaname: 'web content' }]);
  });

  test('77: a schema that the user does not have is named, with what to do', async () => {
    const postgres = await postgresWith();
    const sql = (statement: string) => runSql('', postgres.url, statement);
    expect(await startInVain(postgres.url, { DATABASE_SCHEMA: 'web' })).toContain(
      'Could not start the CMS: the database has no schema "web". Make it with CREATE SCHEMA "web", or correct DATABASE_SCHEMA.',
    );
    await sql("CREATE USER other PASSWORD 'other'");
    const url = changed(postgres.url, (address) => {
      address.username = 'other';
      address.password = 'other';
    });
    expect(await startInVain(url)).toContain(
      'Could not start the CMS: the user "other" may not make and use tables in the schema "public". Allow it with GRANT CREATE, USAGE ON SCHEMA "public" TO "other", or set DATABASE_SCHEMA to a schema of its own.',
    );
    await sql('CREATE SCHEMA other AUTHORIZATION other');
    await expectToWork(await start(url, { DATABASE_SCHEMA: 'other' }));
  });

  test('77: another CMS with other tokens is refused, while one with the same may run', async () => {
    const postgres = await postgresWith();
    const tokens = randomTokens();
    const others = randomTokens();
    const names = ['API_TOKEN_SALT', 'SITE_TOKEN', 'PREVIEW_TOKEN'] as const;
    const cms = await start(postgres.url, tokens);
    const same = await start(postgres.url, tokens);
    await expectToWork({ ...same, dataFolder: cms.dataFolder });
    await same.stop();
    const refused = await Promise.all(
      names.map((name) => startInVain(postgres.url, { ...tokens, [name]: others[name] })),
    );
    for (const output of refused)
      expect(output).toMatch(
        /Could not start the CMS: another one, at .* since \d{4}-\d\d-\d\d \d\d:\d\d UTC, uses this database with other secrets.*DATABASE_URL to another database\./s,
      );
    await expectToWork(cms);
    await cms.stop();
    const { data } = await graphql(
      await start(postgres.url, others),
      '{ faqs(locale: "en") { question } }',
    );
    expect(data.faqs).toContainEqual({ question: 'Does it work?' });
  });

  test('77: rights and settings with which nothing can be kept are named, each with what to do', async () => {
    const postgres = await postgresWith();
    const sql = (statement: string) => runSql('', postgres.url, statement);
    await sql("CREATE USER other PASSWORD 'other'");
    await sql('CREATE SCHEMA web');
    await sql('GRANT CREATE ON SCHEMA web TO other');
    for (const encoding of ['LATIN1', 'SQL_ASCII'])
      await sql(`CREATE DATABASE ${encoding} ENCODING '${encoding}' LOCALE 'C' TEMPLATE template0`);
    const other = changed(postgres.url, (address) => {
      address.username = 'other';
      address.password = 'other';
    });
    const startAsOther = (settings: Record<string, string> = {}) =>
      startInVain(other, { DATABASE_SCHEMA: 'web', ...settings });

    expect(await startAsOther()).toContain(
      'the user "other" may not make and use tables in the schema "web". Allow it with GRANT CREATE, USAGE ON SCHEMA "web" TO "other"',
    );
    await sql('GRANT USAGE ON SCHEMA web TO other');

    await sql('CREATE TABLE web.plans (id integer)');
    expect(await startAsOther()).toContain(
      'tables in the schema "web", such as "plans", belong to the user "lectern", and "other" may not change them. Give each to it (ALTER TABLE "web"."plans" OWNER TO "other"), bring the backup back with pg_restore --no-owner as "other", or correct the user in DATABASE_URL.',
    );
    await sql('DROP TABLE web.plans');
    // Not one of ours, so in nobody's way.
    await sql('CREATE TABLE web.theirs (id integer)');

    expect(await startAsOther({ DATABASE_CONNECTIONS: '98' })).toContain(
      'PostgreSQL gives the user "other" 97 connections at most, and DATABASE_CONNECTIONS is 98. Set DATABASE_CONNECTIONS to fewer',
    );
    await sql('ALTER ROLE other CONNECTION LIMIT 4');
    expect(await startAsOther()).toContain(
      'PostgreSQL gives the user "other" 4 connections at most, and DATABASE_CONNECTIONS is 10.',
    );

    await sql('ALTER ROLE other SET default_transaction_read_only = on');
    expect(await startAsOther({ DATABASE_CONNECTIONS: '4' })).toContain(
      'the database "lectern" can only be read: default_transaction_read_only is on. Switch it off where it was set, as with ALTER DATABASE "lectern" RESET default_transaction_read_only or ALTER ROLE "other" RESET',
    );
    await sql('ALTER ROLE other RESET default_transaction_read_only');

    for (const encoding of ['LATIN1', 'SQL_ASCII']) {
      const url = changed(postgres.url, (address) => {
        address.pathname = `/${encoding.toLowerCase()}`;
      });
      expect(await startInVain(url)).toContain(
        `the database "${encoding.toLowerCase()}" keeps text as ${encoding}, which lacks letters that people write. Make another one with CREATE DATABASE`,
      );
    }
    await expectToWork(await start(other, { DATABASE_SCHEMA: 'web', DATABASE_CONNECTIONS: '4' }));
  }, 600_000);

  test.each([
    ['port', '1', 'it does not answer. Start it, or set DATABASE_URL to where it is.'],
    [
      'password',
      'wrong',
      'it refuses the user or the password. Correct them in DATABASE_URL or PGPASSWORD, or give the user that password there.',
    ],
    [
      'pathname',
      '/elsewhere',
      'it has no database of this name. Make it, or correct DATABASE_URL.',
    ],
    [
      'search',
      '?sslmode=verify-full',
      'it has no TLS. Switch it on there, or leave sslmode out of DATABASE_URL.',
    ],
  ] as const)('77: an address with a wrong %s is explained', async (part, value, message) => {
    const postgres = await postgresWith();
    const url = changed(postgres.url, (address) => {
      address[part] = value;
    });
    expect(await startInVain(url)).toContain(
      `Could not start the CMS: PostgreSQL cannot be used: ${message}`,
    );
  });

  test('77: TLS with an own certificate authority', async () => {
    const { authority, settings } = await makeCertificates();
    const postgres = await postgresWith(settings);
    const unknown = changed(postgres.url, ({ searchParams }) => {
      searchParams.set('sslmode', 'verify-full');
    });
    expect(await startInVain(unknown)).toContain(
      'its certificate is from an authority that is not known here. Add sslmode=verify-full&sslrootcert=<file with the certificate of the authority> to DATABASE_URL.',
    );
    const known = changed(unknown, ({ searchParams }) => {
      searchParams.set('sslrootcert', authority);
    });
    await expectToWork(await start(known));
    expect(
      await runSql('', known, 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()'),
    ).toEqual([{ ssl: true }]);
    const missing = changed(unknown, ({ searchParams }) => {
      searchParams.set('sslrootcert', '/not/there.pem');
    });
    expect(await startInVain(missing)).toContain(
      'DATABASE_URL names the file /not/there.pem as sslrootcert, which is not there: correct its path',
    );
  });

  test('77: a server that restarts costs the requests of that moment, and nothing after', async () => {
    const postgres = await postgresWith();
    const cms = await start(postgres.url);
    const admin = await loginAsAdmin(cms);
    const ids: string[] = [];
    for (let at = 0; at < 4; at += 1) ids.push(await admin.createPublished('Faq', samples.faq));
    let isOver = false;
    const failed: string[] = [];
    const last = new Map<string, string>();
    const work = ids.map(async (id) => {
      for (let at = 0; !isOver; at += 1) {
        const question = `Version ${at} of ${id}?`;
        const { status, error } = await admin.publish('Faq', id, { question });
        if (status === 200) last.set(id, question);
        else failed.push(`${status} ${error?.message}`);
      }
    });
    const published = () => [...last.values()].length === ids.length;
    await waitUntil(published);
    await postgres.restart();
    await postgres.restart();
    last.clear();
    await waitUntil(published);
    isOver = true;
    await Promise.all(work);
    expect(failed.length).toBeGreaterThan(0);
    for (const answer of failed) expect(answer).toMatch(/^503 Could not do this: the database/);
    await expectAllLive(cms, last);
  });

  test('77: while the server is away, everything that asks it says so, and nothing else', async () => {
    const postgres = await postgresWith();
    const cms = await start(postgres.url);
    const admin = await loginAsAdmin(cms);
    const id = await admin.createPublished('Faq', samples.faq);
    const image = (await admin.upload(pngImage(8), 'one.png', 'image/png', 'An image')).data.id;
    const faqs = '/content-manager/collection-types/api::faq.faq';
    const user = { email: 'nobody@example.org', password: 'Wrong-password-1' };
    const form = (fileInfo: object) => {
      const body = new FormData();
      body.append('fileInfo', JSON.stringify(fileInfo));
      return body;
    };
    const requests: [string, () => Promise<{ status: number; error?: { message: string } }>][] = [
      ['publish', () => admin.publish('Faq', id)],
      ['save', () => admin.update('Faq', id, { question: 'Saved?' })],
      ['create', () => admin.create('Faq', samples.faq)],
      ['create in another language', () => admin.create('Faq', samples.faq, 'es')],
      ['save the Site', () => admin.update('Site', '', samples.faq)],
      ['unpublish', () => admin.unpublish('Faq', id)],
      ['discard', () => admin.discard('Faq', id)],
      ['delete', () => admin.remove('Faq', id)],
      ...(
        [
          ['POST', `${faqs}/actions/bulkPublish?locale=en`, { documentIds: [id] }],
          ['POST', `${faqs}/actions/bulkDelete?locale=en`, { documentIds: [id] }],
          ['POST', `${faqs}/clone/${id}?locale=en`, samples.faq],
          ['GET', `${faqs}?locale=en`],
          ['GET', `${faqs}/${id}?locale=en`],
          ['GET', `${faqs}/${id}/actions/countDraftRelations?locale=en`],
          ['GET', '/content-manager/content-types/api::faq.faq/configuration'],
          ['GET', '/i18n/locales'],
          ['POST', '/i18n/locales', { code: 'fr', name: 'French', isDefault: false }],
          ['GET', '/upload/files'],
          ['GET', `/upload/files/${image}`],
          ['POST', `/upload?id=${image}`, form({ alternativeText: 'Another' })],
          ['POST', '/upload/folders', { name: 'A folder', parent: null }],
          ['POST', '/upload/folders', { name: 'A folder', parent: 1 }],
          ['GET', '/admin/users/me'],
          ['GET', '/admin/roles'],
          ['POST', '/admin/login', user],
          ['POST', '/graphql', { query: '{ faqs(locale: "en") { question } }' }],
        ] as [string, string, unknown?][]
      ).map(([method, path, body]): (typeof requests)[number] => [
        `${method} ${path}`,
        () => admin.request(method, path, body),
      ]),
    ];
    const answers: unknown[] = [];
    await postgres.without(async () => {
      for (const [name, send] of requests) {
        const { status, error } = await send();
        answers.push([name, status, error?.message]);
      }
    });
    const message =
      'Could not do this: the database does not answer at the moment. Look whether it was done all the same, and if not, do it again.';
    expect(answers).toEqual(requests.map(([name]) => [name, 503, message]));
    await expectToWork(cms);
  });

  test('77: a database that could only be read for a while is written again', async () => {
    const postgres = await postgresWith();
    const sql = (statement: string) => runSql('', postgres.url, statement);
    const cms = await start(postgres.url);
    const { admin, ids, publish } = await publishSeveral(cms);
    const publishAll = async () =>
      (await publish()).map(({ status, error }) => error?.message ?? status);
    await sql('ALTER DATABASE lectern SET default_transaction_read_only = on');
    await sql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE starts_with(application_name, 'lectern-cms')",
    );
    const message =
      'Could not do this: the database can only be read at the moment, so nothing was changed. Do it again later; if it stays so, ask whoever runs the CMS to look into its log.';
    await expect.poll(publishAll).toEqual(ids.map(() => message));
    await sql(
      'BEGIN READ WRITE; ALTER DATABASE lectern RESET default_transaction_read_only; COMMIT',
    );
    // One finds out for all that is connected.
    await admin.publish('Faq', ids[0] ?? '');
    expect(await publishAll()).toEqual(ids.map(() => 200));
  });

  test('77: times are kept in UTC, whatever the time zone of the machine', async () => {
    const postgres = await postgresWith();
    const cms = await start(postgres.url, { TZ: 'Europe/Berlin' });
    const admin = await loginAsAdmin(cms);
    const { documentId } = (await admin.create('Faq', samples.faq)).data;
    const plans = (rest = '') => `/schedule/${contentTypes.Faq.uid}/${documentId}${rest}?locale=en`;
    // The last Sunday in October of next year: its hour from two to three comes twice there.
    const end = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 9, 31));
    end.setUTCDate(31 - end.getUTCDay());
    const day = end.toISOString().slice(0, 10);
    const chosen = { wallTime: `${day}T02:30`, timeZone: 'Europe/Berlin', offset: '+01:00' };
    expect((await admin.request('POST', plans('/publish'), chosen)).status).toBe(200);
    expect(await runSql('', postgres.url, 'SELECT due_at::text FROM scheduled_actions')).toEqual([
      { due_at: `${day} 01:30:00` },
    ]);
    await cms.restart({ TZ: 'America/New_York' });
    const { planned } = (await admin.request('GET', plans())).data as unknown as EntrySchedule;
    expect(planned).toMatchObject([{ dueAt: `${day}T01:30:00.000Z` }]);
  });

  test('77: behind a pooler, the schema has to be the one that a connection begins with', async () => {
    const postgres = await postgresWith();
    const sql = (statement: string) => runSql('', postgres.url, statement);
    await sql('CREATE SCHEMA web');
    const pooler = await startPooler(postgres.url);
    onTestFinished(pooler.stop);
    const settings = { DATABASE_SCHEMA: 'web' };
    expect(await startInVain(pooler.url, settings)).toContain(
      'Could not start the CMS: a pooler such as PgBouncer stands before PostgreSQL, and with it a connection may forget that the tables are in the schema "web": without being told, it looks in "public". Tell it with ALTER ROLE "lectern" SET search_path TO "web", then RECONNECT in the console of PgBouncer, or restart the pooler; or set DATABASE_URL to PostgreSQL itself.',
    );
    await sql('ALTER ROLE lectern SET search_path TO web');
    await expectToWork(await start(pooler.url, settings));
  });

  test.each(['1', '2'])(
    '77: with a pool of %s, work under load waits and is done',
    async (size) => {
      const postgres = await postgresWith();
      const cms = await start(postgres.url, { DATABASE_CONNECTIONS: size });
      const admin = await loginAsAdmin(cms);
      const last = new Map<string, string>();
      await Promise.all(
        Array.from({ length: 12 }, (_, at) => publishSome(admin, `Entry ${at}`, last)),
      );
      await expectAllLive(cms, last);
    },
  );

  test('77: a server without a connection left is named, with what to do', async () => {
    const postgres = await postgresWith([
      'max_connections=4',
      'superuser_reserved_connections=0',
      'reserved_connections=0',
      'max_wal_senders=0',
    ]);
    const isHeld = Array.from({ length: 4 }, () =>
      runSql('', postgres.url, 'SELECT pg_sleep(3600)').catch(() => []),
    );
    expect(await startInVain(postgres.url)).toContain(
      'PostgreSQL cannot be used: it has no connection left. Set DATABASE_CONNECTIONS to fewer, or its own max_connections to more.',
    );
    await postgres.restart();
    await Promise.all(isHeld);
    await expectToWork(await start(postgres.url, { DATABASE_CONNECTIONS: '3' }));
  });

  test('77: a server whose last connection is taken costs the requests of that moment alone', async () => {
    const postgres = await postgresWith();
    const sql = (statement: string) => runSql('', postgres.url, statement);
    const running = await start(postgres.url);
    const { publish } = await publishSeveral(running);
    const publishAll = async () => (await publish()).map(({ status }) => status);
    for (const setting of [
      'superuser_reserved_connections',
      'reserved_connections',
      'max_wal_senders',
    ])
      await sql(`ALTER SYSTEM SET ${setting} = 0`);
    await sql('ALTER SYSTEM SET max_connections = 4');
    await postgres.restart();
    const statuses = [];
    for (let round = 0; round < 3; round += 1) statuses.push(...(await publishAll()));
    expect(statuses).not.toEqual(statuses.map(() => 200));
    expect((await fetch(`${running.url}/_health`)).status).toBe(204);
    const isReset = () =>
      sql('ALTER SYSTEM RESET max_connections').then(
        () => true,
        () => false,
      );
    await expect.poll(isReset, { interval: 500 }).toBe(true);
    await postgres.restart();
    await expectToWork(running);
    expect(await publishAll()).toEqual([200, 200, 200, 200]);
  });
});

/** Creates an entry and publishes it some times. */
async function publishSome(admin: AdminClient, name: string, last: Map<string, string>) {
  const id = await admin.createPublished('Faq', samples.faq);
  for (let at = 0; at < 3; at += 1) {
    const question = `${name}, version ${at}?`;
    const { error } = await admin.publish('Faq', id, { question });
    expect(error).toBeUndefined();
    last.set(id, question);
  }
}

async function expectAllLive(cms: TestCms, last: Map<string, string>): Promise<void> {
  for (const [id, question] of last) {
    const { data } = await graphql(cms, `{ faq(documentId: "${id}", locale: "en") { question } }`);
    expect(data.faq).toEqual({ question });
  }
}

async function waitUntil(isReached: () => boolean): Promise<void> {
  while (!isReached()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** An authority, and a certificate for this machine that it has signed. */
async function makeCertificates(): Promise<{ authority: string; settings: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-tls-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  // The server has a user of its own when it may not be that of the tests.
  await chmod(folder, 0o755);
  const openssl = (...words: string[]) => promisify(execFile)('openssl', words, { cwd: folder });
  const key = ['-newkey', 'rsa:2048', '-nodes'];
  await openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=An authority',
    '-days',
    '2',
  );
  await openssl(
    'req',
    ...key,
    '-keyout',
    'server.key',
    '-out',
    'server.csr',
    '-subj',
    '/CN=127.0.0.1',
  );
  await writeFile(join(folder, 'names'), 'subjectAltName=IP:127.0.0.1\n');
  await openssl(
    'x509',
    '-req',
    '-in',
    'server.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-out',
    'server.pem',
    '-days',
    '2',
    '-extfile',
    'names',
  );
  if (process.getuid?.() === 0)
    await promisify(execFile)('chown', ['postgres', join(folder, 'server.key')]);
  return {
    authority: join(folder, 'ca.pem'),
    settings: [
      'ssl=on',
      `ssl_cert_file=${join(folder, 'server.pem')}`,
      `ssl_key_file=${join(folder, 'server.key')}`,
    ],
  };
}
