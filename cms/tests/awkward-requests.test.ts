import { contentTypes } from '@lectern/shared-types';
import fc from 'fast-check';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type AdminClient, type Answer, createUser, loginAsAdmin } from './harness/admin-client.ts';
import { awkwardCharacters, awkwardNumber, awkwardText } from './harness/awkward-values.ts';
import { pngImage, samples } from './harness/samples.ts';

/*
 * What is sent beside content: names of people, words about images, filters, searches, addresses. It is
 * refused with its field named, or kept as it was sent; nothing is an error of the server.
 */

const numRuns = Number(process.env.PROPERTY_CASES ?? 40);
const property = { numRuns, seed: Number(process.env.PROPERTY_SEED ?? 20_261_126) };
/** The addresses share the cases of a long run. */
const ofEachAddress = { ...property, numRuns: Math.min(numRuns, 40 + Math.ceil(numRuns / 15)) };
const cms = inject('cms');
let admin: AdminClient;
let planId: string;
let imageId: unknown;

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  planId = (await admin.create('Plan', samples.plan)).data.documentId;
  imageId = (await admin.upload(pngImage(8), 'one.png', 'image/png', 'An image')).data.id;
});

/** The user that tests write to. */
async function findUser(): Promise<{ id: unknown }> {
  const { email } = await createUser(cms, 'strapi-author');
  const { data } = await admin.request('GET', `/admin/users?filters[email][$eq]=${email}`);
  return (data.results as { id: unknown }[])[0] ?? { id: 0 };
}

/** No field is looked at where a request tries to change what all objects are made of. */
const isForbidden = ({ error }: Answer) =>
  error?.message === 'Object contains forbidden prototype property';

/** Fails unless an answer refuses the field by name, or gives back what was sent, a number as text. */
function expectRefusedOrKept(answer: Answer, field: string, sent: unknown): void {
  if (isForbidden(answer)) return;
  if (answer.status === 200) expect([field, answer.data[field]]).toEqual([field, String(sent)]);
  else
    expect([answer.status, JSON.stringify(answer.error)]).toEqual([
      400,
      expect.stringMatching(new RegExp(field, 'i')),
    ]);
}

test('65: the name of a user is refused by name or kept', async () => {
  const { id } = await findUser();
  const fields = fc.constantFrom('firstname', 'lastname', 'username');
  await fc.assert(
    fc.asyncProperty(fields, awkwardText(255), async (field, value) => {
      // None is as good as not sent.
      fc.pre(value !== null);
      const answer = await admin.request('PUT', `/admin/users/${id}`, { [field]: value });
      expectRefusedOrKept(answer, field, value);
    }),
    property,
  );
});

test('65: what is written about an image is refused by name or kept', async () => {
  const fields = fc.constantFrom('name', 'alternativeText', 'caption');
  await fc.assert(
    fc.asyncProperty(fields, awkwardText(255), async (field, value) => {
      // None is as good as not sent.
      fc.pre(value !== null);
      const form = new FormData();
      form.append('fileInfo', JSON.stringify({ [field]: value }));
      const answer = await admin.request('POST', `/upload?id=${imageId}`, form);
      expectRefusedOrKept(answer, field, value);
    }),
    property,
  );
});

test('65: a list can be searched and filtered by anything, or says why not', async () => {
  const field = fc.constantFrom('name', 'price', 'highlighted', 'updatedAt', 'id', 'documentId');
  const operator = fc.constantFrom(
    '$eq',
    '$ne',
    '$gt',
    '$in',
    '$contains',
    '$startsWithi',
    '$null',
  );
  const query = fc.oneof(
    fc
      .tuple(field, operator, fc.oneof(awkwardText(255), awkwardNumber(0)))
      .map(([name, comparison, value]) => [`filters[${name}][${comparison}]`, value]),
    fc
      .tuple(
        fc.constantFrom('_q', 'locale', 'sort', 'page', 'pageSize', 'status'),
        awkwardText(255),
      )
      .map((pair) => pair),
  );
  await fc.assert(
    fc.asyncProperty(query, async ([name, value]) => {
      const sent =
        typeof value === 'string'
          ? encode(value)
          : encodeURIComponent(String(JSON.stringify(value)));
      const path = `/content-manager/collection-types/${contentTypes.Plan.uid}?${encodeURIComponent(String(name))}=${sent}`;
      const answer = await admin.request('GET', path);
      expect([200, 400], JSON.stringify(answer)).toContain(answer.status);
    }),
    property,
  );
});

/** Half characters have no address: they are sent as the bytes that they would be. */
const encode = (text: string) => (text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80');

describe('65: an address that names something odd finds nothing', () => {
  const odd = fc.oneof(
    awkwardCharacters(64).map(encode),
    fc.constantFrom('%00', '%ff', '%ED%A0%80', '..%2f', '99999999999', '-1', 'NaN', '1e999', '0x1'),
  );
  const uid = contentTypes.Plan.uid;
  test.for<[string, string]>([
    ['GET', `/content-manager/collection-types/${uid}/@`],
    ['GET', '/content-manager/collection-types/@'],
    ['GET', '/live-status/@'],
    ['GET', `/live-status/${uid}?ids=@`],
    ['GET', `/live-status/${uid}/@`],
    ['GET', `/live-status/${uid}/DOCUMENT?locale=@`],
    ['GET', `/history/${uid}/@`],
    ['GET', `/history/${uid}/DOCUMENT/@`],
    ['POST', `/history/${uid}/DOCUMENT/@/restore`],
    ['POST', `/history/${uid}/@/bring-back`],
    ['GET', `/schedule/${uid}/@`],
    ['PUT', `/schedule/${uid}/DOCUMENT/@`],
    ['DELETE', `/schedule/${uid}/DOCUMENT/@`],
    ['GET', '/upload/files/@'],
    ['GET', '/admin/users/@'],
  ])('%s %s', async ([method, path]) => {
    const address = path.replace('DOCUMENT', planId);
    await fc.assert(
      fc.asyncProperty(odd, async (value) => {
        const { status } = await admin.request(method, address.replace('@', value || 'x'));
        expect(status, address.replace('@', value)).toBeLessThan(500);
      }),
      ofEachAddress,
    );
  });
});

test('65: a time that nobody can choose is refused with what to choose', async () => {
  const body = fc.record({
    wallTime: fc.oneof(fc.constantFrom('2026-02-30T10:00', '99999-01-01T00:00'), awkwardText(40)),
    timeZone: fc.oneof(fc.constantFrom('Europe/Berlin', 'Mars/Base', 'UTC\0'), awkwardText(100)),
    offset: fc.oneof(fc.constant(undefined), awkwardText(10)),
  });
  await fc.assert(
    fc.asyncProperty(body, async (sent) => {
      const path = `/schedule/${contentTypes.Plan.uid}/${planId}/publish?locale=en`;
      const answer = await admin.request('POST', path, sent);
      if (isForbidden(answer)) return;
      expect([answer.status, answer.error?.message]).toEqual([
        400,
        expect.stringMatching(/^Could not .*: .*\. .*\.$/s),
      ]);
    }),
    property,
  );
});
