import { contentTypes } from '@lectern/shared-types';
import { parse } from 'node-html-parser';
import type { EntryState } from '../../../cms/src/live-status/contract.ts';
import type { AdminClient } from '../../../cms/tests/harness/admin-client.ts';
import { type Model, type Shown, slugs } from './model.ts';
import type { World } from './world.ts';

/** Longest that anything published may take to be live, in milliseconds, on a machine with other work. */
const patience = 60_000;

/**
 * Compares the live site and what the admin says of it with the model, until they agree.
 * @throws Error with every difference that is left when the time is up
 */
export async function checkSite(model: Model, world: World): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    const differences = await findDifferences(model, world);
    if (differences.length === 0) return;
    if (Date.now() > deadline) {
      const status = await world.publisher.status().catch((error: unknown) => String(error));
      throw new Error(
        `The site is not as it should be:\n${differences.join('\n')}\n\nafter\n${world.history.join('\n')}\n\nstatus ${JSON.stringify(status)}\n\n${world.publisher.output().slice(-3000)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function findDifferences(model: Model, world: World): Promise<string[]> {
  if (!model.isPublisherUp) return [];
  const pages = await Promise.all(slugs.map((slug) => differencesOfPage(model, world, slug))).catch(
    (error: unknown) => [[`The site does not answer: ${error}`]],
  );
  const panel =
    model.isCmsUp && pages.flat().length === 0 ? await differencesOfPanel(model, world) : [];
  return [...pages.flat(), ...(await differencesElsewhere(model, world)), ...panel];
}

async function differencesOfPage(
  { live, versions }: Model,
  { publisher }: World,
  slug: (typeof slugs)[number],
): Promise<string[]> {
  const response = await fetch(`${publisher.siteUrl}/${slug}/`, { redirect: 'manual' });
  const html = await response.text();
  const wanted = [...live.pages.values()].find((page) => page.slug === slug);
  if (wanted === undefined)
    return response.status === 404 ? [] : [`/${slug}/: ${response.status} instead of 404`];
  if (response.status !== 200) return [`/${slug}/: ${response.status} instead of 200`];
  const shown = readPage(html, versions);
  const differences: string[] = [];
  if (JSON.stringify(shown) !== JSON.stringify(toShown(wanted)))
    differences.push(`/${slug}/: ${JSON.stringify(shown)} instead of ${JSON.stringify(wanted)}`);
  const dead: string[] = [];
  for (const path of pathsIn(html)) {
    const { status } = await fetch(publisher.siteUrl + path, { redirect: 'manual' });
    if (status >= 400) dead.push(`/${slug}/ leads to ${path}, which answers ${status}`);
  }
  // What a page leads to may be taken off the site by its editors: then the page is named.
  if (dead.length > 0 && !(await isNamed(publisher, `/${slug}/`))) differences.push(...dead);
  return differences;
}

async function isNamed(publisher: World['publisher'], path: string): Promise<boolean> {
  const { blocked } = await publisher.status();
  return blocked.some(({ pages }) => pages.includes(path));
}

const toShown = ({ title, questions }: Shown): Shown => ({ title, questions });

/** What a page shows of the texts that the commands have written. */
function readPage(html: string, versions: number): Shown {
  const page = parse(html);
  const questions = page.querySelectorAll('summary').map(({ text }) => text.trim());
  return {
    title: page.querySelector('h1')?.text.trim() ?? '',
    questions: questions.filter((text) => /^Question \d+\.$/.test(text) && versions > 0),
  };
}

/** Paths on the site that a page refers to, by links and as images. */
function pathsIn(html: string): Set<string> {
  const found = parse(html)
    .querySelectorAll('a[href], img[src]')
    .map((element) => element.getAttribute('href') ?? element.getAttribute('src') ?? '');
  return new Set(
    found.filter((path) => path.startsWith('/')).map((path) => path.replace(/#.*/, '')),
  );
}

async function differencesElsewhere({ live }: Model, { publisher }: World): Promise<string[]> {
  const differences: string[] = [];
  for (const path of ['/', '/es/', '/python-for-backend-developers/', '/sitemap.xml']) {
    const response = await fetch(publisher.siteUrl + path);
    await response.arrayBuffer();
    if (response.status !== 200) differences.push(`${path}: ${response.status}`);
  }
  if (live.redirect !== undefined) {
    const response = await fetch(`${publisher.siteUrl}/old/`, { redirect: 'manual' });
    const location = response.headers.get('location');
    if (response.status !== 301 || location !== `/${live.redirect}/`)
      differences.push(`/old/: ${response.status} to ${location} instead of /${live.redirect}/`);
  }
  return differences;
}

/** While the site follows, every entry has the name of what became of it; otherwise none is called live wrongly. */
async function differencesOfPanel(model: Model, { admin }: World): Promise<string[]> {
  const differences: string[] = [];
  const compare = (entry: string, name: string, expected: string) => {
    const isAllowed = model.isPinned ? name !== 'live' || expected === 'live' : name === expected;
    if (!isAllowed) differences.push(`${entry} is said to be ${name} instead of ${expected}`);
  };
  for (const [number, { documentId, published, isSpoilt }] of model.pages) {
    const isShown = published && model.live.pages.get(number)?.title === published.title;
    const expected = isShown && !isSpoilt ? 'live' : 'blocked';
    const { name } = await stateOf(admin, 'LandingPage', documentId);
    compare(`page ${number}`, name, published ? expected : 'draft');
  }
  for (const [number, { documentId, published, isSpoilt }] of model.faqs) {
    const { name } = await stateOf(admin, 'Faq', documentId);
    compare(`FAQ ${number}`, name, published ? (isSpoilt ? 'blocked' : 'live') : 'draft');
  }
  return differences;
}

async function stateOf(admin: AdminClient, type: 'Faq' | 'LandingPage', documentId: string) {
  const path = `/live-status/${contentTypes[type].uid}/${documentId}?locale=en`;
  const { data } = await admin.request('GET', path);
  const { state } = data as unknown as { state: EntryState };
  return state.name === 'modified' ? state.published : state;
}
