import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { freePort } from '../../cms/tests/harness/free-port.ts';
import { runSql } from '../../cms/tests/harness/run-sql.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { publicSiteUrl } from './harness.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
const target = '/python-for-backend-developers/';
let admin: AdminClient;
let publisher: TestPublisher;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  publisher = await createPublisher({ ...cms, publisherPort: await freePort() });
  await publisher.start({ POLL_SECONDS: '1', READ_ALL_SECONDS: '2' });
  await publisher.until(({ state }) => state === 'idle');
});
afterAll(async () => {
  await publisher.kill('SIGTERM');
  await publisher.remove();
});

/** What visitors of an address get: the status, and where they are sent if they are. */
async function answerAt(path: string): Promise<string> {
  const answer = await fetch(publisher.siteUrl + path, { redirect: 'manual' });
  const location = answer.headers.get('location');
  return location === null ? String(answer.status) : `${answer.status} ${location}`;
}
const redirect = (from: string, to: string, permanent = true) =>
  admin.createPublished('Redirect', { from, to, permanent });
const remove = async (...ids: string[]) => {
  for (const id of ids) await admin.remove('Redirect', id);
};

test.each([
  ['/old.html', ['/old.html', '/old.html/']],
  ['/v2.0/', ['/v2.0/', '/v2.0']],
  ['/es/vieja', ['/es/vieja', '/es/vieja/', '/es/vieja/index.html']],
  ['/Old/Page', ['/Old/Page', '/Old/Page/']],
  ['/docs/app.tar.gz', ['/docs/app.tar.gz']],
])('62: a redirect from %s works under every spelling', async (from, spellings) => {
  const id = await redirect(from, target);
  await publisher.caughtUp();
  for (const path of spellings) expect(await answerAt(path), path).toBe(`301 ${target}`);
  await remove(id);
  await publisher.caughtUp();
  expect(await answerAt(from)).toBe('404');
});

test('62: a redirect from below another, and one from below a page, are in nobody’s way', async () => {
  const ids = [
    await redirect('/above/', target),
    await redirect('/above/below/', '/es/'),
    await redirect(`${target}below/`, '/'),
  ];
  await publisher.caughtUp();
  expect(await answerAt('/above/')).toBe(`301 ${target}`);
  expect(await answerAt('/above/below/')).toBe('301 /es/');
  expect(await answerAt(`${target}below/`)).toBe('301 /');
  expect(await answerAt(target)).toBe('200');
  await remove(...ids);
});

test('62: redirects that follow each other are one hop, for as long as all are for ever', async () => {
  const last = await redirect('/chain-3/', `${target}?from=3#faqs-heading`);
  const middle = await redirect('/chain-2/', `${publicSiteUrl}/chain-3?from=2`, false);
  const first = await redirect('/chain-1/', '/chain-2');
  await publisher.caughtUp();
  expect(await answerAt('/chain-1/?x=y')).toBe(`302 ${target}?from=3&from=2&x=y#faqs-heading`);
  await admin.publish('Redirect', middle, { permanent: true });
  await admin.publish('Redirect', last, {
    to: 'https://elsewhere.example/año?q=ñ {{x}}'.replace(' ', ''),
  });
  await publisher.caughtUp();
  expect(await answerAt('/chain-1')).toBe(
    '301 https://elsewhere.example/a%C3%B1o?q=%C3%B1%7B%7Bx%7D%7D&from=2',
  );
  await remove(first, middle, last);
});

test.each(['#top', '#:~:text=Flask', '#faqs-heading:~:text=a#b'])(
  '62: a redirect to %s of a page is live, which every page has',
  async (anchor) => {
    const id = await redirect('/to-a-place/', `${target}${anchor}`);
    expect((await publisher.caughtUp()).blocked).toEqual([]);
    expect(await answerAt('/to-a-place/?x=y')).toBe(`301 ${target}?x=y${anchor}`);
    await remove(id);
  },
);

test('62: a redirect to a place that goes from its page still leads to the page, and says so', async () => {
  const faq = await admin.createPublished('Faq', samples.faq);
  const page = await admin.createPublished('LandingPage', {
    ...samples.landingPage('with-a-place'),
    faqs: { set: [{ documentId: faq }] },
  });
  const id = await redirect('/to-the-place/', '/with-a-place/#faqs');
  expect((await publisher.caughtUp()).blocked).toEqual([]);
  const fault = { documentId: id, pages: ['/to-the-place/'], isHeld: false };
  for (const round of ['gone', 'gone, and read anew']) {
    await admin.publish('LandingPage', page, { faqs: { set: [] }, title: round });
    expect((await publisher.caughtUp()).blocked).toMatchObject([fault]);
    expect(await answerAt('/to-the-place/')).toBe('301 /with-a-place/#faqs');
    expect(await (await fetch(`${publisher.siteUrl}/with-a-place/`)).text()).toContain(round);
  }
  await admin.publish('LandingPage', page, { faqs: { set: [{ documentId: faq }] } });
  expect((await publisher.caughtUp()).blocked).toEqual([]);
  await remove(id);
  await admin.remove('LandingPage', page);
  await admin.remove('Faq', faq);
});

