import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { buildSite, publicSiteUrl, remove } from './harness.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
const pagePath = '/python-for-backend-developers/';
let admin: AdminClient;
let publisher: TestPublisher;
let planId: string;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  const path = '/content-manager/collection-types/api::plan.plan?locale=en&filters[name][$eq]=Pro';
  const { data } = await admin.request('GET', path);
  planId = (data.results as { documentId: string }[])[0]?.documentId ?? '';
  publisher = await createPublisher(cms);
  await publisher.start();
  await publisher.until(({ state }) => state === 'idle');
});

afterAll(async () => {
  await publisher.kill('SIGTERM');
  await publisher.remove();
  await setPrice(12);
});

async function setPrice(price: number): Promise<void> {
  const answer = await admin.publish('Plan', planId, { price });
  expect(answer.error).toBeUndefined();
}

const pageText = async () => (await fetch(publisher.siteUrl + pagePath)).text();

async function untilPageShows(text: string, within = 120_000): Promise<void> {
  const deadline = Date.now() + within;
  while (!(await pageText()).includes(text)) {
    if (Date.now() > deadline) throw new Error(`The page never showed ${text}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until the live site shows the generation that the CMS has now. */
test('every page is byte for byte what a plain build makes of the same content', async () => {
  const built = await buildSite(cms);
  const live = await publisher.caughtUp();
  const { files } = await publisher.releases.read(live.release);
  const names = files.paths().filter((name) => /\.(html|xml|txt)$/.test(name));
  expect(names.length).toBeGreaterThanOrEqual(9);
  for (const name of names)
    expect(await publisher.readLive(name), name).toBe(await built.read(name));
  expect(await built.read('sitemap.xml')).toContain(publicSiteUrl);
  await remove(built.folder);
});

test('a publish in the admin is live without a further step, and renders only what reads it', async () => {
  await setPrice(31.5);
  await untilPageShows('$31.50');
  const { runs, release } = await publisher.caughtUp();
  expect(runs[0]?.rendered).toBe(2);
  expect(runs[0]?.toLive).toBeGreaterThan(0);
  const metrics = await (await fetch(`${publisher.controlUrl}/metrics`)).text();
  expect(metrics).toMatch(/lectern_publish_to_live_seconds_count [1-9]/);
  const shown = (await (await fetch(`${publisher.siteUrl}/release.json`)).json()) as {
    release: string;
  };
  expect(shown.release).toBe(release);
});

test('what an incremental run releases equals a plain build', async () => {
  const faq = await admin.createPublished('Faq', { ...samples.faq, question: 'Comes and goes?' });
  const page = await admin.createPublished('LandingPage', {
    ...samples.landingPage('comes-and-goes'),
    faqs: { connect: [{ documentId: faq, locale: 'en' }] },
  });
  await admin.unpublish('Faq', faq);
  await admin.publish('Faq', faq);
  await admin.publish('LandingPage', page, { title: 'Another title' });
  await publisher.caughtUp();
  const built = await buildSite(cms);
  const names = ['comes-and-goes/index.html', 'index.html', 'sitemaps/1-of-1.xml'];
  for (const name of names)
    expect(await publisher.readLive(name), name).toBe(await built.read(name));
  expect(await built.read('comes-and-goes/index.html')).toContain('Comes and goes?');
  await admin.unpublish('LandingPage', page);
  await publisher.caughtUp();
  expect((await fetch(`${publisher.siteUrl}/comes-and-goes/`)).status).toBe(404);
  await remove(built.folder);
});

test('a page that is not right blocks itself alone, stays at its last good version, and says why', async () => {
  const sample = samples.landingPage('half-right');
  const page = await admin.createPublished('LandingPage', sample);
  await publisher.caughtUp();
  const broken = { callToAction: { label: 'To the plans', url: '#plans' }, title: 'Broken' };
  await admin.publish('LandingPage', page, broken);
  await setPrice(33);
  await untilPageShows('$33<');
  const { blocked } = await publisher.caughtUp();
  expect(blocked).toEqual([
    {
      reason:
        'The link "To the plans" leads to #plans, which is not on the page. It is in Landing page "Broken" (en): Button → Address. Correct the link, or publish what it leads to first.',
      type: 'LandingPage',
      documentId: page,
      locale: 'en',
      field: 'Button → Address',
      isHeld: true,
      pages: ['/half-right/'],
      pageCount: 1,
    },
  ]);
  const kept = await (await fetch(`${publisher.siteUrl}/half-right/`)).text();
  expect(kept).toContain('Page half-right');
  await admin.publish('LandingPage', page, { callToAction: sample.callToAction });
  expect((await publisher.caughtUp()).blocked).toEqual([]);
});

test('a link to a place that another page does not have holds back the page with the link, until it is there', async () => {
  const target = samples.landingPage('place-of-links');
  const page = await admin.createPublished('LandingPage', target);
  const linking = await admin.createPublished('LandingPage', {
    ...samples.landingPage('leads-there'),
    callToAction: { label: 'There', url: '/place-of-links/#closing-heading' },
    title: 'Leads there at first',
  });
  const reason =
    'The link "There" leads to /place-of-links/#closing-heading, which is not on that page. It is in Landing page "Leads there at first" (en): Button → Address. Correct the link, or publish what it leads to first.';
  const fault = { documentId: linking, pages: ['/leads-there/'], reason };
  expect((await publisher.caughtUp()).blocked).toMatchObject([{ ...fault, isHeld: true }]);
  expect((await fetch(`${publisher.siteUrl}/leads-there/`)).status).toBe(404);
  const closing = { title: 'The end', body: 'Of it.', callToAction: target.callToAction };
  await admin.publish('LandingPage', page, { closing });
  expect((await publisher.caughtUp()).blocked).toEqual([]);
  expect(await (await fetch(`${publisher.siteUrl}/leads-there/`)).text()).toContain('at first');
  // The place goes: the page with the link is shown as it is published, and its link is named.
  await admin.publish('LandingPage', page, { closing: null });
  expect((await publisher.caughtUp()).blocked).toMatchObject([{ ...fault, isHeld: false }]);
  expect((await fetch(`${publisher.siteUrl}/leads-there/`)).status).toBe(200);
  for (const each of [linking, page]) await admin.remove('LandingPage', each);
  expect((await publisher.caughtUp()).blocked).toEqual([]);
});

describe('the hook endpoint', () => {
  const send = (body: string, headers: Record<string, string>) =>
    fetch(`${publisher.controlUrl}/hooks/content`, { method: 'POST', headers, body });
  const signed = (body: string, id: string, time = new Date(), key = cms.publisherKey) => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(time.getTime() / 1000)),
    'webhook-signature': new Webhook(key).sign(id, time, body),
  });

  test('fault 1: a missing or wrong signature, or one changed byte, is 401 and no work', async () => {
    const body = '{"type":"content.changed"}';
    expect((await send(body, {})).status).toBe(401);
    expect((await send(`${body} `, signed(body, 'a'))).status).toBe(401);
    expect((await send(body, signed(body, 'b', new Date(), 'b'.repeat(64)))).status).toBe(401);
    expect((await send(body, signed(body, 'c'))).status).toBe(202);
  });

  test('fault 2: the same message twice is accepted twice; one from ten minutes ago is not', async () => {
    const body = '{}';
    expect((await send(body, signed(body, 'twice'))).status).toBe(202);
    expect((await send(body, signed(body, 'twice'))).status).toBe(202);
    const old = new Date(Date.now() - 600_000);
    expect((await send(body, signed(body, 'old', old))).status).toBe(401);
  });

  test('fault 4: a body without end is refused at 64 kB', async () => {
    const answer = await new Promise<number>((resolve, reject) => {
      const message = request(`${publisher.controlUrl}/hooks/content`, { method: 'POST' });
      message.on('response', ({ statusCode }) => {
        resolve(statusCode ?? 0);
        message.destroy();
      });
      message.on('error', reject);
      for (let sent = 0; sent < 10; sent += 1) message.write('x'.repeat(10_000));
    });
    expect(answer).toBe(413);
  });

  test('fault 10: unknown and malformed messages change nothing', async () => {
    const before = await publisher.caughtUp();
    for (const body of ['', 'null', '{"type":"something.else"}', '{', '[1,2'])
      expect([202, 401]).toContain((await send(body, signed(body, 'odd'))).status);
    expect((await publisher.caughtUp()).release).toBe(before.release);
  });

  test('a native webhook of Strapi counts as a hint, with its secret header', async () => {
    const post = (key: string) =>
      fetch(`${publisher.controlUrl}/hooks/strapi`, {
        method: 'POST',
        headers: { 'x-lectern-key': key },
        body: '{}',
      });
    expect((await post('wrong')).status).toBe(401);
    expect((await post(cms.publisherKey)).status).toBe(202);
  });
});

describe('serving', () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(publisher.siteUrl + path, { headers, redirect: 'manual' });
  /** As written, since fetch tidies an address before it sends it. */
  const raw = (path: string) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const { hostname, port } = new URL(publisher.siteUrl);
      request({ hostname, port, path }, (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      })
        .on('error', reject)
        .end();
    });

  test.each([
    '/../../../etc/passwd',
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/%252e%252e/etc/passwd',
    '/..\\..\\etc\\passwd',
    '/index.html%00.txt',
    '/.env',
    '/%',
    '/__proto__',
    '/constructor',
  ])('fault 38: %s leaks nothing', async (path) => {
    const { status, body } = await raw(path);
    expect([400, 404]).toContain(status);
    expect(body).not.toContain('root:');
  });

  test('fault 39: whoever asks for a part gets the whole, never a mixture', async () => {
    const whole = await (await get(pagePath, { 'accept-encoding': 'identity' })).text();
    const part = await get(pagePath, { range: 'bytes=0-99', 'accept-encoding': 'identity' });
    expect([part.status, await part.text()]).toEqual([200, whole]);
    expect(part.headers.get('accept-ranges')).toBeNull();
  });

  test('fault 41: whatever a browser has kept, it gets the page as it is now', async () => {
    await setPrice(41);
    await untilPageShows('$41<');
    const { headers } = await get(pagePath);
    expect([headers.get('etag'), headers.get('last-modified')]).toEqual([null, null]);
    const conditions = { 'if-none-match': '*', 'if-modified-since': new Date().toUTCString() };
    const answer = await get(pagePath, conditions);
    expect([answer.status, (await answer.text()).includes('$41<')]).toEqual([200, true]);
  });

  test('fault 42: brotli, gzip and identity hold the same bytes', async () => {
    await setPrice(43);
    await untilPageShows('$43<');
    // Until gzip is made, which takes a second, whoever takes nothing better gets the page as it is.
    expect(await (await get(pagePath, { 'accept-encoding': 'gzip' })).text()).toContain('$43<');
    const encodingOfGzip = async () =>
      (await get(pagePath, { 'accept-encoding': 'gzip' })).headers.get('content-encoding');
    await expect.poll(encodingOfGzip).toBe('gzip');
    const answers = await Promise.all(
      ['br', 'gzip', 'identity'].map((encoding) => get(pagePath, { 'accept-encoding': encoding })),
    );
    expect(answers.map(({ headers }) => headers.get('content-encoding'))).toEqual([
      'br',
      'gzip',
      null,
    ]);
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(answers.every(({ headers }) => headers.get('vary') === 'Accept-Encoding')).toBe(true);
  });

  test('fault 43: pages are asked for anew, hashed assets kept for a year, a 404 is real and styled', async () => {
    expect((await get(pagePath)).headers.get('cache-control')).toBe('no-cache');
    const { release } = await publisher.status();
    const { files } = await publisher.releases.read(release);
    const asset = files.paths().find((name) => name.startsWith('_astro/')) ?? '';
    expect((await get(`/${asset}`)).headers.get('cache-control')).toContain('immutable');
    const missing = await get('/not-there/');
    expect([missing.status, missing.headers.get('cache-control')]).toEqual([
      404,
      'public, max-age=10',
    ]);
    expect(await missing.text()).toContain('This page does not exist');
  });

  test('redirects are answered as such', async () => {
    const answer = await get('/python-backend/');
    expect([answer.status, answer.headers.get('location')]).toEqual([301, pagePath]);
  });

  test('a redirect that leads nowhere stays as it was, and is traced to its entry', async () => {
    const { from } = samples.redirect('/leads-nowhere/');
    const id = await admin.createPublished('Redirect', { from, to: '/nowhere/', permanent: false });
    const [blocked] = (await publisher.caughtUp()).blocked;
    expect(blocked).toMatchObject({ pages: [from], documentId: id });
    expect(blocked?.reason).toMatch(
      /^Redirect "\/leads-nowhere\/": To leads to \/nowhere\/, which/,
    );
    expect((await get(from)).status).toBe(404);
    await admin.publish('Redirect', id, { to: pagePath });
    expect((await publisher.caughtUp()).blocked).toEqual([]);
    const answer = async () => {
      const { status, headers } = await get(from);
      return [status, headers.get('location')];
    };
    expect(await answer()).toEqual([302, pagePath]);
    await admin.publish('Redirect', id, { to: '/nowhere/' });
    expect((await publisher.caughtUp()).blocked).toHaveLength(1);
    expect(await answer()).toEqual([302, pagePath]);
    // Whatever else is published meanwhile.
    await setPrice(12);
    await publisher.caughtUp();
    expect(await answer()).toEqual([302, pagePath]);
    await admin.remove('Redirect', id);
    await publisher.caughtUp();
    expect((await get(from)).status).toBe(404);
  });
});

test('fault 37: a rollback holds until it is released, and says so', async () => {
  await setPrice(51);
  await untilPageShows('$51<');
  const { release } = await publisher.caughtUp();
  await setPrice(52);
  await untilPageShows('$52<');
  const rollback = (target: string | null) =>
    fetch(`${publisher.controlUrl}/rollback`, {
      method: 'POST',
      headers: { 'x-lectern-key': cms.publisherKey },
      body: JSON.stringify(target === null ? { resume: true } : { release: target }),
    });
  expect((await rollback('00000000-g0')).status).toBe(409);
  expect((await rollback(release)).status).toBe(200);
  expect(await pageText()).toContain('$51<');
  await setPrice(53);
  expect(
    (
      await publisher.until(
        ({ state, cmsGeneration, liveGeneration }) =>
          state === 'pinned' && cmsGeneration > liveGeneration + 1,
      )
    ).release,
  ).toBe(release);
  expect(await pageText()).toContain('$51<');
  expect((await rollback(null)).status).toBe(200);
  await untilPageShows('$53<');
});

test('fault 30: killed again and again during publishes, it converges and `current` is always whole', async () => {
  for (let round = 0; round < 6; round += 1) {
    await setPrice(60 + round);
    await new Promise((resolve) => setTimeout(resolve, round * 25));
    await publisher.kill('SIGKILL');
    expect(await publisher.liveDamage(), `round ${round}`).toEqual([]);
    await publisher.start();
  }
  await untilPageShows('$65<');
});

test('fault 8: publishes during a downtime are caught up in one run', async () => {
  await publisher.kill('SIGTERM');
  for (let price = 70; price < 76; price += 1) await setPrice(price);
  await publisher.start();
  await untilPageShows('$75<');
  expect((await publisher.caughtUp()).runs).toHaveLength(1);
});

test('fault 35: a release with one flipped bit is not served after a start', async () => {
  await setPrice(76);
  await untilPageShows('$76<');
  await publisher.caughtUp();
  await publisher.kill('SIGTERM');
  const file = join(publisher.folder, 'site', 'current', 'robots.txt');
  const bytes = await readFile(file);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  await rm(file);
  await writeFile(file, bytes);
  await publisher.start();
  await publisher.caughtUp();
  expect(await (await fetch(`${publisher.siteUrl}/robots.txt`)).text()).toMatch(/^User-agent/);
});

test('fault 36: with `current` dangling at boot the newest whole release is served', async () => {
  const { release } = await publisher.caughtUp();
  await publisher.kill('SIGTERM');
  const current = join(publisher.folder, 'site', 'current');
  await rm(current);
  await symlink('trees/99999999', current);
  await publisher.start();
  expect((await fetch(publisher.siteUrl + pagePath)).status).toBe(200);
  expect((await publisher.caughtUp()).release >= release).toBe(true);
});

test('of all releases only the newest are kept, each of them whole', async () => {
  await publisher.kill('SIGTERM');
  await publisher.start({ RELEASES_KEPT: '2' });
  for (const price of [81, 82, 83, 84]) {
    await setPrice(price);
    await untilPageShows(`$${price}<`);
  }
  await publisher.caughtUp();
  const { releases } = publisher;
  await expect.poll(() => releases.list()).toHaveLength(2);
  const kept = await releases.list();
  expect(kept.at(-1)).toBe(await releases.currentRelease());
  for (const id of kept) expect(await releases.findDamage(await releases.read(id))).toEqual([]);
});
