import { contentTypes, sectionNames } from '@lectern/shared-types';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { type AdminClient, loginAsAdmin } from '../../cms/tests/harness/admin-client.ts';
import { samples } from '../../cms/tests/harness/samples.ts';
import { createPublisher, type TestPublisher } from './publisher-harness.ts';
import { type Carrier, type Data, loadPage } from './values/carrier.ts';
import { listedCarriers } from './values/listed-carriers.ts';
import { pageCarrier } from './values/page-carrier.ts';
import { readRedirect, redirectCarrier } from './values/redirect-carrier.ts';
import {
  type Attempt,
  addTo,
  attemptsOn,
  expectShown,
  kindsLeft,
  publishWhatIsTaken,
  type Tally,
} from './values/refused-or-live.ts';
import { siteCarrier, withoutIds } from './values/site-carrier.ts';

/*
 * Whatever is sent for a field: it is refused with the field named, or it is live exactly as written;
 * and the next publish of something else is live, too.
 *
 * PROPERTY_CASES makes it longer; PROPERTY_SEED begins with the round that failed.
 */

/** Values of each kind of field, shared among the types that have it. */
const cases = Number(process.env.PROPERTY_CASES ?? 10);
const seed = Number(process.env.PROPERTY_SEED ?? 20_261_126);
/** Entries that are published side by side and looked for on one page at once. */
const together = 4;
const cms = inject('cms');
const total: Tally = new Map();
let admin: AdminClient;
let publisher: TestPublisher;
let canary: { id: string; publishes: number };

beforeAll(async () => {
  admin = await loginAsAdmin(cms);
  canary = { id: await admin.createPublished('Faq', samples.faq), publishes: 0 };
  await createPage('values-canary', { faqs: refer([canary.id]) });
  publisher = await createPublisher(cms);
  await publisher.start();
  await publisher.until(({ state }) => state === 'idle');
});

afterAll(async () => {
  console.log(Object.fromEntries([...total].sort()));
  await publisher.kill('SIGTERM');
  await publisher.remove();
});

const refer = (ids: string[]) => ({
  connect: ids.map((documentId) => ({ documentId, locale: 'en' })),
});

const createPage = (slug: string, lists: object) =>
  admin.createPublished('LandingPage', {
    ...samples.landingPage(slug),
    headings: Object.fromEntries(sectionNames.map((name) => [name, name])),
    ...lists,
  });

/** Publishes something else and waits until it is live: by then whatever came before is. */
async function expectNextIsLive(): Promise<void> {
  canary.publishes += 1;
  const question = `Is publish ${canary.publishes} live?`;
  expect((await admin.publish('Faq', canary.id, { question })).error).toBeUndefined();
  const deadline = Date.now() + 600_000;
  for (;;) {
    const answer = await fetch(`${publisher.siteUrl}/values-canary/`);
    if ((await answer.text()).includes(question)) return;
    if (Date.now() > deadline)
      throw new Error(`The next publish is not live: ${JSON.stringify(await publisher.status())}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Entries of a type with content that is right. */
const createEntries = (carrier: Carrier) =>
  Promise.all(
    Array.from({ length: together }, async (_, number) => ({
      documentId: await admin.createPublished(carrier.type, carrier.sample(number)),
      number,
    })),
  );

/** Publishes awkward values, many entries at a time, and looks at what is live then. */
async function expectRefusedOrLive(
  carrier: Carrier,
  entries: readonly { documentId: string; number: number }[],
  look: (taken: Data[]) => Promise<Data[]>,
): Promise<void> {
  const tally: Tally = new Map();
  const batch = fc.array(attemptsOn(carrier), { minLength: together, maxLength: together });
  const judge = async (attempts: Attempt[][], left: Set<string>) => {
    const taken = await Promise.all(
      entries.map((entry, index) => {
        const each = (attempts[index] ?? []).filter(({ slot }) => left.has(slot.kind));
        return publishWhatIsTaken(admin, carrier, entry, each, tally);
      }),
    );
    await expectNextIsLive();
    const shown = await look(taken);
    for (const [index, data] of taken.entries())
      expectShown(carrier.type, data, carrier.expect(data), shown[index] ?? {});
  };
  for (let round = seed; ; round += 1) {
    const left = kindsLeft(carrier, carriers, tally, cases);
    if (left.size === 0) break;
    admin = await loginAsAdmin(cms);
    const [attempts = []] = fc.sample(batch, { numRuns: 1, seed: round });
    await judge(attempts, left).catch((cause) => {
      throw new Error(`PROPERTY_SEED=${round} ${cause}`, { cause });
    });
  }
  addTo(total, tally);
}

/** Every type's, to know which of them share a kind of field. */
const carriers = [
  ...Object.values(listedCarriers),
  pageCarrier([{ documentId: 'one', question: 'One?' }], ['another'], 'a framework'),
  redirectCarrier,
  siteCarrier,
];

const hours = { timeout: 10 * 3_600_000 };

test.for(Object.entries(listedCarriers))('%s', hours, async ([list, carrier]) => {
  const entries = await createEntries(carrier);
  const slug = `values-${list.toLowerCase()}`;
  await createPage(slug, { [list]: refer(entries.map(({ documentId }) => documentId)) });
  await expectRefusedOrLive(carrier, entries, async (taken) => {
    const page = await loadPage(`${publisher.siteUrl}/${slug}/`);
    return taken.map((_, index) => carrier.read(page, index));
  });
});

test('landing pages', hours, async () => {
  const faqs = await Promise.all(
    ['One?', 'Two?', 'Three?'].map(async (question) => ({
      documentId: await admin.createPublished('Faq', { ...samples.faq, question }),
      question,
    })),
  );
  const deleted = await admin.createPublished('Faq', samples.faq);
  await admin.remove('Faq', deleted);
  const reason = await admin.createPublished('Reason', samples.reason);
  const framework = await admin.createPublished('Framework', samples.framework);
  const carrier = pageCarrier(faqs, [deleted, reason, 'never-there'], framework);
  await expectRefusedOrLive(carrier, await createEntries(carrier), (taken) =>
    Promise.all(
      taken.map(async ({ slug }) =>
        carrier.read(await loadPage(`${publisher.siteUrl}/${slug}/`), 0),
      ),
    ),
  );
});

test('redirects', hours, async () => {
  const entries = await createEntries(redirectCarrier);
  await expectRefusedOrLive(redirectCarrier, entries, (taken) =>
    Promise.all(taken.map((data) => readRedirect(publisher.siteUrl, data))),
  );
});

test('the site', hours, async () => {
  const { data } = await admin.request(
    'GET',
    `/content-manager/single-types/${contentTypes.Site.uid}?locale=en`,
  );
  const { brand, navigation, footer, home, defaultSeo } = Object(withoutIds(data));
  onTestFinished(async () => {
    await admin.publish('Site', 'site', { brand, navigation, footer, home, defaultSeo });
  });
  await expectRefusedOrLive(siteCarrier, [{ documentId: 'site', number: 0 }], async () => [
    siteCarrier.read(await loadPage(`${publisher.siteUrl}/`), 0),
  ]);
});
