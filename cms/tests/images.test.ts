import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, type Answer, loginAsAdmin } from './harness/admin-client.ts';
import { animatedPng, pngImage, samples } from './harness/samples.ts';

const cms = inject('cms');
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

/** A picture that is red on the left and blue on the right, so that its way up can be seen. */
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'blue' } }).composite([
    {
      input: { create: { width: width / 2, height, channels: 3, background: 'red' } },
      gravity: 'west',
    },
  ]);

const upload = (bytes: Uint8Array, name: string, type: string) =>
  admin.upload(bytes, name, type, 'Red and blue');

const stored = ({ data }: Answer) => readFile(join(cms.dataFolder, 'public', String(data.url)));

async function publishWith(avatar: unknown): Promise<Answer> {
  const { data } = await admin.create('Testimonial', { ...samples.testimonial, avatar });
  return admin.publish('Testimonial', data.documentId);
}

test('64: an AVIF has its size and its smaller versions, and can be published', async () => {
  const image = await upload(await picture(600, 300).avif().toBuffer(), 'a.avif', 'image/avif');
  expect(image.data).toMatchObject({ width: 600, height: 300, mime: 'image/avif' });
  expect(image.data.formats).toMatchObject({
    thumbnail: { mime: 'image/webp' },
    small: { width: 500, mime: 'image/webp' },
  });
  expect((await publishWith(image.data.id)).error).toBeUndefined();
});

test('64: a photograph that was taken sideways is stored upright, in every size', async () => {
  const sideways = await picture(800, 600).jpeg().withMetadata({ orientation: 6 }).toBuffer();
  const image = await upload(sideways, 'sideways.jpg', 'image/jpeg');
  expect(image.data).toMatchObject({
    width: 600,
    height: 800,
    formats: { small: { width: 375, height: 500 } },
  });
  const { data, info } = await sharp(await stored(image))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const [topRed = 0, , topBlue = 0] = data;
  const [bottomRed = 0, , bottomBlue = 0] = data.subarray(-info.channels);
  expect([topRed > topBlue, bottomRed < bottomBlue]).toEqual([true, true]);
});

test.each(['jpeg', 'png', 'webp', 'avif'] as const)(
  '64: the place where it was taken is not kept in a %s, nor what programs wrote into it',
  async (format) => {
    const bytes = await picture(64, 64)
      [format]()
      .withExif({ IFD0: { Artist: 'canary-3e1c' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><canary-3e1c/></x:xmpmeta>')
      .toBuffer();
    expect(bytes.includes('canary-3e1c')).toBe(true);
    const kept = await stored(await upload(bytes, `place.${format}`, `image/${format}`));
    expect(kept.includes('canary-3e1c')).toBe(false);
    const { exif, xmp } = await sharp(kept).metadata();
    expect([exif, xmp]).toEqual([undefined, undefined]);
  },
);

test('64: an image made for print is stored in the colours of screens', async () => {
  const bytes = await picture(64, 64).toColourspace('cmyk').jpeg().toBuffer();
  expect((await sharp(bytes).metadata()).space).toBe('cmyk');
  const kept = await stored(await upload(bytes, 'print.jpg', 'image/jpeg'));
  expect((await sharp(kept).metadata()).space).toBe('srgb');
});

test.each([
  [6000, 40],
  [40, 6000],
  [1, 15_000],
])(
  '64: an image of %d by %d pixels is stored no larger than screens are',
  async (width, height) => {
    const bytes = await sharp({ create: { width, height, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const image = await upload(bytes, 'huge.png', 'image/png');
    expect(Math.max(Number(image.data.width), Number(image.data.height))).toBe(2560);
    expect((await publishWith(image.data.id)).error).toBeUndefined();
  },
);

test('64: an image that moves is refused, and the message says what to upload', async () => {
  const frames = Buffer.from([...Array(48).fill(0), ...Array(48).fill(255)]);
  const raw = { width: 4, height: 8, channels: 3 as const, pageHeight: 4 };
  const webp = await sharp(frames, { raw })
    .webp({ loop: 0, delay: [100, 100] })
    .toBuffer();
  for (const [bytes, name, type] of [
    [webp, 'moves.webp', 'image/webp'],
    [animatedPng(), 'moves.png', 'image/png'],
  ] as const) {
    const { status, error } = await upload(bytes, name, type);
    expect([name, status, error?.message]).toEqual([
      name,
      400,
      `Could not upload ${name}: it is animated, and moving images distract readers. Upload a still image.`,
    ]);
  }
});

test('64: an AVIF that says it is a sequence is refused', async () => {
  const still = await sharp(Buffer.from(pngImage(32)))
    .avif()
    .toBuffer();
  const brands = still.indexOf('mif1');
  expect(brands).toBeGreaterThan(8);
  still.write('avis', brands, 'latin1');
  const { status, error } = await admin.upload(still, 'moves.avif', 'image/avif', 'Moves');
  expect([status, error?.message]).toEqual([400, expect.stringContaining('it is animated')]);
});

test('64: an image that replaces another one is stored the same way', async () => {
  const first = await upload(pngImage(8), 'first.png', 'image/png');
  const form = new FormData();
  const sideways = await picture(80, 60).png().withMetadata({ orientation: 6 }).toBuffer();
  form.append('files', new Blob([Uint8Array.from(sideways)], { type: 'image/png' }), 'second.png');
  form.append('fileInfo', JSON.stringify({ name: 'first.png', alternativeText: 'Red and blue' }));
  const second = await admin.request('POST', `/upload?id=${first.data.id}`, form);
  expect(second.data).toMatchObject({ width: 60, height: 80 });
});

test.each([
  ['png', undefined],
  ['jpeg', undefined],
  ['webp', 'Is of a type that many networks do not show. Choose a PNG or a JPEG.'],
  ['avif', 'Is of a type that many networks do not show. Choose a PNG or a JPEG.'],
] as const)('64: a %s as image for shared links: %s', async (format, message) => {
  const image = await upload(
    await picture(64, 64)[format]().toBuffer(),
    `share.${format}`,
    `image/${format}`,
  );
  const seo = { shareImage: image.data.id };
  const answer = await admin.create('LandingPage', {
    ...samples.landingPage(`share-${format}`),
    seo,
  });
  expect(answer.error?.details?.errors?.[0]?.message).toBe(message);
});

test('64: what an image shows is told in the language of the entry, else as in the media library', async () => {
  const image = await upload(pngImage(8), 'both.png', 'image/png');
  const ofBoth = { ...samples.testimonial, avatar: image.data.id };
  const english = await admin.createPublished('Testimonial', {
    ...ofBoth,
    avatarAlternativeText: '',
  });
  const spanish = { ...ofBoth, avatarAlternativeText: 'Rojo y azul' };
  expect((await admin.update('Testimonial', english, spanish, 'es')).error).toBeUndefined();
  expect((await admin.publish('Testimonial', english, {}, 'es')).error).toBeUndefined();
  const mute = await admin.upload(pngImage(8), 'mute.png', 'image/png');
  const own = { ...samples.testimonial, avatar: mute.data.id, avatarAlternativeText: 'A square' };
  await admin.createPublished('Testimonial', own);
});
