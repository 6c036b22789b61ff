import { type ContentType, contentTypes } from '@lectern/shared-types';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { EntryHistory } from '../src/history/contract.ts';
import type { EntrySchedule, SiteSchedule } from '../src/schedule/contract.ts';
import { type AdminClient, type Answer, loginAs, loginAsAdmin } from './harness/admin-client.ts';
import { graphql } from './harness/graphql.ts';
import { samples } from './harness/samples.ts';

const cms = inject('cms');
const { uid } = contentTypes.Faq;
const faqs = `/content-manager/collection-types/${uid}`;
let admin: AdminClient;
let editor: AdminClient;
let author: AdminClient;
const made: [ContentType, string][] = [];

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  editor = await loginAs(cms, 'strapi-editor');
  author = await loginAs(cms, 'strapi-author');
});

afterAll(async () => {
  for (const [type, id] of made) await admin.remove(type, id);
});

const wallTime = `${new Date().getUTCFullYear() + 1}-03-03T03:03`;
const schedule = (id: string, rest = '', locale = 'en') =>
  `/schedule/${uid}/${id}${rest}?locale=${locale}`;
const plan = (id: string, seen?: unknown, locale = 'en') =>
  editor.request('POST', schedule(id, '/publish', locale), { wallTime, timeZone: 'UTC', seen });
const plansOf = async (id: string, locale = 'en') =>
  (await editor.request('GET', schedule(id, '', locale))).data as unknown as EntrySchedule;
const read = async (id: string) => (await admin.request('GET', `${faqs}/${id}`)).data;
const history = (id: string, rest = '') => `/history/${uid}/${id}${rest}?locale=en`;
const versionsOf = async (id: string) =>
  ((await editor.request('GET', history(id))).data as unknown as EntryHistory).versions;

async function draft(by = editor): Promise<Answer['data']> {
  const { data } = await by.create('Faq', { ...samples.faq, question: 'As it was seen?' });
  made.push(['Faq', data.documentId]);
  return data;
}

async function published(question: string): Promise<string> {
  const id = await editor.createPublished('Faq', { ...samples.faq, question });
  made.push(['Faq', id]);
  return id;
}

async function visible(id: string): Promise<string | undefined> {
  const { data } = await graphql(cms, `{ faq(documentId: "${id}") { question } }`);
  return data.faq?.question;
}

async function expectAskedAgain(id: string): Promise<void> {
  const { planned, last } = await plansOf(id);
  expect([planned, last?.state]).toEqual([[], 'failed']);
  expect(last?.reason).toMatch(
    /^Robin \w+ has changed the draft since this was planned, and may not publish\. Look at what was changed, then plan it again, or publish it\.$/,
  );
  const site = (await editor.request('GET', '/schedule')).data as unknown as SiteSchedule;
  expect(site.failed.map(({ link }) => link.documentId)).toContain(id);
}

