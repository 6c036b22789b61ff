import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from './harness/admin-client.ts';
import { freePort } from './harness/free-port.ts';
import { graphql } from './harness/graphql.ts';
import { startPostgres } from './harness/postgres.ts';
import { runSql } from './harness/run-sql.ts';
import { samples } from './harness/samples.ts';
import { cmsEnvironment, spawnCms, startTestCms, type TestCms } from './harness/test-cms.ts';

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
  const child = spawnCms({
    ...cmsEnvironment(dataFolder, await freePort()),
    DATABASE_URL: url,
    ...settings,
  });
  onTestFinished(() => void child.kill());
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  const [status] = await once(child, 'exit');
  expect(status).toBe(1);
  return output;
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
      'Could not start the CMS: the user "other" may make no tables in the schema "public". Allow it with GRANT CREATE, USAGE ON SCHEMA "public" TO "other", or set DATABASE_SCHEMA to a schema of its own.',
    );
    await sql('CREATE SCHEMA other AUTHORIZATION other');
    await expectToWork(await start(url, { DATABASE_SCHEMA: 'other' }));
  });

  test.each([
    ['port', '1', 'it does not answer. Start it, or set DATABASE_URL to where it is.'],
    ['password', 'wrong', 'it refuses the password. Correct DATABASE_URL.'],
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
    // Where it was refused decides about the words; Strapi has some of its own, such as of locales.
    for (const answer of failed) expect(answer).toMatch(/^(400|503) ./);
    await expectAllLive(cms, last);
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
