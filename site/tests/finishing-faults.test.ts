import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
const path = '/finished-late/';
let admin: AdminClient;
let pageId: string;
let publisher: TestPublisher;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  pageId = await admin.createPublished('LandingPage', samples.landingPage('finished-late'));
  publisher = await createPublisher(cms, {
    hasFailingFiles: true,
    settings: { POLL_SECONDS: '1' },
  });
  await publisher.start();
  await publisher.caughtUp();
});

afterAll(async () => {
  await publisher.kill('SIGTERM');
  await publisher.remove();
  await admin.remove('LandingPage', pageId);
});

let titles = 0;
/** Publishes the page with a title of its own, and waits until that is live; its image is not yet. */
async function publishTitle(): Promise<void> {
  titles += 1;
  const title = `Finished late, ${titles}`;
  expect((await admin.publish('LandingPage', pageId, { title })).error).toBeUndefined();
  const isShown = async () => (await pageText()).includes(title);
  await expect.poll(isShown, { interval: 20 }).toBe(true);
}

const pageText = async () => (await fetch(publisher.siteUrl + path)).text();
async function statusOfImage(): Promise<number> {
  const [, image] =
    /property="og:image" content="[^"]*(\/share\/[^"]+)"/.exec(await pageText()) ?? [];
  return (await fetch(publisher.siteUrl + image)).status;
}

/** Number of the process that finishes, once there is one. */
async function finisher(): Promise<number> {
  const children = `/proc/${publisher.pid()}/task/${publisher.pid()}/children`;
  const first = async () => Number((await readFile(children, 'utf8')).trim().split(' ')[0]);
  await expect.poll(first, { interval: 5 }).toBeGreaterThan(0);
  return first();
}

test('96: finishing that has failed at any of its steps is done again, the image for networks with it', async () => {
  await publisher.finished();
  await publishTitle();
  await publisher.arm({ at: 100_000, action: 'EIO' });
  await publisher.finished();
  const steps = (await publisher.arm()).length;
  expect(steps).toBeGreaterThan(10);
  for (let at = 1; at <= steps; at += 4) {
    await publishTitle();
    await publisher.arm({ at, action: 'EIO' });
    await publisher.finished();
    expect([at, await statusOfImage()]).toEqual([at, 200]);
    await publisher.arm();
  }
  expect(await publisher.liveDamage()).toEqual([]);
  // Every step waits for a quiet second, and for a picture.
}, 400_000);

test('96: the file over which the process that finishes ends is told, the others are finished, it follows with the next publish', async () => {
  await publisher.finished();
  await publishTitle();
  process.kill(await finisher(), 'SIGKILL');
  await expect.poll(() => publisher.output()).toContain('Could not finish a file');
  await publishTitle();
  await publisher.finished();
  expect(await statusOfImage()).toBe(200);
});
