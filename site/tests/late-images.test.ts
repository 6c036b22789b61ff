import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'node-html-parser';
import { expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { pngImage, samples } from '../../cms/tests/harness/samples.ts';
import { createPublisher } from './publisher-harness.ts';

const cms = inject('cms');

/** Uploads that are not there for as long as something goes on. */
async function withoutUploads(work: () => Promise<void>): Promise<void> {
  const uploads = join(cms.dataFolder, 'public', 'uploads');
  await rename(uploads, `${uploads}.away`);
  try {
    await work();
  } finally {
    await rename(`${uploads}.away`, uploads);
  }
}

async function createPageWith(admin: AdminClient, story: string, slug: string): Promise<void> {
  await admin.createPublished('LandingPage', {
    ...samples.landingPage(slug),
    headings: { testimonials: 'Stories' },
    testimonials: { connect: [{ documentId: story, locale: 'en' }] },
  });
}

test.each([
  ['one size', 8],
  ['several sizes', 1200],
])(
  '81: an image of %s that can be loaded later is served with the first page that shows it',
  async (_, size) => {
    const admin = await loginAsAdmin(cms);
    const story = await admin.createPublished('Testimonial', samples.testimonial);
    await createPageWith(admin, story, `late-image-${size}`);
    const publisher = await createPublisher(cms, { settings: { READ_ALL_SECONDS: '3600' } });
    onTestFinished(async () => {
      await publisher.kill('SIGTERM');
      await publisher.remove();
    });
    await publisher.start();
    await publisher.caughtUp();
    const { data } = await admin.upload(pngImage(size), 'late.png', 'image/png', 'A square');
    await withoutUploads(async () => {
      await admin.publish('Testimonial', story, { ...samples.testimonial, avatar: data.id });
      await publisher.until(({ blocked }) =>
        blocked.some(({ documentId }) => documentId === story),
      );
    });

    const findImages = async () => {
      const html = await (await fetch(`${publisher.siteUrl}/late-image-${size}/`)).text();
      const shown = parse(html).querySelectorAll('main img, main source');
      const sources = shown.flatMap((element) => [
        element.getAttribute('src') ?? '',
        ...(element.getAttribute('srcset') ?? '')
          .split(',')
          .map((each) => each.trim().split(' ')[0]),
      ]);
      return [...new Set(sources.filter((path) => path?.startsWith('/media/')))];
    };
    await expect.poll(findImages).not.toEqual([]);
    for (const path of await findImages()) {
      const { status } = await fetch(publisher.siteUrl + path);
      expect([path, status]).toEqual([path, 200]);
    }
  },
);
