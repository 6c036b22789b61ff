import fc from 'fast-check';
import { parse } from 'node-html-parser';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { animatedPng, samples } from '../../cms/tests/harness/samples.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

/*
 * Whatever is uploaded: it is refused with a reason, or it is live as a picture that browsers can draw,
 * upright and without what a camera wrote into it; and the next publish is live, too.
 */

/** Files that are uploaded. */
const cases = Number(process.env.PROPERTY_CASES ?? 40);
/** Pictures that are looked for on the page at once. */
const together = 8;
const canary = 'canary-5d20';
const cms = inject('cms');
let admin: AdminClient;
let publisher: TestPublisher;
let stories: string[];
let faq: string;
let publishes = 0;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  stories = [];
  for (let number = 0; number < together; number += 1)
    stories.push(await admin.createPublished('Testimonial', samples.testimonial));
  faq = await admin.createPublished('Faq', samples.faq);
  const refer = (ids: string[]) => ({
    connect: ids.map((documentId) => ({ documentId, locale: 'en', position: { end: true } })),
  });
  await admin.createPublished('LandingPage', {
    ...samples.landingPage('uploads'),
    headings: { testimonials: 'Stories', faqs: 'Questions' },
    testimonials: refer(stories),
    faqs: refer([faq]),
  });
  publisher = await createPublisher(cms);
  await publisher.start();
  await publisher.until(({ state }) => state === 'idle');
});

afterAll(async () => {
  await publisher.kill('SIGTERM');
  await publisher.remove();
});

interface Upload {
  bytes: Buffer;
  name: string;
  type: string;
  alternativeText: string;
}

const formats = ['png', 'jpeg', 'webp', 'avif', 'gif', 'tiff'] as const;

const picture = fc
  .record({
    format: fc.constantFrom(...formats, 'png', 'jpeg', 'webp'),
    width: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(1, 300, 3000)),
    height: fc.integer({ min: 1, max: 40 }),
    channels: fc.constantFrom(3 as const, 4 as const),
    space: fc.constantFrom('srgb', 'b-w', 'cmyk', 'rgb16', 'lab'),
    orientation: fc.option(fc.integer({ min: 1, max: 8 })),
  })
  .map(async ({ format, width, height, channels, space, orientation }) => {
    const background = { r: 200, g: 60, b: 20, alpha: 0.5 };
    const image = sharp({ create: { width, height, channels, background } })
      .toColourspace(space)
      .withExif({ IFD0: { Artist: canary } });
    return (orientation === null ? image : image.withMetadata({ orientation }))
      [format]()
      .toBuffer();
  });

const otherFile = fc.constantFrom(
  Buffer.alloc(0),
  Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  Buffer.from('<!doctype html><script>alert(1)</script>'),
  Buffer.from('%PDF-1.7\n'),
  Buffer.from('GIF89a/*'),
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1'),
  Buffer.from(animatedPng()),
);

/** What storage, networks and attackers do to the bytes of a file. */
const damage = fc.oneof(
  { weight: 4, arbitrary: fc.constant((bytes: Buffer) => bytes) },
  {
    weight: 1,
    arbitrary: fc
      .double({ min: 0, max: 1, noNaN: true })
      .map((share) => (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length * share))),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((changes) => (bytes: Buffer) => {
        const changed = Buffer.from(bytes);
        for (const [at, value] of changes)
          if (changed.length > 0) changed[at % changed.length] = value;
        return changed;
      }),
  },
  {
    weight: 1,
    arbitrary: fc.constant((bytes: Buffer) =>
      Buffer.concat([bytes, Buffer.from('<script>alert(1)</script><?php echo 1 ?>')]),
    ),
  },
);

const nameOfFile = fc.oneof(
  fc.constantFrom('photo.png', 'photo.jpg', 'photo.JPEG', 'photo.webp', 'photo.avif', 'photo'),
  fc.constantFrom('a.html', 'a.svg', 'a.php', 'a.png.html', 'a.js', '.htaccess', '..', 'con.png'),
  fc.constantFrom(
    '../../etc/x.png',
    'ä ö.png',
    '図.png',
    '👍.png',
    `${'n'.repeat(251)}.png`,
    'a\0.png',
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }).map((name) => `${name}.png`),
);

