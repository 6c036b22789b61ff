import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaqsDocument, LandingPagesDocument } from '@lectern/shared-types';
import { beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { pngImage, samples } from '../../cms/tests/harness/samples.ts';
import { type Ask, createAsk } from '../src/cms/client.ts';
import { readChanges } from '../src/cms/read-changes.ts';
import { readContent, readGeneration } from '../src/cms/read-content.ts';
import { readEntries } from '../src/cms/read-entries.ts';
import { listen, runBuild } from './harness.ts';

const cms = inject('cms');
let admin: AdminClient;
let ask: Ask;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  ask = createAsk(cms.url, cms.siteToken);
});

const buildFolder = () => mkdtemp(join(tmpdir(), 'lectern-failed-'));

/** A CMS that answers as the real one, except where `spoil` changes the text of an answer. */
function spoiltCms(spoil: (body: string) => string | undefined): Promise<string> {
  return listen(
    createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const answer = await fetch(`${cms.url}${request.url}`, {
        method: request.method ?? 'GET',
        headers: {
          'content-type': 'application/json',
          authorization: request.headers.authorization ?? '',
        },
        ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
      });
      const spoilt = spoil(await answer.text());
      if (spoilt === undefined) return void response.destroy();
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(spoilt);
    }),
  );
}

test('97: more than a thousand entries are read whole, some hundred with each answer', async () => {
  const before = await readEntries(ask, 'FAQs', FaqsDocument, 'PUBLISHED');
  for (let batch = before.length; batch < 1050; batch += 50) {
    const ids = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const { data } = await admin.create('Faq', {
          ...samples.faq,
          question: `No. ${batch + index}`,
        });
        return data.documentId;
      }),
    );
    const uid = 'api::faq.faq';
    const path = `/content-manager/collection-types/${uid}/actions/bulkPublish?locale=en`;
    const answer = await admin.request('POST', path, { documentIds: ids });
    expect(answer.error).toBeUndefined();
  }
  let queries = 0;
  const counting: Ask = (document, variables) => {
    queries += 1;
    return ask(document, variables);
  };
  const all = await readEntries(counting, 'FAQs', FaqsDocument, 'PUBLISHED');
  expect(all.length).toBeGreaterThanOrEqual(1050);
  expect(new Set(all.map(({ documentId, locale }) => `${documentId} ${locale}`)).size).toBe(
    all.length,
  );
  expect(queries).toBe(Math.ceil(all.length / 100));
});

/** Lets something happen in the CMS right after the answers to a query, the first time or each time. */
function meanwhile(document: unknown, action: (answer: object, time: number) => Promise<unknown>) {
  let times = 0;
  const asking: Ask = async (asked, variables) => {
    const answer = await ask(asked, variables);
    if (Object.is(asked, document)) {
      times += 1;
      await action(Object(answer), times);
    }
    return answer;
  };
  return { asking, times: () => times };
}

test('82: what comes, goes or changes while everything is read is as it is at the end, and nothing is read twice', async () => {
  const [goes, changes, hidden] = [
    await admin.createPublished('Faq', { ...samples.faq, question: 'Here and gone?' }),
    await admin.createPublished('Faq', { ...samples.faq, question: 'Before?' }),
    (await admin.create('Faq', { ...samples.faq, question: 'Not yet?' })).data.documentId,
  ];
  const { asking, times } = meanwhile(LandingPagesDocument, async (_, time) => {
    if (time > 1) return;
    await admin.unpublish('Faq', goes);
    await admin.publish('Faq', changes, { question: 'After?' });
    await admin.publish('Faq', hidden);
  });
  const content = await readContent(asking);
  const questions = new Map(content.Faq.map(({ documentId, question }) => [documentId, question]));
  expect([goes, changes, hidden].map((id) => questions.get(id))).toEqual([
    undefined,
    'After?',
    'Not yet?',
  ]);
  expect(times()).toBe(1);
  expect(content.generation).toEqual(await readGeneration(ask));
});

test('82: a reading during which somebody publishes with every answer ends all the same', async () => {
  const faq = await admin.createPublished('Faq', { ...samples.faq, question: 'Round 0?' });
  let rounds = 0;
  const disturbed: Ask = async (document, variables) => {
    rounds += 1;
    const { error } = await admin.publish('Faq', faq, { question: `Round ${rounds}?` });
    expect(error).toBeUndefined();
    return ask(document, variables);
  };
  const content = await readContent(disturbed);
  const read = content.Faq.find(({ documentId }) => documentId === faq);
  expect(read?.question).toBe(`Round ${rounds}?`);
  expect(content.generation).toEqual(await readGeneration(ask));
});