describe('51: a plan is for the draft that was seen', () => {
  test('51: an author who saves it afterwards makes it be asked again', async () => {
    const { documentId } = await draft();
    await plan(documentId);
    await author.update('Faq', documentId, { question: 'By an author?' });
    await expectAskedAgain(documentId);
    expect((await plan(documentId)).status).toBe(200);
    expect((await plansOf(documentId)).planned).toHaveLength(1);
  });

  test('51: so does one who discards or restores it', async () => {
    const discarded = await published('Before?');
    await editor.update('Faq', discarded, { question: 'What was planned?' });
    await plan(discarded);
    expect((await author.discard('Faq', discarded)).status).toBe(200);
    await expectAskedAgain(discarded);

    const restored = await published('The oldest?');
    await editor.update('Faq', restored, { question: 'What was planned?' });
    await plan(restored);
    const [version] = await versionsOf(restored);
    const path = history(restored, `/${version?.id}/restore`);
    expect((await author.request('POST', path)).status).toBe(200);
    await expectAskedAgain(restored);
  });

  test('51: nor is a plan kept that is made at the moment of such a save', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { documentId, updatedAt } = await draft();
      await Promise.all([
        plan(documentId, updatedAt),
        author.update('Faq', documentId, { question: `At once ${round}?` }),
      ]);
      expect((await plansOf(documentId)).planned).toEqual([]);
    }
  });

  test('51: a save that changes nothing, by whoever may publish, or of another language leaves it', async () => {
    const { documentId } = await draft();
    await plan(documentId);
    const before = await read(documentId);
    const same = { question: before.question, answer: before.answer };
    expect((await author.update('Faq', documentId, same)).status).toBe(200);
    expect((await read(documentId)).updatedAt).toBe(before.updatedAt);
    await author.update('Faq', documentId, { question: 'En español?' }, 'es');
    await admin.update('Faq', documentId, { question: 'By an administrator?' });
    expect((await plansOf(documentId)).planned).toHaveLength(1);
  });

  test('51: what was changed before it is planned, published or published in bulk is told, and does not go live', async () => {
    const id = await published('As the editor saw it?');
    const other = await published('Another?');
    const seen = String((await read(id)).updatedAt);
    const seenOther = String((await read(other)).updatedAt);
    await author.update('Faq', id, { question: 'Changed before the click?' });
    const answers = [
      await plan(id, seen),
      await editor.request(
        'POST',
        `${faqs}/${id}/actions/publish?locale=en`,
        {},
        { 'x-lectern-seen': seen },
      ),
      await editor.request(
        'POST',
        `${faqs}/actions/bulkPublish?locale=en`,
        { documentIds: [other, id] },
        { 'x-lectern-seen': `${seenOther},${seen}` },
      ),
    ];
    for (const { status, error } of answers)
      expect([status, error?.message]).toEqual([
        409,
        expect.stringMatching(/Robin \w+ has saved another version of it at .* UTC, .*decide\.$/),
      ]);
    expect([await visible(id), await visible(other)]).toEqual([
      'As the editor saw it?',
      'Another?',
    ]);
    expect((await plansOf(id)).planned).toEqual([]);
    const now = String((await read(id)).updatedAt);
    expect((await plan(id, now)).status).toBe(200);
  });

  test('51: a bulk action that says what was seen of some of its documents alone is refused', async () => {
    const ids = [await published('One?'), await published('Two?'), await published('Three?')];
    const [one = '', two = '', three = ''] = ids;
    const times = await Promise.all(ids.map(async (id) => String((await read(id)).updatedAt)));
    for (const id of [two, three]) await author.update('Faq', id, { question: 'Changed since?' });
    const publish = (seen: string[]) =>
      editor.request(
        'POST',
        `${faqs}/actions/bulkPublish?locale=en`,
        { documentIds: ids },
        { 'x-lectern-seen': seen.join() },
      );
    const first = await publish(times);
    expect(first.error?.details).toMatchObject({ documentId: two, title: 'Changed since?' });
    const savedAt = String(Object(first.error?.details).savedAt);
    expect(await publish([savedAt])).toMatchObject({
      status: 400,
      error: {
        message:
          'Could not tell which drafts were seen: x-lectern-seen names 1 for 3 documents. Send when each was saved, in their order.',
      },
    });
    const next = await publish([times[0] ?? '', savedAt, times[2] ?? '']);
    expect([next.status, next.error?.details]).toMatchObject([409, { documentId: three }]);
    expect(await Promise.all([one, two, three].map(visible))).toEqual(['One?', 'Two?', 'Three?']);
  });

  test('51: the history names the last writer beside who published it, by whatever way', async () => {
    const { documentId, question, answer } = await draft(author);
    const name = async (client: AdminClient) => {
      const { firstname, lastname } = (await client.request('GET', '/admin/users/me')).data;
      return `${firstname} ${lastname}`;
    };
    const names = { writer: await name(author), actor: await name(editor) };
    // As the form does, which sends all of its fields along.
    await editor.publish('Faq', documentId, { question, answer });
    expect(await versionsOf(documentId)).toMatchObject([names]);
    await author.update('Faq', documentId, { question: 'Again by the author?' });
    const bulk = `${faqs}/actions/bulkPublish?locale=en`;
    await editor.request('POST', bulk, { documentIds: [documentId] });
    await editor.publish('Faq', documentId, { question: 'By the editor?' });
    expect((await versionsOf(documentId)).map(({ writer }) => writer)).toEqual([
      names.actor,
      names.writer,
      names.writer,
    ]);
  });
});

