import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { loginAsAdmin } from './harness/admin-client.ts';
import { freePort } from './harness/free-port.ts';
import { graphql } from './harness/graphql.ts';
import { runSql } from './harness/run-sql.ts';
import { cmsEnvironment, endOf, spawnCms, startTestCms } from './harness/test-cms.ts';

const { database } = inject('cms');

test.runIf(database === 'sqlite')(
  'a second start seeds nothing again and keeps what editors changed',
  async () => {
    const cms = await startTestCms();
    onTestFinished(() => cms.stop());
    const admin = await loginAsAdmin(cms);
    const query = '{ plans(locale: "en") { documentId name price } }';
    const before = (await graphql(cms, query)).data.plans as { documentId: string; name: string }[];
    const pro = before.find(({ name }) => name === 'Pro')?.documentId ?? '';
    const free = before.find(({ name }) => name !== 'Pro')?.documentId ?? '';
    await admin.update('Plan', pro, { price: 15 });
    await admin.publish('Plan', pro);
    await admin.remove('Plan', free);

    await cms.restart();

    expect((await graphql(cms, query)).data.plans).toEqual([
      { documentId: pro, name: 'Pro', price: 15 },
    ]);
    expect((await stat(join(cms.dataFolder, 'first-admin.json'))).mode & 0o777).toBe(0o600);
  },
);

test.runIf(database === 'sqlite')(
  'a label and an order that an administrator changed stay; the others follow the code',
  async () => {
    const cms = await startTestCms();
    onTestFinished(() => cms.stop());
    const uid = 'api::faq.faq';
    const path = `/content-manager/content-types/${uid}/configuration`;
    const admin = await loginAsAdmin(cms);
    const { data } = await admin.request('GET', path);
    const { settings, metadatas, layouts } = (data as unknown as { contentType: Configuration })
      .contentType;
    metadatas.question.edit.label = 'My own label';
    settings.defaultSortOrder = 'DESC';
    // The admin leaves these two out as well; Strapi refuses what it has itself put into them.
    const { createdBy: _, updatedBy: __, ...own } = metadatas;
    const put = await admin.request('PUT', path, { settings, metadatas: own, layouts });
    expect(put.error).toBeUndefined();
    // As if an older version of the code had called it so, and nobody had touched it.
    const renamed = await runSql(
      cms.dataFolder,
      undefined,
      `UPDATE strapi_core_store_settings SET value = replace(value, '"Answer"', '"Reply"')
       WHERE key LIKE '%editor-forms' OR key LIKE '%${uid}' RETURNING key`,
    );
    expect(renamed).toHaveLength(2);

    await cms.restart();

    const after = await (await loginAsAdmin(cms)).request('GET', path);
    const form = (after.data as unknown as { contentType: Configuration }).contentType;
    expect(form.metadatas.question.edit.label).toBe('My own label');
    expect(form.metadatas.answer.edit.label).toBe('Answer');
    expect(form.settings).toMatchObject({
      defaultSortBy: 'question',
      defaultSortOrder: 'DESC',
      pageSize: 50,
    });
  },
);

interface Configuration {
  settings: Record<string, unknown>;
  layouts: object;
  metadatas: Record<'question' | 'answer', { edit: { label: string } }> & Record<string, object>;
}

test.runIf(database === 'sqlite').each([
  ['missing', ''],
  ['short', 'abc'],
  ['default', 'toBeModified1toBeModified2toBeModified3'],
])('refuses to start in production with a %s secret, and names it', async (_, value) => {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-secrets-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const child = spawnCms({ ...cmsEnvironment(folder, await freePort()), ADMIN_JWT_SECRET: value });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  const [code] = await once(child, 'exit');
  expect(code).not.toBe(0);
  expect(output).toContain('ADMIN_JWT_SECRET');
  expect(output).not.toContain('toBeModified1');
});

test.runIf(database === 'sqlite')(
  '74: a second CMS on one SQLite database is refused, whoever has it is named, and nothing is left after a crash',
  async () => {
    const cms = await startTestCms();
    onTestFinished(() => cms.stop());
    const tables = () =>
      runSql(cms.dataFolder, undefined, 'SELECT count(*) AS count FROM strapi_core_store_settings');
    const before = await tables();
    const port = await freePort();
    const second = spawnCms(cmsEnvironment(cms.dataFolder, port));
    onTestFinished(() => void second.kill());
    let output = '';
    for (const stream of [second.stdout, second.stderr])
      stream.on('data', (chunk) => {
        output += chunk;
      });
    expect(await endOf(second, port)).toBe(1);
    const holder = await readFile(join(cms.dataFolder, 'cms.lock.pid'), 'utf8');
    expect(output).toContain(
      `Could not start the CMS: process ${holder} uses the SQLite database in ${cms.dataFolder}, and only one may. Stop it first`,
    );
    const { code, output: said } = await cms.run('seed');
    expect(code).toBe(1);
    expect(said).toContain(`Could not start the CMS: process ${holder} uses the SQLite database`);
    expect(await tables()).toEqual(before);
    expect((await cms.run('reset-password')).code).toBe(0);

    await cms.kill();
    await cms.restart();
  },
  400_000,
);