test('62: a redirect to a page that is not there is not live, and works once the page is', async () => {
  const id = await redirect('/to-come/', '/soon-to-come/');
  const { blocked } = await publisher.caughtUp();
  expect(blocked).toMatchObject([
    {
      pages: ['/to-come/'],
      documentId: id,
      reason:
        'Redirect "/to-come/": To leads to /soon-to-come/, which does not exist. Correct it, or publish what it leads to first.',
    },
  ]);
  expect(await answerAt('/to-come/')).toBe('404');
  const page = await admin.createPublished('LandingPage', samples.landingPage('soon-to-come'));
  expect((await publisher.caughtUp()).blocked).toEqual([]);
  expect(await answerAt('/to-come/')).toBe('301 /soon-to-come/');
  await remove(id);
  await admin.remove('LandingPage', page);
});

test('62: a redirect to a file that is not there is not live either', async () => {
  const id = await redirect('/to-file/', '/brochure.pdf');
  const { blocked } = await publisher.caughtUp();
  expect(blocked.map(({ pages }) => pages)).toEqual([['/to-file/']]);
  await remove(id);
});

test('63: an address that comes back is the page’s again, and the redirect says so', async () => {
  const page = await admin.createPublished('LandingPage', samples.landingPage('address-a'));
  await publisher.caughtUp();
  await admin.publish('LandingPage', page, { slug: 'address-b' });
  const id = await redirect('/address-a/', '/address-b/');
  await publisher.caughtUp();
  expect(await answerAt('/address-a/')).toBe('301 /address-b/');
  expect(await answerAt('/address-b/')).toBe('200');

  await admin.publish('LandingPage', page, { slug: 'address-a' });
  const { blocked } = await publisher.caughtUp();
  expect(await answerAt('/address-a/')).toBe('200');
  expect(await answerAt('/address-b/')).toBe('404');
  expect(blocked).toEqual([
    expect.objectContaining({
      documentId: id,
      field: 'From',
      reason:
        'Redirect "/address-a/": From is the address of the page "Page address-a" (en), which visitors see there. Move or unpublish that page first, or unpublish this redirect.',
    }),
  ]);
  const back = await redirect('/address-b/', '/address-a/');
  await publisher.caughtUp();
  expect(await answerAt('/address-b/')).toBe('301 /address-a/');

  // With the page gone both would lead to each other: neither does.
  await admin.unpublish('LandingPage', page);
  await publisher.caughtUp();
  expect(await answerAt('/address-a/')).toBe('404');
  expect(await answerAt('/address-b/')).toBe('301 /address-a/');
  await remove(id, back);
  await admin.remove('LandingPage', page);
});

describe.runIf(cms.database === 'sqlite')('62: what got past the CMS blocks itself alone', () => {
  test.each([
    ['/robots.txt/x/', target],
    ['/es/', target],
    [`/${'x'.repeat(280)}/`, target],
    ['/../../../escaped/', target],
    ['/a//b/', target],
    ['/sql-circle/', '/sql-circle/?again'],
    ['/sql-circle/', `${publicSiteUrl}/sql-circle`],
    ['/sql-script/', 'javascript:alert(1)'],
    ['/sql-null/', 'https://elsewhere.example/\r\nset-cookie: a=b'],
    [target, '/'],
  ])('a redirect from %s to %s', async (from, to) => {
    const id = await redirect('/by-sql/', target);
    await publisher.caughtUp();
    expect(await answerAt('/by-sql/')).toBe(`301 ${target}`);
    const sql = `update redirects set "from" = '${from}', "to" = '${to}' where document_id = '${id}'`;
    await runSql(cms.dataFolder, undefined, sql);
    const told = await publisher.until(({ blocked }) =>
      blocked.some(({ documentId }) => documentId === id),
    );
    expect(told.failure).toBeNull();
    const page = await admin.createPublished('LandingPage', samples.landingPage('beside-sql'));
    await publisher.caughtUp();
    expect(await answerAt('/beside-sql/')).toBe('200');
    expect(await answerAt(target)).toBe('200');
    expect(await answerAt('/robots.txt')).toBe('200');
    await remove(id);
    await admin.remove('LandingPage', page);
    await publisher.caughtUp();
  });

  test('two redirects that lead to each other', async () => {
    const one = await redirect('/sql-one/', target);
    const other = await redirect('/sql-other/', '/sql-one/');
    await publisher.caughtUp();
    await runSql(
      cms.dataFolder,
      undefined,
      `update redirects set "to" = '/sql-other/' where document_id = '${one}'`,
    );
    const { blocked } = await publisher.until((status) => status.blockedCount > 0);
    // The other one is as it was, and was good.
    expect(blocked.map(({ documentId }) => documentId)).toEqual([one]);
    // What was good stays.
    expect(await answerAt('/sql-one/')).toBe(`301 ${target}`);
    expect(await answerAt('/sql-other/')).toBe(`301 ${target}`);
    await remove(one, other);
  });
});
