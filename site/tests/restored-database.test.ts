import { contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { SiteStatus } from '../../cms/src/live-status/contract.ts';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { backUpDatabase, restoreDatabase } from '../../cms/tests/harness/exchange-database.ts';
import { startTestCms, type TestCms } from '../../cms/tests/harness/test-cms.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

const pagePath = '/python-for-backend-developers/';

/* Brought back to an earlier state, where the database is a file that a test can exchange. */
describe.runIf(inject('cms').database === 'sqlite')('a database that is brought back', () => {
  let cms: TestCms;
  let admin: AdminClient;
  let publisher: TestPublisher;
  let planId: string;

  beforeAll(async () => {
    cms = await startTestCms();
    admin = await loginAsAdmin(cms);
    const path =
      '/content-manager/collection-types/api::plan.plan?locale=en&filters[name][$eq]=Pro';
    const { data } = await admin.request('GET', path);
    planId = (data.results as { documentId: string }[])[0]?.documentId ?? '';
    // A message is what makes it look; the clock does so long after a test has given up.
    publisher = await createPublisher(cms, { settings: { POLL_SECONDS: '60' } });
    await publisher.start();
    await publisher.caughtUp();
    await backUpDatabase(cms);
  });
  afterAll(async () => {
    await publisher.kill('SIGTERM');
    await publisher.remove();
    await cms.stop();
  });

  const setPrice = async (price: number) =>
    expect((await admin.publish('Plan', planId, { price })).error).toBeUndefined();
  const pageText = async () => (await fetch(publisher.siteUrl + pagePath)).text();
  const untilPageShows = (text: string) =>
    expect.poll(async () => (await pageText()).includes(text), { message: text }).toBe(true);
  const stateOfPlan = async () => {
    const path = `/live-status/${contentTypes.Plan.uid}/${planId}?locale=en`;
    return (await admin.request('GET', path)).data.state;
  };
  const rollBack = async (release: string | null) => {
    const answer = await fetch(`${publisher.controlUrl}/rollback`, {
      method: 'POST',
      headers: { 'x-lectern-key': cms.publisherKey },
      body: JSON.stringify(release === null ? { resume: true } : { release }),
    });
    expect(answer.status).toBe(200);
  };
  const lag = async () => {
    const text = await (await fetch(`${publisher.controlUrl}/metrics`)).text();
    return Number(/^lectern_generation_lag (-?\d+)/m.exec(text)?.[1]);
  };

  test('90: its start, and its publishes at generations that were told before, are heard at once', async () => {
    await setPrice(16);
    await setPrice(17);
    await untilPageShows('$17<');
    await restoreDatabase(cms);
    await untilPageShows('$12<');
    await setPrice(18);
    await untilPageShows('$18<');
    await setPrice(19);
    await untilPageShows('$19<');
  });

  test('91: while the site is pinned to the former history nothing is live that it does not show', async () => {
    await setPrice(20);
    await untilPageShows('$20<');
    const { release, liveGeneration } = await publisher.caughtUp();
    await expect.poll(stateOfPlan).toMatchObject({ name: 'live' });
    await rollBack(release);
    await restoreDatabase(cms);
    let counted = await publisher.until(({ state, cmsGeneration, liveGeneration }) => {
      return state === 'pinned' && cmsGeneration < liveGeneration;
    });
    while (counted.cmsGeneration <= liveGeneration) {
      const price = 100 + counted.cmsGeneration;
      await setPrice(price);
      counted = await publisher.until(({ cmsGeneration }) => cmsGeneration > counted.cmsGeneration);
      expect(await stateOfPlan()).toMatchObject({ name: 'blocked' });
      expect(await lag()).toBeGreaterThan(0);
    }
    expect(await pageText()).toContain('$20<');
    const { data } = await admin.request('GET', '/live-status');
    const { changes } = data as unknown as SiteStatus;
    expect(changes[0]).toMatchObject({ state: 'waiting' });
    await rollBack(null);
    await publisher.caughtUp();
    await expect.poll(stateOfPlan).toMatchObject({ name: 'live' });
    expect(await lag()).toBe(0);
  });
});
