import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContentType, contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { EntryState } from '../../cms/src/live-status/contract.ts';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { runSql } from '../../cms/tests/harness/run-sql.ts';
import { pngImage, samples } from '../../cms/tests/harness/samples.ts';
import { startTestCms, type TestCms } from '../../cms/tests/harness/test-cms.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';

/*
 * What was published and was good stays until something better replaces it, and nobody's publish
 * waits for somebody else's fault. Faults are made behind the CMS's back, in the file of its database.
 */
describe.runIf(inject('cms').database === 'sqlite')('the last good version', () => {
  let cms: TestCms;
  let admin: AdminClient;
  let publisher: TestPublisher;
  let made: [ContentType, string][];

  beforeAll(async () => {
    cms = await startTestCms();
    admin = await loginAsAdmin(cms);
    publisher = await createPublisher(cms, {
      settings: { POLL_SECONDS: '1', READ_ALL_SECONDS: '2' },
    });
    await publisher.start();
    await publisher.caughtUp();
  });
  afterAll(async () => {
    await publisher.kill('SIGTERM');
    await publisher.remove();
    await cms.stop();
  });
  beforeEach(() => {
    made = [];
    return async () => {
      for (const [type, id] of made.toReversed()) await admin.remove(type, id);
      expect((await settled(({ blockedCount }) => blockedCount === 0)).blocked).toEqual([]);
    };
  });

  async function create(type: ContentType, data: Record<string, unknown>): Promise<string> {
    const id = await admin.createPublished(type, data);
    made.push([type, id]);
    return id;
  }
  const listing = (ids: string[]) => ({
    set: ids.map((documentId) => ({ documentId, locale: 'en' })),
  });
  const sql = (statement: string) => runSql(cms.dataFolder, undefined, statement);
  const get = (path: string) => fetch(publisher.siteUrl + path, { redirect: 'manual' });
  const statusOf = async (path: string) => (await get(path)).status;
  const textOf = async (path: string) => (await get(path)).text();
  const settled = (wanted: Parameters<TestPublisher['until']>[0]) =>
    publisher.until((status) => status.state === 'idle' && wanted(status));
  async function stateOf(type: ContentType, documentId: string): Promise<EntryState> {
    const path = `/live-status/${contentTypes[type].uid}/${documentId}?locale=en`;
    const { state } = (await admin.request('GET', path)).data as unknown as { state: EntryState };
    return state.name === 'modified' ? state.published : state;
  }
  const untilState = (type: ContentType, id: string, name: EntryState['name']) =>
    expect.poll(async () => (await stateOf(type, id)).name).toBe(name);

  async function pageWithFaq() {
    const faq = await create('Faq', { ...samples.faq, question: 'Does it stay?' });
    const other = await create('Faq', { ...samples.faq, question: 'Does it change?' });
    const page = await create('LandingPage', {
      ...samples.landingPage('stays'),
      faqs: listing([faq, other]),
    });
    await publisher.caughtUp();
    return { faq, other, page };
  }

  test('79: an entry that becomes faulty stays, is named, and stops nobody else’s publish on its page', async () => {
    const { faq, other, page } = await pageWithFaq();
    await sql(
      `UPDATE faqs SET answer = '' WHERE document_id = '${faq}' AND published_at IS NOT NULL`,
    );
    const { blocked } = await settled(({ blockedCount }) => blockedCount > 0);
    const fault = { type: 'Faq', documentId: faq, field: 'Answer', isHeld: true };
    for (const each of blocked) expect(each).toMatchObject({ ...fault, pages: ['/stays/'] });
    await untilState('Faq', faq, 'blocked');
    await admin.publish('Faq', other, { question: 'It has changed?' });
    await publisher.caughtUp();
    expect(await textOf('/stays/')).toMatch(/Does it stay\?.*It has changed\?/s);
    // A restart, which finds it faulty from the beginning, changes nothing.
    await publisher.kill('SIGKILL');
    await publisher.start();
    await publisher.caughtUp();
    expect(await textOf('/stays/')).toMatch(/Does it stay\?.*It has changed\?/s);
    await admin.publish('LandingPage', page, { title: 'Other title' });
    await publisher.caughtUp();
    expect(await textOf('/stays/')).toMatch(/Other title.*Does it stay\?/s);
    await untilState('LandingPage', page, 'live');
    await admin.publish('Faq', faq, { answer: 'Mended.' });
    await publisher.caughtUp();
    expect(await textOf('/stays/')).toContain('Mended.');
    await untilState('Faq', faq, 'live');
  });

  test('79: what became faulty before the site ever had it is as if unpublished, and nobody waits for it', async () => {
    await publisher.kill('SIGTERM');
    const faq = await create('Faq', { ...samples.faq, question: 'Was it ever there?' });
    await sql(
      `UPDATE faqs SET answer = '' WHERE document_id = '${faq}' AND published_at IS NOT NULL`,
    );
    const page = await create('LandingPage', {
      ...samples.landingPage('without-it'),
      faqs: listing([faq]),
    });
    await publisher.start();
    const { blocked } = await publisher.caughtUp();
    expect(blocked).toMatchObject([{ type: 'Faq', documentId: faq, field: 'Answer' }]);
    expect(await textOf('/without-it/')).not.toContain('Was it ever there?');
    await untilState('LandingPage', page, 'live');
    await untilState('Faq', faq, 'blocked');
    await sql(`UPDATE faqs SET answer = 'Right.' WHERE document_id = '${faq}'`);
    await expect.poll(() => textOf('/without-it/')).toContain('Was it ever there?');
    await untilState('Faq', faq, 'live');
  });

  test('79: a version that the site never had does not replace the one that it had', async () => {
    const { faq } = await pageWithFaq();
    await publisher.kill('SIGTERM');
    await admin.publish('Faq', faq, { question: 'Newer?' });
    await sql(
      `UPDATE faqs SET answer = '' WHERE document_id = '${faq}' AND published_at IS NOT NULL`,
    );
    await publisher.start();
    expect((await publisher.caughtUp()).blocked).toMatchObject([{ documentId: faq }]);
    expect(await textOf('/stays/')).toMatch(/Does it stay\?/);
    expect(await textOf('/stays/')).not.toContain('Newer?');
    await untilState('Faq', faq, 'blocked');
  });

  test('79: without the file of good versions, what a page could not show at first is kept once it does', async () => {
    const { faq, other } = await pageWithFaq();
    await publisher.kill('SIGTERM');
    await rm(join(publisher.folder, 'site', 'last-good.db'));
    await sql(
      `UPDATE faqs SET answer = '' WHERE document_id = '${faq}' AND published_at IS NOT NULL`,
    );
    await publisher.start();
    expect((await publisher.caughtUp()).blocked).toMatchObject([{ documentId: faq }]);
    expect(await textOf('/stays/')).toMatch(/Does it stay\?.*Does it change\?/s);
    await admin.publish('Faq', faq, { answer: 'Mended.' });
    expect((await publisher.caughtUp()).blocked).toEqual([]);
    await admin.publish('Faq', other, { answer: 'See [this](/nowhere/).' });
    expect((await publisher.caughtUp()).blocked).toMatchObject([{ documentId: other }]);
    await admin.publish('Faq', faq, { answer: 'Nobody waits.' });
    await publisher.caughtUp();
    expect(await textOf('/stays/')).toMatch(/Nobody waits\..*Does it change\?/s);
  });

  test('79: a page that becomes faulty stays at its address, in lists and in the sitemap', async () => {
    const { page, other } = await pageWithFaq();
    await sql(
      `UPDATE landing_pages SET lede = '' WHERE document_id = '${page}' AND published_at IS NOT NULL`,
    );
    await settled(({ blocked }) => blocked.some(({ documentId }) => documentId === page));
    expect(await statusOf('/stays/')).toBe(200);
    expect(await textOf('/sitemaps/1-of-1.xml')).toContain('/stays/');
    await untilState('LandingPage', page, 'blocked');
    await publisher.kill('SIGTERM');
    await publisher.start();
    await admin.publish('Faq', other, { question: 'After the restart?' });
    await publisher.caughtUp();
    expect(await textOf('/stays/')).toMatch(/A lede\..*After the restart\?/s);
  });

  test('79: a locale whose settings become faulty keeps its pages, also from a start on', async () => {
    await sql(`UPDATE sites SET brand = '' WHERE locale = 'es' AND published_at IS NOT NULL`);
    const { blocked } = await settled(({ blockedCount }) => blockedCount > 0);
    expect(blocked).toMatchObject([{ type: 'Site', locale: 'es', field: 'Brand' }]);
    await publisher.kill('SIGTERM');
    await publisher.start();
    const { faq } = await pageWithFaq();
    await admin.publish('Faq', faq, { question: 'Nobody waits?' });
    await publisher.caughtUp();
    expect(await textOf('/stays/')).toContain('Nobody waits?');
    expect([await statusOf('/es/'), await textOf('/es/')]).toEqual([
      200,
      expect.stringContaining('MyPyMentor</a>'),
    ]);
    await sql(`UPDATE sites SET brand = 'MyPyMentor' WHERE brand = ''`);
    await settled(({ blockedCount }) => blockedCount === 0);
  });

  test('79: a link that leads nowhere holds back its entry alone, not what else is on the page', async () => {
    const { faq, other } = await pageWithFaq();
    await admin.publish('Faq', faq, { answer: 'See [this](/nowhere/).' });
    const { blocked } = await publisher.caughtUp();
    expect(blocked).toMatchObject([{ type: 'Faq', documentId: faq, isHeld: true }]);
    await admin.publish('Faq', other, { question: 'On a page with a fault?' });
    await publisher.caughtUp();
    expect(await textOf('/stays/')).toMatch(/The <strong>answer.*On a page with a fault\?/s);
    await untilState('Faq', faq, 'blocked');
    await untilState('Faq', other, 'live');
    // What it leads to comes: it goes live by itself.
    await create('LandingPage', samples.landingPage('nowhere'));
    await publisher.caughtUp();
    expect(await textOf('/stays/')).toContain('href="/nowhere/"');
    await admin.publish('Faq', faq, { answer: 'Nothing.' });
  });

  describe('images', () => {
    const uploads = () => join(cms.dataFolder, 'public', 'uploads');
    const cache = () => join(publisher.folder, 'site', 'media-cache');
    const moveUploads = (isAway: boolean) =>
      isAway ? rename(uploads(), `${uploads()}.away`) : rename(`${uploads()}.away`, uploads());

    async function storyWithImage(name: string) {
      const image = await admin.upload(
        pngImage(40 + name.length),
        `${name}.png`,
        'image/png',
        'Face',
      );
      return { ...samples.testimonial, name, avatar: image.data.id };
    }

    test('81: an image that is not there any more stops nobody, and its copy serves', async () => {
      const story = await create('Testimonial', await storyWithImage('Grace H.'));
      const page = await create('LandingPage', {
        ...samples.landingPage('with-picture'),
        headings: { testimonials: 'Stories' },
        testimonials: listing([story]),
      });
      await publisher.caughtUp();
      await moveUploads(true);
      const { blocked } = await settled(({ blockedCount }) => blockedCount > 0);
      expect(blocked[0]).toMatchObject({ type: 'Testimonial', documentId: story, isHeld: false });
      expect(blocked[0]?.reason).toMatch(
        /Portrait cannot be loaded: .* answers 404\. Upload it again/,
      );
      // Without the copies, and from a start on, too.
      await publisher.kill('SIGTERM');
      await rm(cache(), { recursive: true });
      await publisher.start();
      await admin.publish('LandingPage', page, { title: 'While it was away' });
      await publisher.caughtUp();
      const text = await textOf('/with-picture/');
      expect(text).toContain('While it was away');
      const image = /src="(\/media\/[^"]+)"/.exec(text)?.[1] ?? '';
      expect(await statusOf(image)).toBe(200);
      await moveUploads(false);
      await settled(({ blockedCount }) => blockedCount === 0);
    });

    test('81: a new image that cannot be loaded is a fault of its entry, which goes live when it can', async () => {
      const story = await create('Testimonial', { ...samples.testimonial, name: 'Before' });
      await create('LandingPage', {
        ...samples.landingPage('with-new-picture'),
        headings: { testimonials: 'Stories' },
        testimonials: listing([story]),
      });
      await publisher.caughtUp();
      const withImage = await storyWithImage('After');
      await moveUploads(true);
      await admin.publish('Testimonial', story, withImage);
      const other = await create('Faq', { ...samples.faq, question: 'Published meanwhile?' });
      await publisher.caughtUp();
      await untilState('Faq', other, 'live');
      await untilState('Testimonial', story, 'blocked');
      expect(await textOf('/with-new-picture/')).toContain('Before');
      await moveUploads(false);
      await expect.poll(() => textOf('/with-new-picture/')).toContain('After');
      await untilState('Testimonial', story, 'live');
    });
  });

  test('80: with a fault in the same publish the old address stays until the new one can be live', async () => {
    const page = await create('LandingPage', samples.landingPage('old-address'));
    const linking = await create('LandingPage', {
      ...samples.landingPage('links-to-old'),
      callToAction: { label: 'There', url: '/old-address/' },
    });
    await publisher.caughtUp();
    const broken = { label: 'Nowhere', url: '#nowhere' };
    await admin.publish('LandingPage', page, { slug: 'new-address', callToAction: broken });
    await create('Redirect', { ...samples.redirect('/old-address/'), to: '/new-address/' });
    await settled(({ blocked }) => blocked.some(({ documentId }) => documentId === page));
    expect([await statusOf('/old-address/'), await statusOf('/new-address/')]).toEqual([200, 404]);
    const sitemap = await textOf('/sitemaps/1-of-1.xml');
    expect([sitemap.includes('/old-address/'), sitemap.includes('/new-address/')]).toEqual([
      true,
      false,
    ]);
    await admin.publish('LandingPage', page, { callToAction: { label: 'Home', url: '/' } });
    await settled(({ blocked }) => blocked.every(({ documentId }) => documentId !== page));
    await publisher.caughtUp();
    expect(await statusOf('/new-address/')).toBe(200);
    expect((await get('/old-address/')).headers.get('location')).toBe('/new-address/');
    await admin.publish('LandingPage', linking, { callToAction: { label: 'There', url: '/' } });
  });

  test('86: nothing leads to a page that is not live, and what links to it comes with it', async () => {
    const page = await create('LandingPage', {
      ...samples.landingPage('not-yet'),
      callToAction: { label: 'Nowhere', url: '#nowhere' },
    });
    const linking = await create('LandingPage', {
      ...samples.landingPage('links-to-not-yet'),
      callToAction: { label: 'There', url: '/not-yet/' },
    });
    await create('LandingPage', {
      ...samples.landingPage('links-to-the-link'),
      callToAction: { label: 'There', url: '/links-to-not-yet/' },
    });
    const all = ['/not-yet/', '/links-to-not-yet/', '/links-to-the-link/'];
    await publisher.caughtUp();
    expect(await Promise.all(all.map(statusOf))).toEqual([404, 404, 404]);
    const lists = await textOf('/sitemaps/1-of-1.xml');
    expect(all.filter((path) => lists.includes(path))).toEqual([]);
    await untilState('LandingPage', linking, 'blocked');
    await admin.publish('LandingPage', page, { callToAction: { label: 'Home', url: '/' } });
    await publisher.caughtUp();
    expect(await Promise.all(all.map(statusOf))).toEqual([200, 200, 200]);
    await untilState('LandingPage', linking, 'live');
    for (const [type, id] of made.splice(1).toReversed()) await admin.remove(type, id);
  });

  test('86: pages that lead to one another in a circle go live with the last one of them', async () => {
    const page = (name: string, to: string) => ({
      ...samples.landingPage(name),
      title: `${name} leads to ${to}`,
      callToAction: { label: 'There', url: to },
    });
    const moving = await create('LandingPage', page('circle-b', '/'));
    await publisher.caughtUp();
    await create('LandingPage', page('circle-c', '/circle-a/'));
    await create('Redirect', { ...samples.redirect('/to-the-circle/'), to: '/circle-c/' });
    await admin.publish('LandingPage', moving, page('circle-a', '/circle-b/'));
    await settled(({ blockedCount }) => blockedCount === 3);
    expect(await textOf('/circle-b/')).toContain('circle-b leads to /');
    await create('LandingPage', page('circle-b', '/circle-c/'));
    await publisher.caughtUp();
    const texts = await Promise.all(['a', 'b', 'c'].map((name) => textOf(`/circle-${name}/`)));
    expect(texts.map((text) => /circle-. leads to [^<]*/.exec(text)?.[0])).toEqual([
      'circle-a leads to /circle-b/',
      'circle-b leads to /circle-c/',
      'circle-c leads to /circle-a/',
    ]);
    expect((await get('/to-the-circle/')).headers.get('location')).toBe('/circle-c/');
  });

  test.each([
    ['deleted', (id: string) => admin.remove('LandingPage', id)],
    ['unpublished', (id: string) => admin.unpublish('LandingPage', id)],
    [
      'put at another address',
      (id: string) =>
        admin.publish('LandingPage', id, {
          slug: 'never-live-either',
          callToAction: { label: 'Home', url: '/' },
        }),
    ],
  ])('85, 69: a page that was never live and is %s is forgotten at once', async (_, act) => {
    const id = await create('LandingPage', {
      ...samples.landingPage('never-live'),
      callToAction: { label: 'Nowhere', url: '#nowhere' },
    });
    expect((await publisher.caughtUp()).blockedCount).toBe(1);
    await act(id);
    expect(await publisher.caughtUp()).toMatchObject({ blocked: [], blockedPages: 0 });
  });

  test('85, 69: a redirect that was never live and is deleted is forgotten at once', async () => {
    const id = await create('Redirect', { from: '/never-sent/', to: '/nowhere/', permanent: true });
    expect((await publisher.caughtUp()).blocked).toMatchObject([
      { type: 'Redirect', documentId: id, pages: ['/never-sent/'] },
    ]);
    await admin.remove('Redirect', id);
    expect((await publisher.caughtUp()).blocked).toEqual([]);
  });
});
