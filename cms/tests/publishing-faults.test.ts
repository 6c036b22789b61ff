import { createServer, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from './harness/admin-client.ts';
import { graphql } from './harness/graphql.ts';
import { type OwnCms, startOwnCms } from './harness/own-cms.ts';
import { samples } from './harness/samples.ts';

const uid = 'api::faq.faq';
let cms: OwnCms;
let admin: AdminClient;

beforeAll(async () => {
  cms = await startOwnCms();
  admin = await loginAsAdmin(cms);
});

afterAll(() => cms.stop());

const sql = (statement: string) => cms.sql(statement);

/** The counter, and the changes that are logged. */
async function counted() {
  const [counter] = await sql('select value from content_generations');
  const changes = await sql(
    'select generation, entry_id, change_id from content_changes order by generation',
  );
  return { value: Number(counter?.value), changes };
}

/** Kills the CMS while `work` is under way, and starts it again. */
async function killDuring(work: Promise<unknown>, milliseconds: number): Promise<void> {
  await Promise.race([pause(milliseconds), work]);
  await cms.kill();
  await work;
  await cms.restart();
}

const draftFaqs = (count: number) =>
  Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const faq = { ...samples.faq, question: `Version 0 of ${index}?` };
      return (await admin.create('Faq', faq)).data.documentId;
    }),
  );

const bulkPublish = (documentIds: string[]) =>
  admin.request('POST', `/content-manager/collection-types/${uid}/actions/bulkPublish?locale=en`, {
    documentIds,
  });

