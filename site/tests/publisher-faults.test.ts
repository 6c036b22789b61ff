import { createServer } from 'node:http';
import { expect, inject, onTestFinished, test } from 'vitest';
import { freePort } from '../../cms/tests/harness/free-port.ts';
import { listen } from './harness.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
const pagePath = '/python-for-backend-developers/';

/** A publisher whose CMS is the real one behind a wire that a test can disturb. */
async function publisherBehind() {
  let disturb: ((body: string) => string | 'hang' | 'cut') | undefined;
  const url = await listen(
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
      const body = Buffer.from(await answer.arrayBuffer());
      const isData = request.url === '/graphql';
      const disturbed = disturb && isData ? disturb(body.toString('utf8')) : body;
      if (disturbed === 'hang') return;
      if (disturbed === 'cut') return void response.destroy();
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? '',
      });
      response.end(disturbed);
    }),
  );
  const publisher = await createPublisher({ ...cms, url, publisherPort: await freePort() });
  onTestFinished(async () => {
    await publisher.kill('SIGTERM');
    await publisher.remove();
  });
  await publisher.start();
  await publisher.until(({ state }) => state === 'idle');
  return {
    publisher,
    disturb: (how: typeof disturb) => {
      disturb = how;
    },
  };
}

const wake = (publisher: TestPublisher) =>
  fetch(`${publisher.controlUrl}/hooks/strapi`, {
    method: 'POST',
    headers: { 'x-lectern-key': cms.publisherKey },
    body: '{}',
  });

/** Makes the generation look new, so that the publisher has to read. */
const withNewGeneration = (body: string) =>
  body.replace(/"changeId":"[^"]+"/, '"changeId":"00000000-new"');

test.each([
  ['fault 14: the CMS is gone', () => 'cut', 'unreachable'],
  ['fault 16: an HTML page instead of data', () => '<!doctype html>', 'refused'],
  [
    'fault 16: fewer entries than the total',
    (body: string) => withNewGeneration(body).replace(/"total":\d+/, '"total":9999'),
    'incomplete',
  ],
  [
    'fault 20: a field was renamed',
    () => '{"errors":[{"message":"Cannot query field \\"title\\" on type \\"Faq\\"."}]}',
    'refused',
  ],
  [
    'fault 21: the token was revoked',
    () =>
      '{"errors":[{"message":"Forbidden access","extensions":{"code":"FORBIDDEN"}}],"data":null}',
    'unauthorized',
  ],
] as const)(
  '%s: the old site stays, the status says why and since when, and it recovers',
  async (_, disturbance, reason) => {
    const { publisher, disturb } = await publisherBehind();
    const { release } = await publisher.status();
    disturb(disturbance);
    await wake(publisher);
    const failing = await publisher.until(({ state }) => state === 'failing');
    expect(failing.failure).toMatchObject({ reason });
    expect(Date.parse(failing.failure?.since ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect((await fetch(publisher.siteUrl + pagePath)).status).toBe(200);
    expect(failing.release).toBe(release);
    expect((await fetch(`${publisher.controlUrl}/readyz`)).status).toBe(503);
    disturb(undefined);
    await publisher.until(({ state, failure }) => state === 'idle' && failure === null);
    expect((await fetch(`${publisher.controlUrl}/readyz`)).status).toBe(200);
  },
);

test('fault 19: when most pages would disappear at once, nothing is published', async () => {
  const { publisher, disturb } = await publisherBehind();
  const { release } = await publisher.status();
  disturb((body) => {
    const answer = JSON.parse(withNewGeneration(body));
    const isPages = answer.data?.entries?.nodes?.some((node: object) => 'slug' in node);
    if (isPages) answer.data.entries = { pageInfo: { total: 0 }, nodes: [] };
    return JSON.stringify(answer);
  });
  await wake(publisher);
  const { failure } = await publisher.until(({ state }) => state === 'failing');
  expect(failure?.message).toMatch(/\d+ of \d+ pages would disappear at once/);
  expect((await publisher.status()).release).toBe(release);
});

test('a faulty entry blocks the pages that show it; the others go live', async () => {
  const { publisher, disturb } = await publisherBehind();
  disturb((body) =>
    withNewGeneration(body)
      .replaceAll('"price":12,', '"price":-1,')
      .replaceAll('Aprende Python', 'Estudia Python'),
  );
  await wake(publisher);
  const { blocked } = await publisher.until(
    ({ state, blocked }) => state === 'idle' && blocked.some(({ path }) => path === pagePath),
  );
  const reasons = blocked.find(({ path }) => path === pagePath)?.reasons.join(' ');
  expect(reasons).toContain('Plan "Pro" (en): price must be 0 or more');
  expect(await (await fetch(publisher.siteUrl + pagePath)).text()).toContain('$12');
  expect(await (await fetch(`${publisher.siteUrl}/es/`)).text()).toContain('Estudia Python');
});
