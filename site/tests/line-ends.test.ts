import { contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { openAdmin } from './admin-session.ts';
import { checkDrafts } from './candidate-client.ts';
import { openBrowser } from './harness.ts';
import { linksTo, startPreviewPublisher } from './preview-client.ts';
import type { TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
let admin: AdminClient;
let publisher: TestPublisher;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  publisher = await startPreviewPublisher(cms);
});

afterAll(async () => {
  await publisher.kill('SIGTERM');
  await publisher.remove();
});

test('line ends that an editor adds are told before they are published, previewed, and live', async () => {
  const testimonial = { ...samples.testimonial, story: 'First line. Second line. Third.' };
  const storyId = await admin.createPublished('Testimonial', testimonial);
  const pageId = await admin.createPublished('LandingPage', {
    ...samples.landingPage('line-ends'),
    headings: { testimonials: 'Stories' },
    testimonials: { connect: [{ documentId: storyId, locale: 'en' }] },
  });
  await publisher.caughtUp();
  const story = 'First line.\nSecond line.\n\nThird.';
  await admin.update('Testimonial', storyId, { story });
  const [change] = (await checkDrafts(admin, [['Testimonial', storyId]])).changes;
  expect(change?.sections[0]?.parts[0]?.items).toMatchObject([
    { before: { text: 'First line.' }, after: { text: 'First line.\n' } },
    { before: { text: 'Second line.' }, after: { text: 'Second line.\n\n' } },
  ]);

  const { page: form, openEntry } = await openAdmin(cms, 'strapi-editor');
  await openEntry(contentTypes.Testimonial.uid, storyId);
  await form.getByRole('button', { name: 'What will change' }).click();
  const marks = form.getByRole('dialog', { name: 'What will change' }).locator('ins');
  await marks.last().waitFor();
  expect((await marks.allInnerTexts()).map((text) => text.replace(/[^↵]/g, ''))).toEqual([
    '↵',
    '↵↵',
  ]);

  const { page } = await openBrowser();
  const shown = page.locator('.testimonials p').last();
  const [link] = await linksTo(admin, 'LandingPage', pageId);
  await page.goto(link?.url ?? '');
  expect(await shown.innerText()).toBe(story);

  await admin.publish('Testimonial', storyId);
  await publisher.caughtUp();
  await page.goto(`${publisher.siteUrl}/line-ends/`);
  expect(await shown.innerText()).toBe(story);
  await admin.remove('LandingPage', pageId);
  await admin.remove('Testimonial', storyId);
});
