import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { expect, inject, onTestFinished, test } from 'vitest';
import { loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { freePort } from '../../cms/tests/harness/free-port.ts';
import { listen } from './harness.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
const pagePath = '/python-for-backend-developers/';

/** A publisher whose CMS is the real one behind a wire that a test can disturb. */
async function publisherBehind(settings: Record<string, string> = {}) {
  type Answer = string | 'hang' | 'cut' | 'trickle';
  let disturb: ((body: string, question: string) => Answer) | undefined;
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
      const question = Buffer.concat(chunks).toString('utf8');
      const disturbed = disturb && isData ? disturb(body.toString('utf8'), question) : body;
      if (disturbed === 'hang') return;
      if (disturbed === 'cut') return void response.destroy();
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? '',
      });
      if (disturbed !== 'trickle') return void response.end(disturbed);
      const drops = setInterval(() => response.write(' '), 1000);
      response.on('close', () => clearInterval(drops));
    }),
  );
  const publisher = await createPublisher(
    { ...cms, url, publisherPort: await freePort() },
    { settings: { POLL_SECONDS: '2', ...settings } },
  );
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

/** Makes the generation look new, and unknown to whoever has read another one, so that everything is read. */
const withNewGeneration = (body: string, question: string) =>
  body
    .replace(/"changeId":"[^"]+"/, '"changeId":"00000000-new"')
    .replace(/"isComplete":\w+/, `"isComplete":${question.includes('00000000-new')}`);

