import fc from 'fast-check';
import { type Answer, loginAsAdmin } from '../../../cms/tests/harness/admin-client.ts';
import { samples } from '../../../cms/tests/harness/samples.ts';
import { checkSite } from './check-site.ts';
import {
  checkModel,
  copyContent,
  isInOrder,
  type Lead,
  type Model,
  nextText,
  type PageVersion,
  type Slug,
  settle,
  slugs,
} from './model.ts';
import type { World } from './world.ts';

type Command = fc.AsyncCommand<Model, World>;

/** A step: what it does to both, and afterwards the comparison of the two. */
function command(
  name: string,
  check: (model: Model) => boolean,
  run: (model: Model, world: World) => Promise<void>,
): Command {
  return {
    check,
    toString: () => name,
    run: async (model, world) => {
      world.history.push(name);
      await run(model, world);
      const isFollowing = model.isCmsUp && model.isPublisherUp && !model.isPinned;
      if (isFollowing) settle(model);
      checkModel(model);
      await checkSite(model, world);
      if (isFollowing && isInOrder(model)) await noteRelease(model, world);
    },
  };
}

async function noteRelease(model: Model, { publisher }: World): Promise<void> {
  const { release } = await publisher.caughtUp();
  if (model.releases.at(-1)?.id !== release)
    model.releases.push({ id: release, live: structuredClone(model.live) });
}

/** @returns whether it was done; a refusal has to say why, and then nothing has happened */
function isDone({ status, error }: Answer): boolean {
  if (status < 300) return true;
  if ((status === 400 || status === 409) && error?.message) return false;
  throw new Error(`The CMS answered ${status}: ${JSON.stringify(error)}`);
}

const relations = (ids: string[]) => ({
  set: ids.map((documentId) => ({ documentId, locale: 'en' })),
});

const pageData = (model: Model, { slug, title, leadsTo, faqs }: PageVersion) => ({
  ...samples.landingPage(slug),
  title,
  callToAction: { label: 'Go', url: urlOf(leadsTo) },
  faqs: relations(faqs.flatMap((number) => model.faqs.get(number)?.documentId ?? [])),
  testimonials: relations([model.testimonial]),
  headings: { faqs: 'Questions', testimonials: 'Stories' },
});

const urlOf = (lead: Lead) =>
  lead === 'home' ? '/' : lead === 'nowhere' ? '#no-such-place' : `/${lead}/`;

const publishPage = (number: number, slug: Slug, leadsTo: Lead, faqs: number[]) =>
  command(
    `publish page ${number} at /${slug}/ with FAQs ${faqs}, leading to ${leadsTo}`,
    ({ isCmsUp, isPinned, pages }) =>
      isCmsUp &&
      // What a page is held back at after a rollback is left open.
      (!isPinned || (leadsTo === 'home' && pages.get(number)?.published?.slug === slug)),
    async (model, { admin }) => {
      const listed = faqs.filter((faq) => model.faqs.has(faq));
      const version = { slug, title: nextText(model, 'Page'), leadsTo, faqs: listed };
      const known = model.pages.get(number);
      const data = pageData(model, version);
      const saved = known
        ? await admin.update('LandingPage', known.documentId, data)
        : await admin.create('LandingPage', data);
      if (!isDone(saved)) return;
      const { documentId } = saved.data;
      const entry = known ?? { documentId, isSpoilt: false };
      model.pages.set(number, entry);
      if (isDone(await admin.publish('LandingPage', documentId)))
        Object.assign(entry, { published: version, isSpoilt: false });
    },
  );

const publishFaq = (number: number) =>
  command(
    `publish FAQ ${number}`,
    ({ isCmsUp }) => isCmsUp,
    async (model, { admin }) => {
      const question = nextText(model, 'Question');
      const known = model.faqs.get(number);
      const data = { ...samples.faq, question };
      const saved = known
        ? await admin.update('Faq', known.documentId, data)
        : await admin.create('Faq', data);
      if (!isDone(saved)) return;
      const { documentId } = saved.data;
      const entry = known ?? { documentId, isSpoilt: false };
      model.faqs.set(number, entry);
      if (isDone(await admin.publish('Faq', documentId)))
        Object.assign(entry, { published: question, isSpoilt: false });
    },
  );

const typeOf = { pages: 'LandingPage', faqs: 'Faq' } as const;
type Kind = keyof typeof typeOf;

