import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, inject, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from './harness/admin-client.ts';
import { pngImage } from './harness/samples.ts';

const cms = inject('cms');
let admin: AdminClient;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
});

/** Asks for a path as it is written, which `fetch` does not. */
async function ask(path: string): Promise<IncomingMessage> {
  const { hostname, port } = new URL(cms.url);
  const asked = request({ hostname, port, path, headers: { accept: 'text/html,*/*' } }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  return response;
}

function formWith(bytes: Uint8Array, name: string, type: string): FormData {
  const form = new FormData();
  form.append('files', new Blob([Uint8Array.from(bytes)], { type }), name);
  form.append('fileInfo', JSON.stringify({ name, alternativeText: 'A square' }));
  return form;
}

const square = sharp({ create: { width: 32, height: 32, channels: 3, background: 'red' } });

test.each([
  ['/upload', 'png', 'photo.JPEG', 'image/jpeg', '.png', 'photo.png'],
  ['/upload', 'jpeg', 'page.html', 'text/html', '.jpg', 'page.jpg'],
  ['/upload/files', 'webp', 'drawing.svg', 'image/svg+xml', '.webp', 'drawing.webp'],
  ['/upload/files', 'avif', 'photo', 'application/octet-stream', '.avif', 'photo'],
  ['/upload', 'jpeg', 'photo.jpeg', 'image/jpeg', '.jpg', 'photo.jpeg'],
] as const)(
  '61: sent to %s, a %s that calls itself %s is called what it is',
  async (path, format, name, type, ext, kept) => {
    const bytes = await square.clone()[format]().toBuffer();
    const { data, error } = await admin.request('POST', path, formWith(bytes, name, type));
    expect([error, data.ext, data.mime, data.name]).toEqual([
      undefined,
      ext,
      `image/${format}`,
      kept,
    ]);
    expect((await ask(String(data.url))).headers['content-type']).toBe(`image/${format}`);
  },
);

test.each([
  `${'a'.repeat(251)}.png`,
  `${'ж'.repeat(120)}.png`,
  `${'㍿'.repeat(80)}.png`,
  `a.${'b'.repeat(253)}`,
])('61: an image whose name is as long as file systems take is kept (%#)', async (name) => {
  // Large enough for the smaller sizes, whose files have longer names still.
  const bytes = await square.clone().resize(1200, 1200).png().toBuffer();
  const { data, error } = await admin.request(
    'POST',
    '/upload',
    formWith(bytes, name, 'image/png'),
  );
  expect([error, data.ext]).toEqual([undefined, '.png']);
  const { formats } = data as unknown as { formats: Record<string, { url: string }> };
  const urls = [data.url, ...Object.values(formats).map(({ url }) => url)];
  expect(urls.length).toBeGreaterThan(2);
  for (const url of urls) expect((await ask(String(url))).statusCode).toBe(200);
});

test.each(['/upload', '/upload/files'])(
  '61: what is no image is refused at %s, whatever it is called',
  async (path) => {
    const html = Buffer.from('<!doctype html><script>alert(1)</script>');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    for (const [bytes, name, type] of [
      [html, 'a.html', 'text/html'],
      [html, 'a.png', 'image/png'],
      [svg, 'a.svg', 'image/svg+xml'],
      [svg, 'a.webp', 'image/webp'],
      [Buffer.from('<?xml version="1.0"?><a/>'), 'a.xml', 'application/xml'],
    ] as const) {
      const { status, error } = await admin.request('POST', path, formWith(bytes, name, type));
      expect([status, error?.message]).toEqual([
        400,
        `Could not upload ${name}: it is not an image that can be shown. Upload a PNG, JPEG, WebP or AVIF of up to 50 megapixels.`,
      ]);
    }
  },
);

test.each([(id: unknown) => `/upload?id=${id}`, (id: unknown) => `/upload/files/${id}/replace`])(
  '61: what replaces an image is an image of its type (%#)',
  async (pathFor) => {
    const { data } = await admin.upload(pngImage(8), 'former.png', 'image/png', 'A square');
    const replace = (bytes: Uint8Array, name: string, type: string) =>
      admin.request('POST', pathFor(data.id), formWith(bytes, name, type));
    const jpeg = await square.clone().jpeg().toBuffer();
    for (const name of ['new.jpg', 'new.png'])
      expect((await replace(jpeg, name, 'image/png')).error?.message).toBe(
        `Could not replace former.png: it is of the type image/png, and ${name} of the type image/jpeg. Upload it as a new image and choose it in the entries that show the former one.`,
      );
    expect((await replace(Buffer.from('<html>'), 'new.png', 'image/png')).status).toBe(400);
    const replaced = await replace(await square.clone().png().toBuffer(), 'new.jpg', 'image/jpeg');
    expect(replaced.data).toMatchObject({
      url: data.url,
      mime: 'image/png',
      ext: '.png',
      width: 32,
    });
  },
);

test('61: the server loads nothing from addresses', async () => {
  const urls = [`${cms.url}/_health`];
  const { status } = await admin.request('POST', '/upload/actions/upload-from-urls', { urls });
  expect(status).toBe(405);
});

test.each([
  ['html', '<script>alert(1)</script>'],
  ['svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
  ['xhtml', '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>'],
  ['xml', '<a/>'],
])('61: a file .%s is no page of the admin, however its address is written', async (ext, text) => {
  await writeFile(join(cms.dataFolder, 'public', 'uploads', `left.${ext}`), text);
  for (const folder of [
    '/uploads',
    '//uploads',
    '/./uploads',
    '/%75ploads',
    '/uploads//',
    '/uploads/.',
    '/%2e/uploads',
    '/Uploads',
    '/x/../uploads',
    '/admin/../uploads',
    '/admin/%2e%2e/uploads',
    '/admin/..%2fuploads',
  ]) {
    const { statusCode, headers } = await ask(`${folder}/left.${ext}`);
    if (statusCode === 404 || statusCode === 400) continue;
    expect([folder, headers['content-security-policy']]).toEqual([
      folder,
      "default-src 'none'; sandbox",
    ]);
    expect(headers['x-content-type-options']).toBe('nosniff');
    if (statusCode === 200)
      expect([folder, headers['content-disposition']]).toEqual([folder, 'attachment']);
  }
  const { statusCode } = await ask(`/uploads/left.${ext}`);
  expect(statusCode).toBe(200);
});