test('82: more changes than one answer of the CMS tells are followed, in as many as it takes', async () => {
  const some = await readEntries(ask, 'FAQs', FaqsDocument, 'PUBLISHED');
  const own = some.filter(({ question }) => question?.startsWith('No. '));
  const ids = own.slice(0, 130).map(({ documentId }) => documentId);
  expect(ids).toHaveLength(130);
  const uid = 'api::faq.faq';
  const path = `/content-manager/collection-types/${uid}/actions/bulkUnpublish?locale=en`;
  const { asking, times } = meanwhile(LandingPagesDocument, async () => {
    expect((await admin.request('POST', path, { documentIds: ids })).error).toBeUndefined();
  });
  const since = await readGeneration(ask);
  const content = await readContent(asking);
  expect(content.Faq.filter(({ documentId }) => ids.includes(documentId))).toEqual([]);
  expect(times()).toBe(1);
  const changes = await readChanges(ask, since, 'PUBLISHED');
  expect([...(changes?.ids.get('Faq') ?? [])].sort()).toEqual([...new Set(ids)].sort());
  expect(changes?.generation).toEqual(content.generation);
});

test('82: while images are changed without pause a reading ends, and says that it may show them as they were', async () => {
  const image = await admin.upload(pngImage(8), 'swept.png', 'image/png', 'Before');
  let rounds = 0;
  const { asking } = meanwhile(LandingPagesDocument, async () => {
    rounds += 1;
    const fileInfo = JSON.stringify({ alternativeText: `Round ${rounds}` });
    const form = new FormData();
    form.set('fileInfo', fileInfo);
    const answer = await admin.request('POST', `/upload?id=${image.data.id}`, form);
    expect(answer.status).toBeLessThan(300);
  });
  expect((await readContent(asking)).isSweptOver).toBe(true);
  expect((await readContent(ask)).isSweptOver).toBe(false);
});

test('fault 17: an entry unpublished between two parts of a read hides no other entry', async () => {
  const hidden = await admin.create('Faq', { ...samples.faq, question: 'Not yet?' });
  // One goes and another comes, so that the total alone gives nothing away.
  const { asking } = meanwhile(FaqsDocument, async (answer, time) => {
    if (time > 1) return;
    const [first] = Reflect.get(answer, 'entries').nodes;
    await admin.unpublish('Faq', first.documentId, first.locale);
    await admin.publish('Faq', hidden.data.documentId);
  });
  const content = await readContent(asking);
  const published = await readEntries(ask, 'FAQs', FaqsDocument, 'PUBLISHED');
  expect(published.length).toBeGreaterThan(900);
  expect(content.Faq).toEqual(published);
});

test('fails a build on a revoked token, naming the setting', async () => {
  const result = await runBuild({ ...cms, siteToken: 'x'.repeat(40) }, await buildFolder());
  expect(result.failed).toBe(true);
  expect(result.all).toContain("it refuses the site's token. Set SITE_TOKEN");
});

test('fails a build when the CMS is not there, naming its address', async () => {
  const result = await runBuild({ ...cms, url: 'http://127.0.0.1:9' }, await buildFolder());
  expect(result.failed).toBe(true);
  expect(result.all).toContain('Could not reach the CMS at http://127.0.0.1:9/graphql');
});

test.each([
  [
    'fewer entries than the total',
    (body: string) => body.replace(/"total":\d+/, '"total":99999'),
    'of 99999 entries were received',
  ],
  ['truncated JSON', (body: string) => body.slice(0, body.length / 2), 'Could not re'],
  ['an HTML page', () => '<!doctype html><title>Maintenance</title>', 'Could not re'],
  [
    'GraphQL errors beside data',
    (body: string) => body.replace(/}\s*$/, ',"errors":[{"message":"database is gone"}]}'),
    'database is gone',
  ],
  ['a connection cut off', () => undefined, 'Could not reach the CMS'],
])('fails a build on %s, instead of building an empty page', async (_, spoil, message) => {
  const url = await spoiltCms((body) => (body.includes('contentGeneration') ? body : spoil(body)));
  const result = await runBuild({ ...cms, url }, await buildFolder());
  expect(result.failed).toBe(true);
  expect(result.all).toContain(message);
});

test('names every faulty entry that was published around the rules', async () => {
  const url = await spoiltCms((body) =>
    body.replaceAll('"price":12,', '"price":-3,').replaceAll('"weeks":6,', '"weeks":600,'),
  );
  const result = await runBuild({ ...cms, url }, await buildFolder());
  expect(result.failed).toBe(true);
  expect(result.all).toContain('Plan "Pro" (en): Price must be 0 or more');
  expect(result.all).toContain(
    'Path step "Python fundamentals and OOP" (en): Weeks must be a whole number',
  );
});
