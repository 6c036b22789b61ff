import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Waiting } from '../src/candidate/contract.ts';
import { type AdminClient, loginAsAdmin } from './harness/admin-client.ts';
import { graphql } from './harness/graphql.ts';
import { type OwnCms, startOwnCms } from './harness/own-cms.ts';
import { samples } from './harness/samples.ts';

let folder: string;
let cms: OwnCms;
let admin: AdminClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-clock-'));
  await setClock(0);
  cms = await startOwnCms({
    SEED_DEMO_CONTENT: 'false',
    NODE_OPTIONS: '--import ./tests/preload/clock-to-set.mjs',
    CLOCK_FILE: join(folder, 'clock'),
  });
  admin = await loginAsAdmin(cms);
});
afterAll(async () => {
  await cms.stop();
  await rm(folder, { recursive: true, force: true });
});

const minute = 60_000;

/** @param milliseconds off the clock of the machine */
async function setClock(milliseconds: number): Promise<void> {
  const file = join(folder, 'clock');
  await writeFile(file, String(milliseconds));
  const now = () => readFile(`${file}.now`, 'utf8').catch(() => '0');
  await vi.waitFor(async () => expect(await now()).toBe(String(milliseconds)), 120_000);
}

const path = (id: string) => `/content-manager/collection-types/${contentTypes.Faq.uid}/${id}`;
const read = async (id: string) => (await admin.request('GET', `${path(id)}?locale=en`)).data;
const save = (id: string, question: string, seen?: unknown) =>
  admin.request(
    'PUT',
    `${path(id)}?locale=en`,
    { question },
    seen ? { 'x-lectern-seen': String(seen) } : {},
  );
const timeOf = ({ updatedAt }: Record<string, unknown>) => Date.parse(String(updatedAt));

async function waits(id: string): Promise<boolean> {
  const { entries } = (await admin.request('GET', '/candidate')).data as unknown as Waiting;
  return entries.some(({ link }) => link.documentId === id);
}

test('what is saved after the clock was set back waits to be published', async () => {
  await setClock(0);
  const id = await admin.createPublished('Faq', samples.faq);
  const before = await read(id);
  await setClock(-10 * minute);

  const first = (await save(id, 'Saved in an hour that comes again?')).data;

  expect(timeOf(first)).toBeGreaterThan(timeOf(before));
  expect(first.status).toBe('modified');
  expect(await read(id)).toMatchObject({ updatedAt: first.updatedAt, status: 'modified' });
  expect(await waits(id)).toBe(true);
  expect((await save(id, 'By somebody else?', before.updatedAt)).status).toBe(409);
  const second = await save(id, 'Saved twice in it?', first.updatedAt);
  expect(second.status).toBe(200);
  expect(timeOf(second.data)).toBeGreaterThan(timeOf(first));

  await admin.publish('Faq', id);

  expect((await read(id)).status).toBe('published');
  expect(await waits(id)).toBe(false);
  const { data } = await graphql(cms, `{ faq(documentId: "${id}", locale: "en") { question } }`);
  expect(data.faq).toEqual({ question: 'Saved twice in it?' });
  const unchanged = (await save(id, 'Saved twice in it?')).data;
  expect([unchanged.updatedAt, unchanged.status]).toEqual([second.data.updatedAt, 'published']);
  expect((await save(id, 'Saved once more?')).data.status).toBe('modified');
});

test('a draft is later than a published version that a clock ahead has told the time of', async () => {
  await setClock(0);
  const id = await admin.createPublished('Faq', samples.faq);
  const ahead = Date.now() + 10 * minute;
  const time = cms.databaseUrl ? `'${new Date(ahead).toISOString().replace('Z', '')}'` : ahead;
  await cms.sql(
    `update faqs set updated_at = ${time} where document_id = '${id}' and published_at is not null`,
  );
  const saved = (await save(id, 'Later than it?')).data;
  expect(saved.status).toBe('modified');
  expect(timeOf(saved)).toBeGreaterThan(ahead);
});