/** A publisher that answers nothing; `told` settles with the first message from the CMS. */
function listenAsPublisher() {
  const told = Promise.withResolvers<IncomingMessage>();
  const server = createServer((request) => {
    if (request.url === '/hooks/content') told.resolve(request);
  }).listen(cms.publisherPort, '127.0.0.1');
  return {
    told: told.promise,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('fault 11: killed before its message arrives, the CMS still names the change', async () => {
  const [faq = ''] = await draftFaqs(1);
  const { value, changes } = await counted();
  const changeId = changes.at(-1)?.change_id;
  // A publisher that is told, and never gets to answer.
  const publisher = listenAsPublisher();
  const answer = admin.publish('Faq', faq).catch(() => undefined);
  await publisher.told;
  await cms.kill();
  publisher.close();
  await answer;
  await cms.restart();
  const query = `{ contentChanges(value: ${value}, changeId: "${changeId}") {
    isComplete generation changes { entryId action } entries { faqs { documentId } } } }`;
  expect((await graphql(cms, query)).data.contentChanges).toEqual({
    isComplete: true,
    generation: value + 1,
    changes: [{ entryId: faq, action: 'publish' }],
    entries: { faqs: [{ documentId: faq }] },
  });
});

test('fault 11: killed at any moment, it has counted and logged every publish that it answered', async () => {
  const faqs = await draftFaqs(4);
  const answered = new Map(faqs.map((id) => [id, 0]));
  for (let round = 0; round < 3; round += 1) {
    const publishing = faqs.map(async (id) => {
      for (let version = (answered.get(id) ?? 0) + 1; ; version += 1) {
        const question = `Version ${version} of it?`;
        const answer = await admin.publish('Faq', id, { question }).catch(() => undefined);
        if (answer === undefined) return;
        expect(answer.status).toBe(200);
        answered.set(id, version);
      }
    });
    await killDuring(Promise.all(publishing), 400 + Math.random() * 800);
    const { value, changes } = await counted();
    expect(changes.map(({ generation }) => Number(generation))).toEqual(
      Array.from({ length: value }, (_, index) => index + 1),
    );
    const { data } = await graphql(
      cms,
      '{ faqs(pagination: { limit: 1000 }) { documentId question } }',
    );
    for (const [id, version] of answered) {
      expect(changes.filter((change) => change.entry_id === id).length).toBeGreaterThanOrEqual(
        version,
      );
      const shown = data.faqs.find((faq: { documentId: string }) => faq.documentId === id);
      const live = Number(/Version (\d+)/.exec(shown?.question ?? '')?.[1] ?? 0);
      expect(live).toBeGreaterThanOrEqual(version);
      answered.set(id, live);
    }
  }
  expect(Math.max(...answered.values())).toBeGreaterThan(1);
});

test('fault 12: killed in the middle of a bulk publish of 50, all are published or none', async () => {
  const first = await draftFaqs(50);
  const started = performance.now();
  await bulkPublish(first);
  const undisturbed = performance.now() - started;
  let interrupted = 0;
  for (const share of [0.2, 0.5, 0.8]) {
    const ids = await draftFaqs(50);
    const publishing = bulkPublish(ids).catch(() => {
      interrupted += 1;
    });
    await killDuring(publishing, undisturbed * share);
    const listed = ids.map((id) => `'${id}'`).join(', ');
    const [published] = await sql(
      `select count(*) as number from faqs where published_at is not null and document_id in (${listed})`,
    );
    expect([0, 50]).toContain(Number(published?.number));
    const { value, changes } = await counted();
    const logged = changes.filter(({ entry_id }) => ids.includes(String(entry_id)));
    expect(logged).toHaveLength(Number(published?.number));
    expect(changes).toHaveLength(value);
  }
  expect(interrupted).toBeGreaterThan(0);
});

test('fault 13: when the counter cannot be written, the editor reads why and nothing is published', async () => {
  const [faq = ''] = await draftFaqs(1);
  const before = await counted();
  await sql('alter table content_generations rename to content_generations_away');
  const refused = await admin.publish('Faq', faq, { question: 'Changed on the way?' });
  await sql('alter table content_generations_away rename to content_generations');
  expect(refused.status).toBe(400);
  expect(refused.error?.message).toMatch(
    /^Could not count this change for the site, so nothing was changed\. Try again/,
  );
  const rows = await sql(`select question, published_at from faqs where document_id = '${faq}'`);
  expect(rows).toEqual([{ question: 'Version 0 of 0?', published_at: null }]);
  expect(await counted()).toEqual(before);
  expect((await admin.publish('Faq', faq)).status).toBe(200);
  expect((await counted()).value).toBe(before.value + 1);
});

test('fault 22: what is not published is in no answer that the site gets', async () => {
  const canary = 'canary-51c3';
  const withCanary = { ...samples.faq, question: canary };
  const { value, changes } = await counted();
  const edited = await admin.createPublished('Faq', samples.faq);
  await admin.update('Faq', edited, withCanary);
  await admin.update('Faq', edited, withCanary, 'es');
  const page = await admin.createPublished('LandingPage', {
    ...samples.landingPage('canary'),
    faqs: { connect: [{ documentId: edited, locale: 'en' }] },
  });
  await admin.update('LandingPage', page, { closing: { title: canary, body: canary } });
  const unpublished = await admin.createPublished('Faq', withCanary);
  await admin.unpublish('Faq', unpublished);
  await admin.create('Faq', withCanary);

  const since = `value: ${value}, changeId: "${changes.at(-1)?.change_id}"`;
  const queries = [
    `{ contentChanges(${since}) { changes { entryId } entries { faqs { question locale }
       landingPages { title closing { title } faqs { question } } } } }`,
    ...['DRAFT', 'PUBLISHED'].flatMap((status) => [
      `{ faqs(status: ${status}, locale: "*", pagination: { limit: 1000 }) { question } }`,
      `{ faqs(status: ${status}, locale: "es", pagination: { limit: 1000 }) { question } }`,
      `{ faqs_connection(status: ${status}, pagination: { pageSize: 1000 }) { nodes { question } } }`,
      `{ faq(documentId: "${edited}", status: ${status}) { question } }`,
      `{ faq(documentId: "${edited}", status: ${status}, locale: "es") { question } }`,
      `{ faq(documentId: "${unpublished}", status: ${status}) { question } }`,
      `{ landingPages(status: ${status}) { closing { title } faqs { question } } }`,
      `{ landingPage(documentId: "${page}", status: ${status}) { closing { title } faqs { question } } }`,
    ]),
  ];
  for (const query of queries) {
    const answer = await graphql(cms, query);
    expect(answer.errors, query).toBeUndefined();
    expect(JSON.stringify(answer.data), query).not.toContain(canary);
  }
  const { data } = await graphql(cms, queries[0] ?? '');
  expect(data.contentChanges.entries.faqs).toEqual([
    { question: samples.faq.question, locale: 'en' },
  ]);
});

test('a CMS that starts tells the publisher, which may have waited for it', async () => {
  const publisher = listenAsPublisher();
  const restart = cms.restart();
  const message = await json(await publisher.told);
  expect(message).toMatchObject({ generation: (await counted()).value });
  await restart;
  publisher.close();
});

test('changes that are too old to be followed are forgotten while the CMS runs', async () => {
  const [faq = ''] = await draftFaqs(1);
  expect((await admin.publish('Faq', faq)).status).toBe(200);
  await sql('update content_generations set value = 11999');
  expect((await admin.publish('Faq', faq)).status).toBe(200);
  // The last change of an entry is kept, however old it is.
  await expect
    .poll(async () => (await counted()).changes.filter(({ entry_id }) => entry_id === faq))
    .toEqual([expect.objectContaining({ generation: 12_000 })]);
});