const unpublish = (kind: Kind, number: number) =>
  command(
    `unpublish ${kind} ${number}`,
    (model) =>
      model.isCmsUp &&
      model[kind].get(number)?.published !== undefined &&
      !(model.isPinned && kind === 'pages'),
    async (model, { admin }) => {
      const entry = model[kind].get(number);
      if (entry === undefined) return;
      if (!isDone(await admin.unpublish(typeOf[kind], entry.documentId))) return;
      delete entry.published;
      entry.isSpoilt = false;
    },
  );

const remove = (kind: Kind, number: number) =>
  command(
    `delete ${kind} ${number}`,
    (model) => model.isCmsUp && model[kind].has(number) && !(model.isPinned && kind === 'pages'),
    async (model, { admin }) => {
      const entry = model[kind].get(number);
      if (entry === undefined) return;
      if (!isDone(await admin.remove(typeOf[kind], entry.documentId))) return;
      model[kind].delete(number);
      if (kind === 'faqs') forgetFaq(model, number);
    },
  );

/** Pages do not list what was deleted, even when something takes its number. */
function forgetFaq({ pages }: Model, number: number): void {
  for (const { published } of pages.values())
    if (published) published.faqs = published.faqs.filter((faq) => faq !== number);
}

const publishRedirect = (to: Slug) =>
  command(
    `publish a redirect to /${to}/`,
    ({ isCmsUp }) => isCmsUp,
    async (model, { admin }) => {
      const data = { from: '/old/', to: `/${to}/`, permanent: true };
      const known = model.redirect;
      const saved = known
        ? await admin.update('Redirect', known.documentId, data)
        : await admin.create('Redirect', data);
      if (!isDone(saved)) return;
      const { documentId } = saved.data;
      model.redirect ??= { documentId, isSpoilt: false };
      if (isDone(await admin.publish('Redirect', documentId))) model.redirect.published = to;
    },
  );

const columns = {
  pages: ['landing_pages', 'lede', "''"],
  faqs: ['faqs', 'answer', "''"],
} as const;

/** What a stricter rule in new code, a script or a restore does: nobody publishes, nothing is counted. */
const spoil = (kind: Kind, number: number) =>
  command(
    `spoil ${kind} ${number} by SQL`,
    (model) => model.isCmsUp && model[kind].get(number)?.published !== undefined,
    async (model, { sql }) => {
      const entry = model[kind].get(number);
      if (entry === undefined) return;
      const [table, column, value] = columns[kind];
      await sql(
        `UPDATE ${table} SET ${column} = ${value} WHERE document_id = '${entry.documentId}' AND published_at IS NOT NULL`,
      );
      entry.isSpoilt = true;
    },
  );

const spoilSite = (isSpoilt: boolean) =>
  command(
    isSpoilt ? 'spoil the site settings by SQL' : 'mend the site settings by SQL',
    (model) => model.isCmsUp && model.isSiteSpoilt !== isSpoilt,
    async (model, { sql }) => {
      const brand = isSpoilt ? '' : 'MyPyMentor';
      await sql(`UPDATE sites SET brand = '${brand}' WHERE published_at IS NOT NULL`);
      model.isSiteSpoilt = isSpoilt;
    },
  );

const moveUploads = (isAway: boolean) =>
  command(
    isAway ? 'take the files of uploads away' : 'bring the files of uploads back',
    ({ areUploadsAway }) => areUploadsAway !== isAway,
    async (model, world) => {
      await world.moveUploads(isAway);
      model.areUploadsAway = isAway;
    },
  );

const stopCms = command(
  'kill the CMS',
  ({ isCmsUp }) => isCmsUp,
  async (model, { cms }) => {
    await cms.kill();
    model.isCmsUp = false;
  },
);

const startCms = command(
  'start the CMS',
  ({ isCmsUp }) => !isCmsUp,
  async (model, { cms }) => {
    await cms.restart();
    model.isCmsUp = true;
  },
);

const stopPublisher = (signal: 'SIGKILL' | 'SIGTERM') =>
  command(
    `end the publisher by ${signal}`,
    ({ isPublisherUp }) => isPublisherUp,
    async (model, { publisher }) => {
      await publisher.kill(signal);
      model.isPublisherUp = false;
    },
  );

/** @param hours that its clock is off */
const startPublisher = (hours: number) =>
  command(
    `start the publisher with its clock ${hours} hours off`,
    ({ isPublisherUp }) => !isPublisherUp,
    async (model, { startPublisher }) => {
      await startPublisher(hours);
      model.isPublisherUp = true;
    },
  );

