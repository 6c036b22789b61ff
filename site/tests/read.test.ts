import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaqsDocument } from '@lectern/shared-types';
import { beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { type Ask, createAsk } from '../src/cms/client.ts';
import { readContent } from '../src/cms/read-content.ts';
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

test('reads more than 1,000 entries whole, in two queries', async () => {
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
  expect(queries).toBe(2);
});

test('reads again when an entry is unpublished in the middle of a read', async () => {
  const faq = await admin.createPublished('Faq', { ...samples.faq, question: 'Here and gone?' });
  let calls = 0;
  const disturbed: Ask = async (document, variables) => {
    calls += 1;
    const answer = await ask(document, variables);
    if (calls === 6) await admin.unpublish('Faq', faq);
    return answer;
  };
  const content = await readContent(disturbed);
  expect(content.Faq.some(({ documentId }) => documentId === faq)).toBe(false);
  expect(calls).toBeGreaterThan(20);
});

test('fault 17: an entry unpublished between two pages of a read hides no other entry', async () => {
  const hidden = await admin.create('Faq', { ...samples.faq, question: 'Not yet?' });
  let firstPages = 0;
  const disturbed: Ask = async (document, variables) => {
    const answer = await ask(document, variables);
    if (Object.is(document, FaqsDocument) && Reflect.get(variables, 'page') === 1) {
      firstPages += 1;
      const [first] = Object(answer).entries.nodes;
      // One goes and another comes, so that the total alone gives nothing away.
      if (firstPages === 1) {
        await admin.unpublish('Faq', first.documentId, first.locale);
        await admin.publish('Faq', hidden.data.documentId);
      }
    }
    return answer;
  };
  const content = await readContent(disturbed);
  const published = await readEntries(ask, 'FAQs', FaqsDocument, 'PUBLISHED');
  expect(published.length).toBeGreaterThan(1000);
  expect(content.Faq).toEqual(published);
  expect(firstPages).toBe(2);
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
  expect(result.all).toContain('Plan "Pro" (en): price must be 0 or more');
  expect(result.all).toContain(
    'Path Step "Python fundamentals and OOP" (en): weeks must be a whole number',
  );
});