describe('53: a save says which draft it was made on', () => {
  const save = (client: AdminClient, id: string, data: object, seen: unknown) =>
    client.request('PUT', `${faqs}/${id}?locale=en`, data, { 'x-lectern-seen': String(seen) });

  test('53: the second of two people is told whose version is there, and nothing is lost', async () => {
    const { documentId, updatedAt } = await draft();
    expect((await save(author, documentId, { question: 'First?' }, updatedAt)).status).toBe(200);
    const refused = await save(editor, documentId, { question: 'Second?' }, updatedAt);
    const now = await read(documentId);
    expect([refused.status, now.question]).toEqual([409, 'First?']);
    expect(refused.error?.message).toMatch(
      /^Could not save “First\?”: Robin \w+ has saved another version of it at \d{4}-\d\d-\d\d \d\d:\d\d UTC, so nothing was changed\. Load the page again to see that version, then decide\.$/,
    );
    const question = (text: string) =>
      expect.arrayContaining([{ path: 'question', label: 'Question', text }]);
    expect(refused.error?.details).toEqual({
      documentId,
      title: 'First?',
      savedAt: now.updatedAt,
      savedBy: expect.stringMatching(/^Robin /),
      theirs: question('First?'),
      mine: question('Second?'),
    });
    expect((await save(editor, documentId, { question: 'Second?' }, now.updatedAt)).status).toBe(
      200,
    );
  });

  test('53: of two saves at the same moment one is told', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { documentId, updatedAt } = await draft();
      const answers = await Promise.all(
        [author, editor].map((client, index) =>
          save(client, documentId, { question: `At once ${index}?` }, updatedAt),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const kept = answers.findIndex(({ status }) => status === 200);
      expect((await read(documentId)).question).toBe(`At once ${kept}?`);
    }
  });

  test('53: discarding and deleting what somebody else has changed is told as well', async () => {
    const id = await published('Live?');
    const seen = { 'x-lectern-seen': String((await read(id)).updatedAt) };
    await author.update('Faq', id, { question: 'New words?' });
    const discard = `${faqs}/${id}/actions/discard?locale=en`;
    expect((await editor.request('POST', discard, {}, seen)).status).toBe(409);
    expect(
      (await editor.request('DELETE', `${faqs}/${id}?locale=en`, undefined, seen)).status,
    ).toBe(409);
    expect((await read(id)).question).toBe('New words?');
  });

  test('53: of two people who add the same language the second is told, by saving and by publishing', async () => {
    const { documentId } = await draft();
    const send = (client: AdminClient, rest: string, question: string) => {
      const answer = 'Una respuesta.';
      const path = `${faqs}/${documentId}${rest}?locale=es`;
      const method = rest === '' ? 'PUT' : 'POST';
      return client.request(method, path, { question, answer }, { 'x-lectern-seen': 'none' });
    };
    expect((await send(author, '', '¿La primera?')).status).toBe(200);
    for (const rest of ['', '/actions/publish']) {
      const refused = await send(editor, rest, '¿La segunda?');
      expect([refused.status, refused.error?.message]).toEqual([
        409,
        expect.stringMatching(/^Could not (save|publish) “¿La primera\?”: Robin /),
      ]);
    }
    const { data } = await admin.request('GET', `${faqs}/${documentId}?locale=es`);
    expect(data.question).toBe('¿La primera?');
  });

  test('53: so is one who restores a version over it', async () => {
    const id = await published('Kept?');
    const history = `/history/${contentTypes.Faq.uid}/${id}`;
    const { data } = await admin.request('GET', `${history}?locale=en`);
    const [version] = data.versions as { id: string }[];
    const seen = { 'x-lectern-seen': String((await read(id)).updatedAt) };
    await author.update('Faq', id, { question: 'New words?' });
    const restore = `${history}/${version?.id}/restore?locale=en`;
    expect((await editor.request('POST', restore, {}, seen)).status).toBe(409);
    expect((await read(id)).question).toBe('New words?');
  });

  test('53: so are the site, a redirect, and a second window of the same person', async () => {
    const site = `/content-manager/single-types/${contentTypes.Site.uid}`;
    const { brand } = (await admin.request('GET', `${site}?locale=en`)).data;
    const stale = { 'x-lectern-seen': '2020-01-01T00:00:00.000Z' };
    const refused = await editor.request('PUT', `${site}?locale=en`, { brand }, stale);
    expect([refused.status, refused.error?.message]).toEqual([
      409,
      expect.stringContaining('The CMS has saved another version'),
    ]);
    const redirect = await author.create('Redirect', samples.redirect(`/seen-${Date.now()}/`));
    made.push(['Redirect', redirect.data.documentId]);
    const path = `/content-manager/collection-types/${contentTypes.Redirect.uid}`;
    const again = await author.request(
      'PUT',
      `${path}/${redirect.data.documentId}`,
      { to: '/x/' },
      stale,
    );
    expect([again.status, again.error?.message]).toEqual([
      409,
      expect.stringContaining('You have saved another version'),
    ]);
  });
});
