import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, adminToken, loginAs, loginAsAdmin } from './harness/admin-client.ts';
import { pngImage, samples } from './harness/samples.ts';

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

test.each([(id: unknown) => `/upload?id=${id}`, (id: unknown) => `/upload/files/${id}/replace`])(
  '61: an image stays as it was when what is said about the one in its place is refused (%#)',
  async (pathFor) => {
    const former = pngImage(8);
    const { data } = await admin.upload(former, 'stays.png', 'image/png', 'A square');
    for (const fault of ['\u0007', '\u202e', 'a'.repeat(501)])
      for (const name of ['name', 'alternativeText', 'caption']) {
        const form = new FormData();
        const png = Uint8Array.from(pngImage(16));
        form.append('files', new Blob([png], { type: 'image/png' }), 'other.png');
        form.append('fileInfo', JSON.stringify({ [name]: `Text ${fault}` }));
        const { status, error } = await admin.request('POST', pathFor(data.id), form);
        expect([status, error?.message]).toEqual([
          400,
          expect.stringMatching(/^Could not save the file: /),
        ]);
        const kept = await fetch(`${cms.url}${data.url}`);
        expect(await sharp(await kept.arrayBuffer()).metadata()).toMatchObject({ width: 8 });
      }
  },
);

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

test.each([
  ['POST', () => '/upload', 'form'],
  ['POST', (id: unknown) => `/upload?id=${id}`, 'form'],
  ['POST', (id: unknown) => `/upload/files/${id}/replace`, 'form'],
  ['PUT', (id: unknown) => `/upload/files/${id}`, 'body'],
  ['POST', () => '/upload/actions/bulk-update', 'updates'],
] as const)(
  '61: what is said about a file is no longer than anybody reads (%#)',
  async (method, pathFor, kind) => {
    const { data } = await admin.upload(pngImage(8), 'told.png', 'image/png', 'A square');
    const png = Uint8Array.from(pngImage(8));
    for (const [name, label, longest] of [
      ['alternativeText', 'Alternative text', 200],
      ['caption', 'Caption', 500],
      ['name', 'Name', 255],
    ] as const) {
      const tell = async (text: string) => {
        const fileInfo = { name: 'told.png', alternativeText: 'A square', [name]: text };
        const form = new FormData();
        form.append('files', new Blob([png], { type: 'image/png' }), 'told.png');
        form.append('fileInfo', JSON.stringify(fileInfo));
        const body = {
          form,
          body: { fileInfo },
          updates: { updates: [{ id: data.id, fileInfo }] },
        };
        return admin.request(method, pathFor(data.id), body[kind]);
      };
      expect((await tell('é'.repeat(longest))).error).toBeUndefined();
      const { status, error } = await tell('é'.repeat(longest + 1));
      expect([status, error?.message]).toEqual([
        400,
        `Could not save the file: ${label} is ${longest + 1} characters long. Shorten it to ${longest} characters.`,
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
    const expectFormer = async () => {
      const kept = await (await fetch(`${cms.url}${data.url}`)).arrayBuffer();
      expect(await sharp(kept).metadata()).toMatchObject({ format: 'png', width: 8 });
    };
    const jpeg = await square.clone().jpeg().toBuffer();
    for (const name of ['new.jpg', 'new.png']) {
      expect((await replace(jpeg, name, 'image/png')).error?.message).toBe(
        `Could not replace former.png: it is of the type image/png, and ${name} of the type image/jpeg. Upload it as a new image and choose it in the entries that show the former one.`,
      );
      await expectFormer();
    }
    expect((await replace(Buffer.from('<html>'), 'new.png', 'image/png')).status).toBe(400);
    await expectFormer();
    const replaced = await replace(await square.clone().png().toBuffer(), 'new.jpg', 'image/jpeg');
    expect(replaced.data).toMatchObject({
      url: data.url,
      mime: 'image/png',
      ext: '.png',
      width: 32,
    });
  },
);

test.each(['/upload', '/upload/files'])(
  '50: what is sent to %s comes into no entry on its way',
  async (path) => {
    const author = await loginAs(cms, 'strapi-author');
    const id = await admin.createPublished('Testimonial', samples.testimonial);
    const entry = await admin.request(
      'GET',
      `/content-manager/collection-types/api::testimonial.testimonial/${id}?status=published`,
    );
    for (const more of [
      { ref: 'api::testimonial.testimonial', refId: String(entry.data.id), field: 'avatar' },
      { path: '../elsewhere' },
      { tmpWorkingDirectory: '/tmp' },
    ]) {
      const form = formWith(await square.clone().png().toBuffer(), 'a.png', 'image/png');
      for (const [name, value] of Object.entries(more)) form.append(name, value);
      const { status, error } = await author.request('POST', path, form);
      expect([status, error?.message]).toEqual([
        400,
        `Could not upload: ${Object.keys(more).join(', ')} cannot be sent with a file. Upload the image, then choose it in the entry.`,
      ]);
    }
    await admin.remove('Testimonial', id);
  },
);

test.each(['/upload', '/upload/files'])('an empty file is refused by %s', async (path) => {
  const form = formWith(new Uint8Array(), 'from the cloud.png', 'image/png');
  const { status, error } = await admin.request('POST', path, form);
  expect([status, error?.message]).toEqual([
    400,
    'Could not upload from the cloud.png: the file is empty. Look whether it opens on your computer, then upload it again.',
  ]);
});

describe('61: files that are sent leave nothing behind', () => {
  // Told apart from what the same tests leave for the other database, in the same folder.
  const size = randomInt(3_000_000, 4_000_000);
  const kept = async () => {
    const sizes = await Promise.all(
      (await readdir(tmpdir())).map((name) => stat(join(tmpdir(), name)).catch(() => undefined)),
    );
    return sizes.filter((each) => each?.size === size).length;
  };
  const post = async (path: string, form: BodyInit, headers: Record<string, string> = {}) =>
    fetch(cms.url + path, { method: 'POST', body: form, headers });
  const fileNamed = (name: string) => {
    const form = new FormData();
    form.append(name, new Blob([new Uint8Array(size)]), 'a.bin');
    return form;
  };

  test.each([
    ['/admin/login', 'anything', 415],
    ['/admin/init', 'files', 415],
    ['/graphql', 'files', 415],
    ['/content-manager/collection-types/api::faq.faq', 'files', 415],
    ['/upload', 'files', 401],
    ['/Upload/', 'anything', 401],
    ['/api/upload', 'files', 401],
  ])('by anybody to %s as "%s"', async (path, name, status) => {
    expect((await post(path, fileNamed(name))).status).toBe(status);
    await expect.poll(kept).toBe(0);
  });

  test('by an editor, refused or too large or broken off', async () => {
    const { data } = await admin.upload(new Uint8Array(size), 'a.bin', 'image/png', 'None');
    expect(data).toBeFalsy();
    const tooLarge = formWith(new Uint8Array(21 * 1024 * 1024), 'a.png', 'image/png');
    tooLarge.append('files', new Blob([new Uint8Array(size)]), 'b.bin');
    const { status, error } = await admin.request('POST', '/upload', tooLarge);
    expect([status, error?.message]).toEqual([
      413,
      'Could not upload: the file is larger than 20 MB. Make the image smaller, for example by saving it as WebP.',
    ]);
    const type = {
      'content-type': 'multipart/form-data; boundary=x',
      authorization: `Bearer ${await adminToken(cms)}`,
    };
    const head =
      '--x\r\ncontent-disposition: form-data; name="files"; filename="a"\r\ncontent-type: image/png\r\n\r\n';
    const brokenOff = head + 'a'.repeat(size);
    expect((await post('/upload', brokenOff, type)).status).toBe(400);
    await expect.poll(kept).toBe(0);
  });
});

test.each(['/upload', '/upload/files', '/api/upload'])(
  '61: nothing is read that is sent to %s by whoever has not logged in',
  async (path) => {
    const { hostname, port } = new URL(cms.url);
    for (const authorization of [undefined, 'Bearer x', `Bearer ${cms.siteToken.slice(1)}`]) {
      const sent = request({
        ...{ hostname, port, path, method: 'POST' },
        headers: {
          'content-type': 'multipart/form-data; boundary=x',
          ...(authorization === undefined ? {} : { authorization }),
        },
      });
      // The rest never comes.
      sent.write('--x\r\ncontent-disposition: form-data; name="files"; filename="a.png"\r\n\r\n');
      sent.write('a'.repeat(100_000));
      const answer = once(sent, 'response').then(
        ([response]: IncomingMessage[]) => response?.statusCode,
      );
      onTestFinished(() => void sent.destroy());
      const tooLate = pause(30_000, 'It waits for the rest.', { ref: false });
      const status = await Promise.race([answer, tooLate]);
      expect([path, authorization, status]).toEqual([path, authorization, 401]);
      sent.destroy();
    }
  },
);

test('52: files are told of without the entries that show them', async () => {
  const image = await admin.upload(pngImage(4), 'alone.png', 'image/png', 'Alone');
  const draft = { ...samples.testimonial, story: 'Not to be told.', avatar: image.data.id };
  const { data } = await admin.create('Testimonial', draft);
  onTestFinished(async () => void (await admin.remove('Testimonial', data.documentId)));
  for (const path of [
    '/upload/files?populate=*',
    `/upload/files/${image.data.id}?populate=related`,
  ]) {
    const answer = await admin.request('GET', path);
    expect([path, answer.status]).toEqual([path, 200]);
    expect(JSON.stringify(answer)).not.toMatch(/Not to be told|"related"/);
  }
  for (const query of ['sort=related.id', 'filters[related][id]=1', 'sort=createdBy.password']) {
    const { status, error } = await admin.request('GET', `/upload/files?${query}`);
    expect([query, status, error?.message]).toEqual([
      query,
      403,
      expect.stringMatching(/^Could not list the files: nobody looks for them by /),
    ]);
  }
  const query =
    'sort=createdAt:DESC&filters[$and][0][folder][id][$null]=true&filters[$and][1][mime][$contains]=image';
  expect((await admin.request('GET', `/upload/files?${query}&populate[folder]=true`)).status).toBe(
    200,
  );
});

test('64: a PNG of nothing but chunks is refused at once', async () => {
  const chunk = Buffer.from([0, 0, 0, 0, ...Buffer.from('teXt'), 0, 0, 0, 0]);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const bytes = Buffer.concat([signature, ...Array<Buffer>(1_500_000).fill(chunk)]);
  const { status } = await admin.request('POST', '/upload', formWith(bytes, 'a.png', 'image/png'));
  expect(status).toBe(400);
});

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

test('a file is refused by name where texts alone are taken', async () => {
  const { data } = await admin.upload(pngImage(8), 'texts.png', 'image/png', 'Before');
  for (const field of ['files', 'file']) {
    const form = new FormData();
    form.append('fileInfo', JSON.stringify({ alternativeText: 'After' }));
    form.append(field, new Blob([Uint8Array.from(pngImage(16))], { type: 'image/png' }), 'new.png');
    const { status, error } = await admin.request('PUT', `/upload/files/${data.id}`, form);
    expect([status, error?.message]).toEqual([
      400,
      'Could not take the file: texts alone are changed here. Send them without a file, or replace the file in the media library.',
    ]);
  }
  const kept = (await admin.request('GET', `/upload/files/${data.id}`)).data;
  expect([kept.alternativeText, kept.width]).toEqual(['Before', 8]);
});
