import { hkdfSync } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentTypes } from '@lectern/shared-types';
import { createPreviewToken } from '@lectern/shared-types/preview-token';
import { SignJWT } from 'jose';
import { parse } from 'node-html-parser';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { graphql } from '../../cms/tests/harness/graphql.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { findBody } from '../publisher/find-body.ts';
import { linksTo, openPreview, startPreviewPublisher } from './preview-client.ts';
import type { TestPublisher } from './publisher-harness.ts';

const cms = inject('cms');
const canary = 'CanaryOfADraft';
let admin: AdminClient;
let publisher: TestPublisher;
let pageId: string;
let faqId: string;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  publisher = await startPreviewPublisher(cms);
  faqId = (await admin.create('Faq', { ...samples.faq, question: `${canary} or not?` })).data
    .documentId;
  pageId = await admin.createPublished('LandingPage', samples.landingPage('previewed'));
  await admin.update('LandingPage', pageId, {
    title: `${canary} title`,
    faqs: { connect: [{ documentId: faqId, locale: 'en' }] },
  });
});

afterAll(async () => {
  await publisher.kill('SIGTERM');
  await publisher.remove();
  await admin.remove('LandingPage', pageId);
  await admin.remove('Faq', faqId);
});

const linkTo = async (id: string, locale?: string) =>
  (await linksTo(admin, 'LandingPage', id, locale))[0]?.url ?? '';
const bannerOf = (html: string) => parse(html).querySelector('.lectern-draft')?.text ?? '';

describe('what is shown', () => {
  test('a draft as the site would show it, marked as a draft, with working links', async () => {
    const [link] = await linksTo(admin, 'LandingPage', pageId);
    expect(link).toMatchObject({ title: `${canary} title`, path: '/previewed/', locale: 'en' });
    const preview = await openPreview(link?.url ?? '');
    const html = await preview.text();
    expect(html).toContain(`<h1>${canary} title</h1>`);
    expect(html).toContain(`${canary} or not?`);
    expect(bannerOf(html)).toContain('Draft, not published');
    expect(await preview.text('/')).toContain('Draft, not published');
    expect(await preview.text('/previewed/')).toContain(`<h1>${canary} title</h1>`);
    const assets = [...html.matchAll(/(?:href|src|component-url)="(\/[^"]+\.(?:woff2|svg|js))"/g)];
    expect(assets.length).toBeGreaterThan(1);
    for (const [, path = ''] of assets) expect((await preview.get(path)).status, path).toBe(200);
    const redirect = await preview.get('/python-backend/');
    expect([redirect.status, redirect.headers.get('location')]).toEqual([
      302,
      '/python-for-backend-developers/',
    ]);
  });

  test('61: a description about HTML is no part of the page, and the draft is marked', async () => {
    const description = '</head><body><h1>No heading</h1><form>';
    const { data } = await admin.create('LandingPage', {
      ...samples.landingPage('about-html'),
      seo: { title: 'About HTML', description },
    });
    onTestFinished(async () => void (await admin.remove('LandingPage', data.documentId)));
    const html = await (await openPreview(await linkTo(data.documentId))).text();
    expect(html.slice(findBody(html).body)).toMatch(/^<aside class="lectern-draft"/);
    expect(html.match(/<aside class="lectern-draft"/g)).toHaveLength(1);
  });

  test('the Spanish draft in Spanish', async () => {
    const answer = await admin.update(
      'LandingPage',
      pageId,
      { ...samples.landingPage('previsto'), title: 'Borrador propio' },
      'es',
    );
    expect(answer.error).toBeUndefined();
    const html = await (await openPreview(await linkTo(pageId, 'es'))).text();
    expect(html).toContain('<h1>Borrador propio</h1>');
    expect(bannerOf(html)).toContain('Borrador, sin publicar');
  });

  test('the next preview shows what was saved, discarded or deleted', async () => {
    const preview = await openPreview(await linkTo(pageId));
    await admin.update('Faq', faqId, { question: `${canary}, changed?` });
    expect(await preview.text()).toContain(`${canary}, changed?`);
    const other = await admin.create('Faq', { ...samples.faq, question: 'Soon gone?' });
    const connect = [{ documentId: other.data.documentId, locale: 'en' }];
    await admin.update('LandingPage', pageId, { faqs: { connect } });
    expect(await preview.text()).toContain('Soon gone?');
    await admin.remove('Faq', other.data.documentId);
    expect(await preview.text()).not.toContain('Soon gone?');

    const page = await admin.createPublished('LandingPage', samples.landingPage('discarded'));
    const discarded = await openPreview(await linkTo(page));
    await admin.update('LandingPage', page, { title: 'To be discarded' });
    expect(await discarded.text()).toContain('To be discarded');
    await admin.discard('LandingPage', page);
    expect(await discarded.text()).toContain('<h1>Page discarded</h1>');
    await admin.remove('LandingPage', page);
  });

  test('every page that lists an entry is offered, and a sentence where there is none', async () => {
    const titles = (await linksTo(admin, 'Faq', faqId)).map(({ title }) => title);
    expect(titles).toEqual([`${canary} title`]);
    const { data } = await admin.create('Reason', samples.reason);
    const { uid } = contentTypes.Reason;
    const body = { uid, documentId: data.documentId, locale: 'en' };
    const answer = await admin.request('POST', '/preview/link', body);
    expect(answer).toMatchObject({
      data: { pages: [], message: expect.stringMatching(/^No page/) },
    });
    await admin.remove('Reason', data.documentId);
  });

  test('a faulty entry is left out and named with its field; a faulty page lists its faults', async () => {
    const plan = await admin.create('Plan', { name: 'Halfway' });
    const connect = [{ documentId: plan.data.documentId, locale: 'en' }];
    const headings = { faqs: 'Questions', plans: 'Prices' };
    await admin.update('LandingPage', pageId, { headings, plans: { connect } });
    const preview = await openPreview(await linkTo(pageId));
    const html = await preview.text();
    expect(html).toContain(`<h1>${canary} title</h1>`);
    expect(bannerOf(html)).toContain('Plan "Halfway" (en): Price must be 0 or more');

    const { data } = await admin.create('LandingPage', { title: 'Unfinished' });
    const [link] = await linksTo(admin, 'LandingPage', data.documentId);
    expect(link?.path).toBeNull();
    const unfinished = await openPreview(link?.url ?? '');
    const faults = parse(await unfinished.text()).querySelectorAll('li');
    expect(faults.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^Landing page "Unfinished" \(en\): Topics line is empty/),
    );
    await admin.update('LandingPage', data.documentId, samples.landingPage('now-finished'));
    expect(await unfinished.text()).toContain('<h1>Page now-finished</h1>');
    await admin.remove('LandingPage', data.documentId);
    await admin.remove('Plan', plan.data.documentId);
  });

  test('a link that leads nowhere is named with the field that holds it', async () => {
    await admin.update('LandingPage', pageId, {
      callToAction: { label: 'Away', url: '/nowhere-to-be-found/' },
    });
    const html = await (await openPreview(await linkTo(pageId))).text();
    expect(bannerOf(html)).toContain(
      'The link "Away" leads to /nowhere-to-be-found/, which does not exist.',
    );
    expect(bannerOf(html)).toContain('Button → Address');
  });
});

