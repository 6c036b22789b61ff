import { join } from 'node:path';
import { contentTypes } from '@lectern/shared-types';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { EntryHistory } from '../../cms/src/history/contract.ts';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { freePort } from '../../cms/tests/harness/free-port.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { openAdmin } from './admin-session.ts';
import { violations } from './axe.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
const { uid } = contentTypes.Plan;
let admin: AdminClient;
let publisher: TestPublisher;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  publisher = await createPublisher(cms);
  await publisher.start();
  await publisher.until(({ state }) => state === 'idle');
});

afterAll(async () => {
  await publisher.kill('SIGTERM');
  await publisher.remove();
});

test('an editor reads who published what, compares it with the draft, and restores it by keyboard', async () => {
  const name = 'History plan';
  const id = await admin.createPublished('Plan', { ...samples.plan, name, footnote: 'Old note.' });
  await admin.publish('Plan', id, { price: 15, footnote: 'New note.' });
  const { page, openEntry, takePicture } = await openAdmin(cms, 'strapi-editor');
  await openEntry(uid, id);
  const panel = page.getByRole('region', { name: 'History' });
  const [latest, first] = [panel.getByRole('listitem').nth(0), panel.getByRole('listitem').nth(1)];
  await latest.getByText('First Administrator · published; no page shows it').waitFor();
  await first.getByText(/^First Administrator · (in release 0\d+-g\d+|never live)$/).waitFor();
  await panel.scrollIntoViewIfNeeded();
  await takePicture('history-panel');
  expect(await violations(page, 'section[aria-label="History"]')).toEqual([]);

  await panel.getByRole('button', { name: 'Compare and restore' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Compare versions' });
  await dialog.getByText('Both versions say the same in every field.').waitFor();
  await dialog.getByRole('combobox', { name: 'Version', exact: true }).focus();
  await page.keyboard.press('Enter');
  const isFocused = (index: number) =>
    page
      .getByRole('option')
      .nth(index)
      .evaluate((option) => option.matches(':focus'));
  await expect.poll(() => isFocused(0)).toBe(true);
  // A key that is pressed while the list is still being laid out is lost, as with a person's.
  await expect
    .poll(
      async () => {
        await page.keyboard.press('End');
        return isFocused(1);
      },
      { interval: 300 },
    )
    .toBe(true);
  await page.keyboard.press('Enter');
  const price = dialog.getByRole('row').filter({ hasText: 'Price' });
  await price.waitFor();
  expect(await dialog.getByRole('row').count()).toBe(3);
  expect(await price.locator('del').innerText()).toMatch(/removed:\s*12\.5/);
  expect(await price.locator('ins').innerText()).toMatch(/added:\s*15/);
  const note = dialog.getByRole('row').filter({ hasText: 'note.' });
  expect(await note.locator('del').innerText()).toMatch(/removed:\s*Old$/);
  await takePicture('history-compare');
  expect(await violations(page, '[role="dialog"]')).toEqual([]);

  await dialog.getByRole('button', { name: 'Restore as draft' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('The version is the draft now. Nothing was left out.').waitFor();
  await dialog.waitFor({ state: 'hidden' });
  // The form shows it without a reload.
  await expect.poll(() => page.getByLabel('Price').inputValue()).toBe('12.5');
  await takePicture('history-restored');
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await expect.poll(focused).toBe('Compare and restore');
});

test('npm run releases names what the history says was live in a release, and the other way round', async () => {
  const name = 'Named by both';
  const id = await admin.createPublished('Plan', { ...samples.plan, name });
  const history = async () => (await admin.request('GET', `/history/${uid}/${id}?locale=en`)).data;
  const releaseOf = async () =>
    ((await history()) as unknown as EntryHistory).versions[0]?.release ?? '';
  await expect.poll(releaseOf).toMatch(/^\d+-g\d+$/);
  const release = await releaseOf();
  const listReleases = async (cmsUrl: string) => {
    const { stdout, stderr } = await execa(process.execPath, ['.scripts/releases.ts'], {
      cwd: join(import.meta.dirname, '..', '..'),
      env: { DATA_DIR: publisher.folder, CMS_URL: cmsUrl, PUBLISHER_KEYS: cms.publisherKey },
    });
    const blocks = stdout
      .trim()
      .split('\n\n')
      .map((block) => block.split('\n  '));
    return { blocks, stderr };
  };
  const { blocks } = await listReleases(cms.url);
  expect(blocks[0]?.[0]).toMatch(/^\d+-g\d+ {2}live$/);
  const block = blocks.find(([head]) => head?.startsWith(release));
  expect(block).toContain(`Published: plan “${name}” (en), by First Administrator`);
  expect(blocks.flat().filter((line) => line.includes(name))).toHaveLength(1);

  const nobody = `http://127.0.0.1:${await freePort()}`;
  const alone = await listReleases(nobody);
  expect(alone.blocks.map(([head]) => head)).toEqual(blocks.map(([head]) => head));
  expect(alone.stderr).toContain(
    `Could not ask the CMS at ${nobody} what each release changed: it does not answer.`,
  );
});

test('an editor brings back what was deleted', async () => {
  const name = 'Deleted plan';
  const id = await admin.createPublished('Plan', { ...samples.plan, name });
  await admin.remove('Plan', id);
  const { page, takePicture } = await openAdmin(cms, 'strapi-editor');
  await page.getByRole('link', { name: 'Deleted entries' }).click();
  const row = page.getByRole('row').filter({ hasText: name });
  await row.waitFor();
  expect(await row.innerText()).toMatch(/Deleted plan\s+Plan\s+en\s+First Administrator/);
  await takePicture('history-deleted');
  expect(await violations(page, 'main')).toEqual([]);
  await row.getByRole('button', { name: `Bring back “${name}”` }).focus();
  await page.keyboard.press('Enter');
  await page.getByText(`“${name}” is a draft again. Nothing was left out.`).waitFor();
  await page.waitForURL(new RegExp(id));
  await expect.poll(() => page.getByLabel('Name').inputValue()).toBe(name);
});
