import { request } from 'node:http';
import { expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { freePort } from '../../cms/tests/harness/free-port.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
const pagePath = '/python-for-backend-developers/';

async function startPublisher(settings: Record<string, string> = {}): Promise<TestPublisher> {
  const publisher = await createPublisher(
    { ...cms, publisherPort: await freePort() },
    { settings: { POLL_SECONDS: '1', ...settings } },
  );
  onTestFinished(async () => {
    await publisher.kill('SIGTERM');
    await publisher.remove();
  });
  await publisher.start();
  await publisher.until(({ state }) => state === 'idle');
  return publisher;
}

const shareImageIn = (html: string) => /\/share\/[0-9a-f]+\.png/.exec(html)?.[0] ?? '';

async function untilServed(address: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while ((await fetch(address)).status !== 200) {
    if (Date.now() > deadline) throw new Error(`${address} was never served.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('fault 40: assets that an earlier release names are served after later ones, also after a restart', async () => {
  const admin = await loginAsAdmin(cms);
  const publisher = await startPublisher();
  const page = await admin.createPublished('LandingPage', samples.landingPage('first-name'));
  onTestFinished(async () => void (await admin.remove('LandingPage', page)));
  await publisher.caughtUp();
  const html = await (await fetch(`${publisher.siteUrl}/first-name/`)).text();
  const image = shareImageIn(html);
  await untilServed(publisher.siteUrl + image);
  for (const title of ['Second name', 'Third name', 'Fourth name']) {
    await admin.publish('LandingPage', page, { title });
    await publisher.caughtUp();
  }
  const now = await (await fetch(`${publisher.siteUrl}/first-name/`)).text();
  expect(shareImageIn(now)).not.toBe(image);
  expect((await fetch(publisher.siteUrl + image)).status).toBe(200);
  await publisher.kill('SIGTERM');
  await publisher.start();
  await publisher.caughtUp();
  expect((await fetch(publisher.siteUrl + image)).status).toBe(200);
});

test('files are compressed quickly to be live, and as well as can be afterwards', async () => {
  const admin = await loginAsAdmin(cms);
  const publisher = await startPublisher();
  const page = await admin.createPublished('LandingPage', samples.landingPage('to-be-finished'));
  onTestFinished(async () => void (await admin.remove('LandingPage', page)));
  const { release } = await publisher.caughtUp();
  const sizeIn = async (id: string) =>
    (await publisher.releases.read(id)).files.get('to-be-finished/index.html.br')?.size ?? 0;
  const quick = await sizeIn(release);
  const isFinished = async () => {
    const { release: id } = await publisher.status();
    return (await publisher.releases.read(id)).isFinished;
  };
  const deadline = Date.now() + 120_000;
  while (!(await isFinished())) {
    if (Date.now() > deadline) throw new Error('The release was never finished.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { release: finished } = await publisher.status();
  expect(await sizeIn(finished)).toBeLessThan(quick);
  const encodings = ['br', 'gzip', 'identity'].map(async (encoding) =>
    (
      await fetch(`${publisher.siteUrl}/to-be-finished/`, {
        headers: { 'accept-encoding': encoding },
      })
    ).text(),
  );
  expect(new Set(await Promise.all(encodings)).size).toBe(1);
});

test('fault 44: visitors who load pages while releases are switched see no failure and no mixture', async () => {
  const admin: AdminClient = await loginAsAdmin(cms);
  const publisher = await startPublisher();
  await admin.publish('Plan', await planId(admin), { price: 77 });
  const { release: one } = await publisher.caughtUp();
  await admin.publish('Plan', await planId(admin), { price: 88 });
  const { release: other } = await publisher.caughtUp();
  onTestFinished(
    async () => void (await admin.publish('Plan', await planId(admin), { price: 12 })),
  );
  const bodies = new Set<string>();
  let isOver = false;
  let asked = 0;
  const visit = async () => {
    while (!isOver) {
      const response = await fetch(publisher.siteUrl + pagePath);
      if (response.status !== 200) throw new Error(`It answered ${response.status}.`);
      bodies.add(await response.text());
      asked += 1;
    }
  };
  const visitors = Promise.all(Array.from({ length: 8 }, visit));
  for (let index = 0; index < 60; index += 1) {
    const answer = await rollBack(publisher, index % 2 ? one : other);
    expect(answer).toBe(200);
  }
  isOver = true;
  await visitors;
  expect(asked).toBeGreaterThan(60);
  expect(bodies.size).toBe(2);
  await rollBack(publisher, null);
});

async function planId(admin: AdminClient): Promise<string> {
  const path = '/content-manager/collection-types/api::plan.plan?locale=en&filters[name][$eq]=Pro';
  const { data } = await admin.request('GET', path);
  return (data.results as { documentId: string }[])[0]?.documentId ?? '';
}

function rollBack({ controlUrl }: TestPublisher, release: string | null): Promise<number> {
  return new Promise((resolve, reject) => {
    const message = request(`${controlUrl}/rollback`, {
      method: 'POST',
      headers: { 'x-lectern-key': cms.publisherKey },
    });
    message.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    message.on('error', reject);
    message.end(JSON.stringify(release === null ? { resume: true } : { release }));
  });
}