describe('who may see it', () => {
  const key = (secret: string) =>
    new Uint8Array(hkdfSync('sha256', secret, '', 'lectern preview links', 32));

  test('without a token, with a forged or spoilt one: 401 and a page that says what to do', async () => {
    const good = await createPreviewToken(cms.previewToken);
    const forged = await createPreviewToken('f'.repeat(64));
    for (const path of ['/', '/previewed/', '/media/0123456789abcdef0123.png', '/sitemap.xml']) {
      const answer = await fetch(new URL(path, cms.previewUrl));
      expect(answer.status, path).toBe(401);
      expect(await answer.text()).toContain('Open the preview from the admin again.');
    }
    for (const token of ['', forged, `${good.slice(0, -4)}AAAA`, cms.previewToken]) {
      const preview = await openPreview(`${cms.previewUrl}/?token=${token}&path=/previewed/`);
      expect([preview.opened.status, preview.cookie]).toEqual([401, '']);
      const cookie = `lectern-preview=${token}`;
      expect((await preview.get('/previewed/', { cookie })).status).toBe(401);
    }
    expect((await openPreview(`${cms.previewUrl}/?token=${good}`)).opened.status).toBe(303);
  });

  test('an expired token, or one for another purpose: 401', async () => {
    const tokenOf = (audience: string, end: number) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(audience)
        .setIssuedAt(Math.floor(Date.now() / 1000) - 60)
        .setExpirationTime(Math.floor(Date.now() / 1000) + end)
        .sign(key(cms.previewToken));
    const statusOf = async (token: string) =>
      (await openPreview(`${cms.previewUrl}/?token=${token}&path=/`)).opened.status;
    expect(await statusOf(await tokenOf('preview', 60))).toBe(303);
    expect(await statusOf(await tokenOf('preview', -1))).toBe(401);
    expect(await statusOf(await tokenOf('admin', 60))).toBe(401);
  });

  test('a new token can be handed in before the old one runs out', async () => {
    const token = await createPreviewToken(cms.previewToken);
    const send = (body: string) => fetch(`${cms.previewUrl}/token`, { method: 'POST', body });
    const renewed = await send(token);
    expect([renewed.status, renewed.headers.get('set-cookie')]).toEqual([
      204,
      expect.stringMatching(/^lectern-preview=.+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/),
    ]);
    expect((await send('x')).status).toBe(401);
    expect((await send('x'.repeat(10_000))).status).toBe(413);
  });

  test('the link leads nowhere but to a page of the previews', async () => {
    const token = await createPreviewToken(cms.previewToken);
    for (const path of ['//evil.example/', '/\\evil.example', 'https://evil.example/', 'x', '/%'])
      expect(
        (await openPreview(`${cms.previewUrl}/?${new URLSearchParams({ token, path })}`)).path,
      ).toMatch(/^\/(?![/\\])/);
  });

  test('a request of the admin needs an administrator who may read the entry', async () => {
    const entry = { uid: contentTypes.LandingPage.uid, documentId: pageId, locale: 'en' };
    const questions: [string, (entry: object) => object][] = [
      ['/preview/link', (asked) => asked],
      ['/candidate/check', (asked) => ({ entries: [entry, asked] })],
    ];
    for (const [path, toBody] of questions) {
      const answer = await fetch(cms.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${cms.siteToken}` },
        body: JSON.stringify(toBody(entry)),
      });
      expect([401, 403]).toContain(answer.status);
      const post = (spoilt: object) => admin.request('POST', path, toBody({ ...entry, ...spoilt }));
      expect((await post({ uid: 'admin::user' })).status).toBe(400);
      expect((await post({ documentId: '../x' })).status).toBe(400);
      expect((await post({ documentId: 'a'.repeat(24) })).status).toBe(404);
    }
  });

  test('the token of the site learns nothing about drafts', async () => {
    const query =
      '{ contentChanges(value: 0, changeId: "x", status: DRAFT) { entries { faqs { question } } } }';
    const refused = await graphql(cms, query, cms.siteToken);
    expect(refused.errors?.[0]?.message).toMatch(/preview token/);
    expect(refused.data ?? null).toBeNull();
    expect((await graphql(cms, query, cms.previewToken)).errors).toBeUndefined();
  });
});

test('nothing of it is kept, indexed, referred to, or framed by anybody but the admin', async () => {
  const preview = await openPreview(await linkTo(pageId));
  const answers = [
    preview.opened,
    await preview.get(preview.path),
    await preview.get('/nowhere-at-all/'),
    await fetch(`${cms.previewUrl}/previewed/`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([303, 200, 404, 401]);
  for (const { headers } of answers) {
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  }
  for (const { headers } of answers.slice(1)) {
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`frame-ancestors ${cms.url}`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  }
  expect(await preview.text()).not.toContain('http-equiv="content-security-policy"');
  const robots = await fetch(`${cms.previewUrl}/robots.txt`);
  expect(await robots.text()).toBe('User-agent: *\nDisallow: /\n');
});

test('fault 22: nothing of a draft, and nothing of a preview, is ever in a release or served to visitors', async () => {
  const preview = await openPreview(await linkTo(pageId));
  expect(await preview.text()).toContain(canary);
  await admin.createPublished('Faq', samples.faq);
  const { data } = await graphql(cms, '{ contentGeneration { value } }');
  await publisher.until(
    ({ state, liveGeneration }) =>
      state === 'idle' && liveGeneration === data.contentGeneration.value,
  );
  for (const path of ['/previewed/', '/', '/es/', '/llms.txt', `/preview/en/${pageId}/`])
    expect(await (await fetch(publisher.siteUrl + path)).text(), path).not.toMatch(
      /CanaryOfADraft|lectern-draft|lectern-preview/,
    );
  const folder = join(publisher.folder, 'site');
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  expect(files.length).toBeGreaterThan(50);
  for (const { parentPath, name } of files) {
    const text = await readFile(join(parentPath, name), 'latin1');
    expect(text, join(parentPath, name)).not.toMatch(
      /CanaryOfADraft|lectern-draft|lectern-preview/,
    );
  }
  expect(publisher.output()).not.toContain(canary);
});
