import { expect, inject, test } from 'vitest';
import './harness/provided.ts';

const cms = inject('cms');

/** @param variables as a value, or as JSON */
async function ask(query: string, variables: object | string = {}) {
  const text = typeof variables === 'string' ? variables : JSON.stringify(variables);
  return send('POST', `{"query":${JSON.stringify(query)},"variables":${text}}`);
}

async function send(method: 'POST' | 'GET', content: string) {
  const isPost = method === 'POST';
  const response = await fetch(`${cms.url}/graphql${isPost ? '' : `?${content}`}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${cms.siteToken}` },
    ...(isPost ? { body: content } : {}),
  });
  const text = await response.text();
  return { status: response.status, text };
}

const policy = (previewUrl: string) =>
  [
    "default-src 'self'",
    "base-uri 'self'",
    "connect-src 'self'",
    "font-src 'self' data:",
    "form-action 'self'",
    "frame-ancestors 'none'",
    `frame-src ${previewUrl}`,
    "img-src 'self' data: blob:",
    "media-src 'self' data: blob:",
    "object-src 'none'",
    "script-src 'self'",
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
  ].toSorted();

test.each(['/admin', '/admin/', '/admin/content-manager'])(
  '60: the policy that is sent with %s is the one that is configured',
  async (path) => {
    const { headers } = await fetch(cms.url + path);
    const sent = headers.get('content-security-policy') ?? '';
    expect(sent.split(';').toSorted()).toEqual(policy(cms.previewUrl));
  },
);

test.each(['https://evil.example', 'null', 'http://localhost:1337'])(
  '60: the origin %s may not call GraphQL',
  async (origin) => {
    for (const method of ['OPTIONS', 'POST', 'GET']) {
      const { headers } = await fetch(`${cms.url}/graphql?query={__typename}`, {
        method,
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type',
          'content-type': 'application/json',
          authorization: `Bearer ${cms.siteToken}`,
        },
        ...(method === 'POST' ? { body: '{"query":"{__typename}"}' } : {}),
      });
      const allowed = headers.get('access-control-allow-origin');
      expect([method, allowed === '' ? null : allowed]).toEqual([method, null]);
    }
  },
);

const nested = (depth: number, copies: number) =>
  Array.from(
    { length: depth },
    (_, at) =>
      `fragment F${at} on LandingPage { documentId ${at + 1 < depth ? `...F${at + 1} `.repeat(copies) : ''}}`,
  ).join('\n');

test.each([
  ['22 fragments that use the next one twice', `{ landingPages { ...F0 } } ${nested(22, 2)}`],
  ['12 fragments that use the next one five times', `{ landingPages { ...F0 } } ${nested(12, 5)}`],
  [
    'fragments whose lists use the next one',
    `{ landingPages { ...F0 } } ${nested(18, 1).replaceAll(/\.\.\.(F\d+)/g, 'localizations { ...$1 } b: localizations { ...$1 }')}`,
  ],
  [
    'a fragment that uses itself',
    '{ faqs { ...A } } fragment A on Faq { ...B } fragment B on Faq { ...A }',
  ],
])('60: refused at once: %s', async (_, query) => {
  expect(await ask(query)).toEqual({
    status: 400,
    text: expect.stringContaining(
      'Could not answer this operation: it selects more than 1000 fields, or has a fragment that uses itself. Ask for less, in several operations.',
    ),
  });
});

test('60: an operation in an address is not read', async () => {
  for (const query of ['{ __typename }', `{ landingPages { ...F0 } } ${nested(22, 2)}`]) {
    const { status, text } = await send('GET', new URLSearchParams({ query }).toString());
    expect([status, text]).toEqual([400, expect.stringContaining('has to be sent by POST')]);
  }
});

test.each([
  ['no JSON', '{"query":'],
  ['no operation', '{}'],
  ['a list of operations', '[{"query":"{ __typename }"}]'],
  ['a megabyte and more', JSON.stringify({ query: '{ __typename }', x: 'x'.repeat(1_100_000) })],
])('60: a body that is %s is a fault of the request', async (_, body) => {
  expect((await send('POST', body)).status).toBeOneOf([400, 413]);
});

test('60: an operation that is too long is not read to its end', async () => {
  const { status, text } = await ask(`{ faqs { ${'question '.repeat(2000)} } }`);
  expect([status, text]).toEqual([400, expect.stringContaining('tokens')]);
});

test.each([
  [
    'aliases',
    `{ ${Array.from({ length: 50 }, (_, at) => `a${at}: faqs { question }`).join(' ')} }`,
  ],
  ['depth', `{ landingPages ${'{ localizations '.repeat(10)} { title } ${'}'.repeat(10)} }`],
  [
    'cost',
    `{ landingPages { ${'localizations { '.repeat(6)} ${'title '.repeat(400)} ${'} '.repeat(6)} } }`,
  ],
])('60: too many or too much of %s is a fault of the request', async (_, query) => {
  const { status, text } = await ask(query);
  expect([status, text]).toEqual([400, expect.stringMatching(/limit|exceed|depth|alias|cost/i)]);
});

const conditions = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ question: { eq: `Question ${at}` } }));

test.each([
  ['2,000 filters', { or: conditions(2000) }],
  ['filters 5,000 deep', `${'{"and":['.repeat(5000)}{}${']}'.repeat(5000)}`],
  ['a list of 500 lists', { documentId: { in: Array.from({ length: 500 }, () => []) } }],
])('60: refused at once: %s', async (_, filters) => {
  const query = 'query Many($filters: FaqFiltersInput) { faqs(filters: $filters) { question } }';
  const variables = typeof filters === 'string' ? `{"filters":${filters}}` : { filters };
  expect(await ask(query, variables)).toEqual({
    status: 400,
    text: expect.stringContaining('more than 100 conditions. Filter by fewer.'),
  });
});

test('60: filters in the operation itself are counted, too', async () => {
  const filters = conditions(90).map(({ question }) => `{question:{eq:"${question.eq}"}}`);
  const { status, text } = await ask(`{ faqs(filters: {or: [${filters}]}) { question } }`);
  expect([status, text]).toEqual([400, expect.stringContaining('more than 100 conditions')]);
});

test('60: a thousand ids and a few dozen filters are answered', async () => {
  const query = 'query Some($filters: FaqFiltersInput) { faqs(filters: $filters) { question } }';
  const ids = Array.from({ length: 1000 }, (_, at) => `id-${at}`);
  for (const filters of [{ documentId: { in: ids } }, { or: conditions(30) }])
    expect(await ask(query, { filters })).toEqual({ status: 200, text: '{"data":{"faqs":[]}}\n' });
});

test('60: an error of the database is told in the log, not to who asks', async () => {
  // The first is more than SQLite compares, the second is no text for PostgreSQL.
  const texts = ['canary-61aa'.repeat(6000), 'canary-61aa\0'];
  const query = 'query Some($filters: FaqFiltersInput) { faqs(filters: $filters) { question } }';
  const answers: string[] = [];
  for (const contains of texts)
    answers.push((await ask(query, { filters: { question: { contains } } })).text);
  expect(answers.filter((answer) => answer.includes('Internal Server Error'))).toHaveLength(1);
  for (const answer of answers) expect(answer).not.toMatch(/select|canary/i);
});