test.each([
  ['fault 14: the CMS is gone', () => 'cut', 'unreachable'],
  ['fault 16: an HTML page instead of data', () => '<!doctype html>', 'refused'],
  [
    'fault 16: fewer entries than the total',
    (body: string, question: string) =>
      withNewGeneration(body, question).replace(/"total":\d+/, '"total":9999'),
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
    const { liveGeneration } = await publisher.status();
    const pageText = async () => (await fetch(publisher.siteUrl + pagePath)).text();
    const before = await pageText();
    disturb(disturbance);
    await wake(publisher);
    const failing = await publisher.until(({ state }) => state === 'failing');
    expect(failing.failure).toMatchObject({ reason });
    expect(Date.parse(failing.failure?.since ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(await pageText()).toBe(before);
    expect(failing.liveGeneration).toBe(liveGeneration);
    const readiness = await fetch(`${publisher.controlUrl}/readyz`);
    expect(readiness.status).toBe(503);
    expect(await readiness.json()).toMatchObject({
      isCmsReachable: reason !== 'unreachable',
      releaseAgeSeconds: expect.any(Number),
    });
    disturb(undefined);
    await publisher.until(({ state, failure }) => state === 'idle' && failure === null);
    expect((await fetch(`${publisher.controlUrl}/readyz`)).status).toBe(200);
  },
);

test('fault 19: when most pages would disappear at once, they stay until somebody confirms', async () => {
  const { publisher, disturb } = await publisherBehind({ LARGEST_LOSS: '0.5' });
  const statusOfPage = async () => (await fetch(publisher.siteUrl + pagePath)).status;
  disturb((body, question) => {
    const answer = JSON.parse(withNewGeneration(body, question));
    const isPages = answer.data?.entries?.nodes?.some((node: object) => 'slug' in node);
    if (isPages) answer.data.entries = { pageInfo: { total: 0 }, nodes: [] };
    return JSON.stringify(answer);
  });
  await wake(publisher);
  const { removals } = await publisher.until((status) => status.removals !== null);
  expect(removals?.pages).toContain(pagePath);
  await publisher.until(({ state }) => state === 'idle');
  expect(await statusOfPage()).toBe(200);
});

test('a faulty entry stays in its last good version; the others go live', async () => {
  const { publisher, disturb } = await publisherBehind();
  disturb((body, question) =>
    withNewGeneration(body, question)
      .replaceAll('"price":12,', '"price":-1,')
      .replaceAll('Aprende Python', 'Estudia Python'),
  );
  await wake(publisher);
  const { blocked } = await publisher.until(
    ({ state, blocked }) =>
      state === 'idle' && blocked.some(({ pages }) => pages.includes(pagePath)),
  );
  const reason = blocked.find(({ pages }) => pages.includes(pagePath))?.reason;
  expect(reason).toContain('Plan "Pro" (en): Price must be 0 or more');
  expect(await (await fetch(publisher.siteUrl + pagePath)).text()).toContain('$12');
  expect(await (await fetch(`${publisher.siteUrl}/es/`)).text()).toContain('Estudia Python');
});

test('79: a locale whose site settings become faulty keeps its pages', async () => {
  const { publisher, disturb } = await publisherBehind();
  const admin = await loginAsAdmin(cms);
  const publishSite = async () => {
    const path = '/content-manager/single-types/api::site.site/actions/publish?locale=es';
    const { error } = await admin.request('POST', path, { brand: 'MyPyMentor' });
    expect(error).toBeUndefined();
  };
  const spanishHome = () => fetch(`${publisher.siteUrl}/es/`);
  const spanishBrand = /("locale":"es","updatedAt":"[^"]*","brand":)"[^"]*"/g;
  disturb((body) => body.replaceAll(spanishBrand, '$1""'));
  await publishSite();
  await wake(publisher);
  await publisher.until(({ blocked }) => blocked.some(({ type }) => type === 'Site'));
  const home = await spanishHome();
  expect([home.status, await home.text()]).toEqual([
    200,
    expect.stringContaining('MyPyMentor</a>'),
  ]);
  disturb(undefined);
  await publishSite();
  await wake(publisher);
  await publisher.until(({ state, blocked }) => state === 'idle' && blocked.length === 0);
  expect((await spanishHome()).status).toBe(200);
});

test.each([
  ['fault 15: a CMS that hangs', 'hang'],
  ['fault 15: a CMS that sends a byte a second', 'trickle'],
] as const)('%s is given up on at a deadline, and the old site stays', async (_, disturbance) => {
  const { publisher, disturb } = await publisherBehind({ READ_SECONDS: '4' });
  const { liveGeneration } = await publisher.status();
  disturb(() => disturbance);
  await wake(publisher);
  const { failure } = await publisher.until(({ state }) => state === 'failing');
  expect(failure).toMatchObject({ reason: 'unreachable' });
  expect((await fetch(publisher.siteUrl + pagePath)).status).toBe(200);
  expect((await publisher.status()).liveGeneration).toBe(liveGeneration);
  disturb(undefined);
  await publisher.until(({ state }) => state === 'idle');
});

test.runIf(cms.database === 'sqlite')(
  'fault 18: ten thousand pages are all built and live, in less than a gigabyte',
  async () => {
    const { publisher, disturb } = await publisherBehind();
    const pages = 10_000;
    let all: { documentId: string }[] | undefined;
    let known: { documentId: string; slug: string; locale: string }[] | undefined;
    disturb((body, question) => {
      const answer = JSON.parse(withNewGeneration(body, question));
      if (!question.includes('landingPages_connection')) return JSON.stringify(answer);
      known ??= answer.data.entries.nodes;
      const original = known?.find(
        ({ locale, slug }) => locale === 'en' && slug === pagePath.slice(1, -1),
      );
      const clone = (number: number) => ({
        ...original,
        documentId: `multiplied${String(number).padStart(14, '0')}`,
        slug: `page-${number}`,
        title: `Page number ${number}`,
      });
      const { pageSize, filters } = JSON.parse(question).variables;
      all ??= [
        ...(known ?? []),
        ...Array.from({ length: pages }, (_, number) => clone(number)),
      ].sort((one, other) => (one.documentId < other.documentId ? -1 : 1));
      const rest = all.filter(({ documentId }) => documentId > filters.documentId.gt);
      answer.data.entries = { pageInfo: { total: rest.length }, nodes: rest.slice(0, pageSize) };
      return JSON.stringify(answer);
    });
    await wake(publisher);
    await publisher.until(
      ({ state, runs }) => state === 'idle' && runs.some(({ rendered }) => rendered > pages),
      300_000,
    );
    for (const number of [0, 4_321, 9_999])
      expect(await (await fetch(`${publisher.siteUrl}/page-${number}/`)).text()).toContain(
        `Page number ${number}</h1>`,
      );
    const sitemaps = await (await fetch(`${publisher.siteUrl}/sitemap.xml`)).text();
    expect(sitemaps.match(/<sitemap>/g)?.length).toBe(64);
    const memory = await readFile(`/proc/${publisher.pid()}/status`, 'utf8');
    expect(Number(/VmHWM:\s+(\d+) kB/.exec(memory)?.[1]) / 1024).toBeLessThan(1024);
  },
  400_000,
);

test('fault 23: what changed without an event is found when everything is read again', async () => {
  const { publisher, disturb } = await publisherBehind({ READ_ALL_SECONDS: '3' });
  const { runs } = await publisher.status();
  // The generation stays the same: nothing tells but the content itself.
  disturb((body) => body.replaceAll('Aprende Python', 'Estudia Python'));
  await publisher.until((status) => status.runs.length > runs.length && status.state === 'idle');
  expect(await (await fetch(`${publisher.siteUrl}/es/`)).text()).toContain('Estudia Python');
});

test.each(['../../etc/passwd', '.htaccess', 'a\u0000b', 'x'.repeat(5000), 'Grüße', 'a/b'])(
  'fault 28: a page with the slug %j is refused with its entry named, and nothing is written for it',
  async (slug) => {
    const { publisher, disturb } = await publisherBehind();
    disturb((body, question) => {
      const answer = JSON.parse(withNewGeneration(body, question));
      for (const node of answer.data?.entries?.nodes ?? [])
        if (node.slug === 'python-for-backend-developers' && node.locale === 'en') node.slug = slug;
      return JSON.stringify(answer);
    });
    await wake(publisher);
    const { blocked, release } = await publisher.until(
      (status) => status.state === 'idle' && status.blocked.length > 0,
    );
    expect(blocked[0]).toMatchObject({ type: 'LandingPage', locale: 'en', field: 'Address' });
    expect(blocked[0]?.reason).toMatch(/^Landing page ".+" \(en\): Address /);
    const paths = (await publisher.releases.read(release)).files.paths();
    expect(paths.filter((path) => path.includes('..') || path.startsWith('.ht'))).toEqual([]);
  },
);
