import type { Answer } from '../../../cms/tests/harness/admin-client.ts';
import { pngImage, samples } from '../../../cms/tests/harness/samples.ts';
import { command } from './command.ts';
import {
  isFollowing,
  type Lead,
  type Model,
  nextText,
  type PageVersion,
  type Slug,
} from './model.ts';

/* What editors do, and what happens to content behind their backs. */

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
  faqs: relations(faqs),
  testimonials: relations([model.story.documentId]),
  headings: { faqs: 'Questions', testimonials: 'Stories' },
});

const urlOf = (lead: Lead) =>
  lead === 'home' ? '/' : lead === 'nowhere' ? '#no-such-place' : `/${lead}/`;

export const publishPage = (number: number, slug: Slug, leadsTo: Lead, faqs: number[]) =>
  command(
    `publish page ${number} at /${slug}/ with FAQs ${faqs}, leading to ${leadsTo}`,
    ({ isCmsUp, isPinned, pages }) =>
      isCmsUp &&
      // What a page is held back at after a rollback is left open.
      (!isPinned || (leadsTo === 'home' && pages.get(number)?.published?.slug === slug)),
    async (model, { admin }) => {
      const listed = faqs.flatMap((faq) => model.faqs.get(faq)?.documentId ?? []);
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

export const publishFaq = (number: number) =>
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
export type Kind = keyof typeof typeOf;

export const unpublish = (kind: Kind, number: number) =>
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

export const remove = (kind: Kind, number: number) =>
  command(
    `delete ${kind} ${number}`,
    (model) => model.isCmsUp && model[kind].has(number) && !(model.isPinned && kind === 'pages'),
    async (model, { admin }) => {
      const entry = model[kind].get(number);
      if (entry === undefined) return;
      if (!isDone(await admin.remove(typeOf[kind], entry.documentId))) return;
      model[kind].delete(number);
    },
  );

export const publishRedirect = (to: Slug) =>
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

/** Its picture is a new one, which the publisher cannot have a copy of. */
export const publishStory = command(
  'publish the story with another picture',
  ({ isCmsUp }) => isCmsUp,
  async (model, world) => {
    const { admin } = world;
    const story = nextText(model, 'Story');
    const name = `portrait-${model.versions}.png`;
    const upload = () =>
      admin.upload(pngImage(32 + model.versions), name, 'image/png', 'A portrait');
    const picture = await (model.areUploadsAway ? world.uploadBesideAway(upload) : upload());
    const data = { story, avatar: picture.data.id };
    if (!isDone(await admin.publish('Testimonial', model.story.documentId, data))) return;
    model.story.published = story;
    if (isFollowing(model) && !model.areUploadsAway) model.areCopiesLost = false;
  },
);

const columns = {
  pages: { table: 'landing_pages', column: 'lede', right: 'A lede.' },
  faqs: { table: 'faqs', column: 'answer', right: 'The **answer**.' },
} as const;

/** What a stricter rule in new code, a script or a restore does: nobody publishes, nothing is counted. */
export const spoil = (kind: Kind, number: number, isSpoilt: boolean) =>
  command(
    `${isSpoilt ? 'spoil' : 'mend'} ${kind} ${number} by SQL`,
    (model) => {
      const entry = model[kind].get(number);
      return model.isCmsUp && entry?.published !== undefined && entry.isSpoilt !== isSpoilt;
    },
    async (model, { sql }) => {
      const entry = model[kind].get(number);
      if (entry === undefined) return;
      const { table, column, right } = columns[kind];
      await sql(
        `UPDATE ${table} SET ${column} = '${isSpoilt ? '' : right}' WHERE document_id = '${entry.documentId}' AND published_at IS NOT NULL`,
      );
      entry.isSpoilt = isSpoilt;
    },
  );

export const spoilSite = (isSpoilt: boolean) =>
  command(
    isSpoilt ? 'spoil the site settings by SQL' : 'mend the site settings by SQL',
    (model) => model.isCmsUp && model.isSiteSpoilt !== isSpoilt,
    async (model, { sql }) => {
      const brand = isSpoilt ? '' : 'MyPyMentor';
      await sql(`UPDATE sites SET brand = '${brand}' WHERE published_at IS NOT NULL`);
      model.isSiteSpoilt = isSpoilt;
    },
  );
