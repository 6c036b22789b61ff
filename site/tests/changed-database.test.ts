import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { backUpDatabase, restoreDatabase } from '../../cms/tests/harness/exchange-database.ts';
import { runSql } from '../../cms/tests/harness/run-sql.ts';
import { startTestCms, type TestCms } from '../../cms/tests/harness/test-cms.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

const pagePath = '/python-for-backend-developers/';

/* Behind the CMS's back, where the database is a file that a test can exchange. */
describe.runIf(inject('cms').database === 'sqlite')(
  'a database that is changed from outside',
  () => {
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
      publisher = await createPublisher(cms, {
        settings: { POLL_SECONDS: '1', READ_ALL_SECONDS: '4' },
      });
      await publisher.start();
      await untilPageShows('$12<');
    });
    afterAll(async () => {
      await publisher.kill('SIGTERM');
      await publisher.remove();
      await cms.stop();
    });

    async function untilPageShows(text: string): Promise<void> {
      const deadline = Date.now() + 120_000;
      const page = async () => (await fetch(publisher.siteUrl + pagePath)).text();
      while (!(await page().catch(() => '')).includes(text)) {
        if (Date.now() > deadline) throw new Error(`Never showed ${text}.\n${publisher.output()}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }

    test('fault 24: a change by SQL, which nobody counts, is found and published', async () => {
      const { dataFolder } = cms;
      const sql = "update plans set price = 15 where name = 'Pro' and locale = 'en'";
      await runSql(dataFolder, undefined, sql);
      await untilPageShows('$15<');
    });

    test('fault 24: an older backup is brought back: the generation goes backwards, and the site follows', async () => {
      await backUpDatabase(cms);
      await admin.publish('Plan', planId, { price: 16 });
      await admin.publish('Plan', planId, { price: 17 });
      await untilPageShows('$17<');
      const { liveGeneration } = await publisher.status();
      await restoreDatabase(cms);
      await untilPageShows('$15<');
      const after = await publisher.until(({ state }) => state === 'idle');
      expect(after.liveGeneration).toBeLessThan(liveGeneration);
      // The counter comes to the same number again, with another content.
      await admin.publish('Plan', planId, { price: 18 });
      await admin.publish('Plan', planId, { price: 19 });
      await untilPageShows('$19<');
      expect((await publisher.status()).cmsGeneration).toBe(liveGeneration);
    });
  },
);