const copyDatabase = command(
  'copy the database',
  (model) => model.isCmsUp && isInOrder(model),
  async (model, { copyDatabase }) => {
    await copyDatabase();
    model.backup = copyContent(model);
  },
);

const restoreDatabase = command(
  'bring the copy of the database back',
  (model) => model.isCmsUp && model.backup !== undefined && isInOrder(model),
  async (model, world) => {
    await world.restoreDatabase();
    Object.assign(model, structuredClone(model.backup));
    world.admin = await loginAsAdmin(world.cms);
  },
);

const rollBack = (choice: number) =>
  command(
    `roll back (${choice})`,
    (model) =>
      model.isPublisherUp && model.isCmsUp && isInOrder(model) && model.releases.length > 1,
    async (model, { publisher, cms }) => {
      const there = new Set(await publisher.releases.list());
      const known = model.releases.filter(({ id }) => there.has(id));
      const target = known[choice % known.length];
      if (target === undefined) return;
      const answer = await moveSite(publisher.controlUrl, cms.publisherKey, { release: target.id });
      if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
      model.live = structuredClone(target.live);
      model.isPinned = true;
    },
  );

const resume = command(
  'let the site follow the CMS again',
  (model) => model.isPublisherUp && model.isCmsUp && model.isPinned,
  async (model, { publisher, cms }) => {
    const answer = await moveSite(publisher.controlUrl, cms.publisherKey, { resume: true });
    if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
    model.isPinned = false;
  },
);

/** Ends whatever is out of order, and deletes what the steps have made. */
export async function tidyUp(model: Model, world: World): Promise<void> {
  const after = [startCms, startPublisher(0), resume, moveUploads(false), spoilSite(false)];
  for (const step of after) if (step.check(model)) await step.run(model, world);
  for (const kind of ['pages', 'faqs'] as const)
    for (const number of [...model[kind].keys()]) await remove(kind, number).run(model, world);
  if (model.redirect !== undefined) await world.admin.remove('Redirect', model.redirect.documentId);
}

const moveSite = (url: string, key: string, order: { release: string } | { resume: true }) =>
  fetch(`${url}/rollback`, {
    method: 'POST',
    headers: { 'x-lectern-key': key },
    body: JSON.stringify(order),
  });

const loseImageCache = command(
  'lose the copies of images that the publisher keeps',
  () => true,
  (_, { loseImageCache }) => loseImageCache(),
);

const page = fc.integer({ min: 1, max: 3 });
const faq = fc.integer({ min: 1, max: 2 });
const slug = fc.constantFrom(...slugs);
const lead = fc.oneof(
  { arbitrary: fc.constant<Lead>('home'), weight: 4 },
  { arbitrary: fc.constant<Lead>('nowhere'), weight: 1 },
  { arbitrary: slug, weight: 2 },
);
const faqs = fc.subarray([1, 2]);
const choice = fc.nat(10_000);
const kindAndNumber = fc.constantFrom<[Kind, number]>(
  ['pages', 1],
  ['pages', 2],
  ['pages', 3],
  ['faqs', 1],
  ['faqs', 2],
);

/** Every step that a run may consist of; those that take long come in fewer copies. */
export const steps: fc.Arbitrary<Command>[] = [
  ...Array.from({ length: 6 }, () =>
    fc.tuple(page, slug, lead, faqs).map((chosen) => publishPage(...chosen)),
  ),
  ...Array.from({ length: 3 }, () => faq.map(publishFaq)),
  kindAndNumber.map((chosen) => unpublish(...chosen)),
  kindAndNumber.map((chosen) => unpublish(...chosen)),
  kindAndNumber.map((chosen) => remove(...chosen)),
  kindAndNumber.map((chosen) => spoil(...chosen)),
  slug.map(publishRedirect),
  fc.constant(spoilSite(true)),
  fc.constant(spoilSite(false)),
  fc.constant(moveUploads(true)),
  fc.constant(moveUploads(false)),
  fc.constant(loseImageCache),
  fc.constant(stopCms),
  fc.constant(startCms),
  fc.constant(startCms),
  fc.constantFrom(stopPublisher('SIGKILL'), stopPublisher('SIGTERM')),
  fc.constantFrom(0, 0, 25, -25).map(startPublisher),
  fc.constantFrom(0, 0, 25, -25).map(startPublisher),
  fc.constant(copyDatabase),
  fc.constant(restoreDatabase),
  choice.map(rollBack),
  fc.constant(resume),
  fc.constant(resume),
];