const typeOfFile = fc.constantFrom(
  ...['image/png', 'image/jpeg', 'image/webp', 'image/avif', 'image/svg+xml', 'text/html'],
  ...['application/octet-stream', '', 'image/png; charset=x'],
);

const uploads: fc.Arbitrary<Promise<Upload>> = fc
  .record({
    source: fc.oneof(
      { weight: 8, arbitrary: picture },
      { weight: 1, arbitrary: otherFile.map(async (bytes) => bytes) },
    ),
    damage,
    name: nameOfFile,
    type: typeOfFile,
    alternativeText: fc.oneof(
      fc.constant('A picture'),
      fc.constantFrom(
        '',
        ' ',
        '"><script>',
        '👍🏽',
        'x\0y',
        '\u202e',
        'a'.repeat(255),
        'a'.repeat(300),
      ),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    ),
  })
  .map(async ({ source, damage, ...upload }) => ({ ...upload, bytes: damage(await source) }));

/** @returns the id in the media library, or undefined when it was refused with a reason */
async function tryUpload({ bytes, name, type, alternativeText }: Upload) {
  const { status, data, error } = await admin.upload(bytes, name, type, alternativeText);
  if (status === 400 || status === 413) {
    expect(error?.message).toBeTruthy();
    return undefined;
  }
  expect([name, type, status]).toEqual([name, type, 201]);
  const { format } = await sharp(bytes, { failOn: 'none' }).metadata();
  const expected = format === 'heif' ? 'avif' : String(format);
  expect(data.mime).toBe(`image/${expected}`);
  expect([`.${expected}`, expected === 'jpeg' ? '.jpg' : '']).toContain(data.ext);
  return data.id;
}

/** @returns what an image is announced as when the entry was taken, undefined when it was refused by name */
async function tryPublish(story: string, avatar: unknown): Promise<boolean> {
  const answer = await admin.publish('Testimonial', story, { ...samples.testimonial, avatar });
  if (answer.status === 200) return true;
  expect([answer.status, answer.error?.details?.errors?.[0]?.path[0]]).toEqual([400, 'avatar']);
  await admin.publish('Testimonial', story, { ...samples.testimonial, avatar: null });
  return false;
}

async function loadPageAfterNextPublish() {
  publishes += 1;
  const question = `Is publish ${publishes} live?`;
  expect((await admin.publish('Faq', faq, { question })).error).toBeUndefined();
  const deadline = Date.now() + 120_000;
  for (;;) {
    const html = await (await fetch(`${publisher.siteUrl}/uploads/`)).text();
    if (html.includes(question)) return parse(html);
    if (Date.now() > deadline)
      throw new Error(`The next publish is not live: ${JSON.stringify(await publisher.status())}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function expectPicture(path: string | undefined): Promise<void> {
  const answer = await fetch(publisher.siteUrl + path);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect([path, answer.status]).toEqual([path, 200]);
  const { format, exif, orientation, space, width, height } = await sharp(bytes).metadata();
  await sharp(bytes).stats();
  expect(answer.headers.get('content-type')).toBe(`image/${format === 'heif' ? 'avif' : format}`);
  expect([exif, orientation ?? 1, bytes.includes(canary)]).toEqual([undefined, 1, false]);
  expect(['srgb', 'b-w', 'rgb16', 'grey16']).toContain(space);
  expect(Math.max(width, height)).toBeLessThanOrEqual(2560);
}

test('images', { timeout: 10 * 3_600_000 }, async () => {
  const batch = fc.array(uploads, { minLength: 1, maxLength: together });
  const property = fc.asyncProperty(batch, async (chosen) => {
    let live = 0;
    for (const [index, story] of stories.entries()) {
      const upload = await chosen[index];
      const id = upload && (await tryUpload(upload));
      if (await tryPublish(story, id ?? null)) live += id === undefined ? 0 : 1;
    }
    const images = (await loadPageAfterNextPublish()).querySelectorAll('main img');
    expect(images).toHaveLength(live);
    for (const image of images) {
      expect(image.getAttribute('alt')?.trim()).not.toBe('');
      await expectPicture(image.getAttribute('src'));
    }
  });
  const seed = Number(process.env.PROPERTY_SEED ?? 20_261_126);
  await fc.assert(property, { numRuns: Math.ceil(cases / together), seed });
});
